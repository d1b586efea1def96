"""Oracles: every outcome of all coins, closed forms, and walking again with each node blocked."""

from __future__ import annotations

import math

import networkx as nx
import numpy as np
import pytest

from sekisho.engines.chain.attack import all_ways_in, attack_overlay
from sekisho.engines.chain.coins import drawn
from sekisho.engines.chain.kernels import kernel
from sekisho.engines.chain.routes import routes_to
from sekisho.engines.chain.snapshot import Given, snapshot_of
from sekisho.engines.chain.worlds import (
    block_gains,
    threat_of,
    worlds_of,
    worlds_with,
    worlds_without,
)
from sekisho.kernel.errors import Invalid
from tests.engines.chain.graphs import (
    all_outcomes,
    random_chances,
    random_graphs,
    random_pairs,
    snapshot_from,
)

COUNT = 20_000


def threat(nodes, pairs, chances, entry=None, needed=None, seed=7):
    overlay = attack_overlay(snapshot_from(nodes, pairs), chances, needed)
    certain = [1.0] + [0.0] * (nodes - 1)
    return threat_of(overlay, certain if entry is None else entry, seed)


def exact_chances(nodes, pairs, chances, needed):
    """By every outcome of the links; node 0 is entered for certain."""
    sums = np.zeros(nodes)
    for live in all_outcomes(len(pairs)):
        weight = math.prod(p if up else 1 - p for p, up in zip(chances, live, strict=True))
        taken = {0}
        while True:
            heads = [h for (t, h), up in zip(pairs, live, strict=True) if up and t in taken]
            more = {n for n in heads if heads.count(n) >= needed[n]} - taken
            if not more:
                break
            taken |= more
        sums[list(taken)] += weight
    return sums


def noisy_or(nodes, pairs, chances):
    """The formula that takes all ways in for independent, at its fixed point from below."""
    found = np.zeros(nodes)
    for _ in range(2000):
        left = np.ones(nodes)
        for (tail, head), chance in zip(pairs, chances, strict=True):
            left[head] *= 1 - chance * found[tail]
        found = 1 - left
        found[0] = 1.0
    return found


@pytest.mark.parametrize(
    ("pairs", "chances", "asset", "expected"),
    [
        ([(0, 1), (1, 2), (2, 3)], [0.5, 0.6, 0.7], 3, 0.21),
        ([(0, 1), (0, 1)], [0.3, 0.4], 1, 1 - 0.7 * 0.6),
        ([(0, 1), (1, 0), (1, 2), (2, 1)], [0.5, 0.9, 0.5, 0.9], 2, 0.25),
        (
            # The bridge: the middle link counts one way at a time, so two of them make one.
            [(0, 1), (0, 2), (1, 2), (2, 1), (1, 3), (2, 3)],
            [0.5] * 6,
            3,
            None,
        ),
    ],
)
def test_closed_forms_are_met_inside_four_standard_errors(pairs, chances, asset, expected):
    nodes = asset + 1
    if expected is None:
        expected = exact_chances(nodes, pairs, chances, np.ones(nodes))[asset]
        assert expected == pytest.approx(0.5)
    found = worlds_of(threat(nodes, pairs, chances), COUNT)
    assert abs(found.chance()[asset] - expected) < 4 * found.error()[asset]


def test_sampling_meets_the_sum_over_all_outcomes_gates_included():
    for seed in range(25):
        dice = np.random.default_rng(seed)
        nodes, links = 6, int(dice.integers(5, 10))
        pairs = random_pairs(dice, nodes, links)
        chances, needed = dice.random(links), dice.choice([1, 1, 1, 2], nodes)
        exact = exact_chances(nodes, pairs, chances, needed)
        found = worlds_of(threat(nodes, pairs, chances, needed=needed, seed=seed), 4000)
        assert (np.abs(found.chance() - exact) <= 4.5 * found.error()).all()


def test_the_best_route_is_a_lower_and_the_noisy_or_an_upper_bound():
    for seed in range(25):
        dice = np.random.default_rng(seed)
        pairs = random_pairs(dice, 6, 9)
        chances = dice.random(9)
        exact = exact_chances(6, pairs, chances, np.ones(6))
        formula = noisy_or(6, pairs, chances)
        overlay = attack_overlay(snapshot_from(6, pairs), chances)
        for asset in range(6):
            assert routes_to(overlay, asset).chance()[0] <= exact[asset] + 1e-12
            assert exact[asset] <= formula[asset] + 1e-12


@pytest.mark.parametrize("threads", [2, 3])
def test_the_same_seed_gives_the_same_bytes_at_any_number_of_threads(threads):
    for nodes, pairs, dice in random_graphs(10, most_nodes=60):
        given = threat(nodes, pairs, random_chances(dice, len(pairs)), dice.random(nodes))
        one, more = worlds_of(given, 333), worlds_of(given, 333, threads=threads)
        assert one.taken.tobytes() == more.taken.tobytes()
        assert one.start.tobytes() == more.start.tobytes()
        value = dice.random(nodes)
        assert (
            block_gains(given, value, 333).tobytes()
            == block_gains(given, value, 333, threads=threads).tobytes()
        )


def test_another_seed_gives_other_luck():
    pairs = [(0, node) for node in range(1, 30)]
    first, second = (threat(30, pairs, [0.5] * 29, seed=seed) for seed in (1, 2))
    assert worlds_of(first, 50).taken.tobytes() != worlds_of(second, 50).taken.tobytes()


def test_luck_hangs_on_keys_and_not_on_places():
    pairs, chances = [(0, 1), (1, 2), (0, 2), (2, 3)], np.array([0.3, 0.5, 0.7, 0.9])
    turned = [3, 1, 0, 2]
    ends = np.array(pairs)[turned]
    other = snapshot_of(
        Given(
            node_key=range(1, 5),
            node_kind=[0] * 4,
            link_key=np.arange(1, 5)[turned],
            link_kind=[0] * 4,
            source=ends[:, 0],
            target=ends[:, 1],
        )
    )
    given = threat_of(attack_overlay(other, chances[turned]), [1, 0, 0, 0], 7)
    first, second = worlds_of(threat(4, pairs, chances), 500), worlds_of(given, 500)
    for node in range(4):
        assert (first.is_taken([node]) == second.is_taken([node])).all()


def test_the_gain_of_each_block_is_what_walking_again_saves():
    for nodes, pairs, dice in random_graphs(25, most_nodes=14):
        given = threat(
            nodes, pairs, random_chances(dice, len(pairs)), dice.random(nodes) * 0.4, seed=3
        )
        value, base = dice.random(nodes), worlds_of(given, 60)
        gains = block_gains(given, value, 60)
        for node in range(nodes):
            saved = base.totals(value) - worlds_without(base, [node]).totals(value)
            assert gains[node] == pytest.approx(saved.mean(), abs=1e-12)


def test_walking_only_changed_worlds_gives_what_walking_all_gives():
    for nodes, pairs, dice in random_graphs(40):
        needed = dice.choice([1, 1, 2], nodes)
        chances, entry = random_chances(dice, len(pairs)), dice.random(nodes) * 0.3
        before = worlds_of(threat(nodes, pairs, chances, entry, needed), 80)
        less = np.where(dice.random(len(pairs)) < 0.3, chances * dice.random(len(pairs)), chances)
        fewer = np.where(dice.random(nodes) < 0.2, 0.0, entry)
        overlay = attack_overlay(before.threat.overlay.snapshot, less, needed)
        changed = threat_of(overlay, fewer, 7)
        again, whole = worlds_with(before, changed), worlds_of(changed, 80)
        assert again.start.tolist() == whole.start.tolist()
        assert again.taken.tolist() == whole.taken.tolist()


def test_more_protection_never_makes_a_world_worse():
    for nodes, pairs, dice in random_graphs(30):
        chances = random_chances(dice, len(pairs))
        before = worlds_of(threat(nodes, pairs, chances), 60)
        overlay = attack_overlay(before.threat.overlay.snapshot, chances * 0.5)
        after = worlds_with(before, threat_of(overlay, before.threat.entry, 7))
        assert (after.totals(np.ones(nodes)) <= before.totals(np.ones(nodes))).all()


def test_any_of_the_holders_is_counted_by_worlds():
    found = worlds_of(threat(3, [(0, 1), (0, 2)], [0.5, 0.5]), COUNT)
    both = found.is_taken([1, 2])
    assert (both == (found.is_taken([1]) | found.is_taken([2]))).all()
    assert both.mean() == pytest.approx(0.75, abs=0.02)


def test_the_taken_nodes_of_a_world_can_be_reached_over_links_that_have_a_chance():
    for nodes, pairs, dice in random_graphs(30):
        chances = random_chances(dice, len(pairs))
        found = worlds_of(threat(nodes, pairs, chances), 20)
        graph = nx.DiGraph([p for p, chance in zip(pairs, chances, strict=True) if chance > 0])
        graph.add_node(0)
        assert set(found.taken.tolist()) <= nx.descendants(graph, 0) | {0}


def test_gains_of_gates_are_not_read_off_trees():
    snapshot = snapshot_from(3, [(0, 2), (1, 2)])
    overlay = attack_overlay(snapshot, [0.5, 0.5], all_ways_in(snapshot, [2], [0.5, 0.5]))
    given = threat_of(overlay, [1, 1, 0], 1)
    with pytest.raises(Invalid):
        block_gains(given, np.ones(3), 10)
    base = worlds_of(given, 4000)
    assert base.chance()[2] == pytest.approx(0.25, abs=0.03)
    assert worlds_without(base, [1]).chance()[2] == 0


def test_other_luck_or_another_graph_is_no_what_if():
    base = worlds_of(threat(2, [(0, 1)], [0.5]), 5)
    with pytest.raises(Invalid):
        worlds_with(base, threat(2, [(0, 1)], [0.5]))
    with pytest.raises(Invalid):
        worlds_with(base, threat_of(base.threat.overlay, base.threat.entry, 8))


@pytest.mark.parametrize("entry", [1.2, -0.1, math.nan])
def test_a_chance_of_entry_that_is_none_is_refused(entry):
    with pytest.raises(Invalid):
        threat(2, [(0, 1)], [0.5], [entry, 0])


@kernel
def some_coins(count, seed):
    found = np.empty(count)
    for place in range(count):
        found[place] = drawn(np.uint64(place % 100), seed, place // 100)
    return found


def test_coins_are_even_and_neighbours_do_not_follow_each_other():
    coins = some_coins(200_000, 5)
    assert ((coins >= 0) & (coins < 1)).all()
    counts = np.histogram(coins, bins=50, range=(0, 1))[0]
    assert ((counts - 4000) ** 2 / 4000).sum() < 95  # chi-squared of 49 degrees, one in 10,000
    rows = coins.reshape(2000, 100)
    for first, second in ((rows[:, :-1], rows[:, 1:]), (rows[:-1], rows[1:])):
        assert abs(np.corrcoef(first.ravel(), second.ravel())[0, 1]) < 0.012
