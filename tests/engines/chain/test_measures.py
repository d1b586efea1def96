"""Oracles: walking all worlds anew, trying every choice, and the story of the parts maker."""

from __future__ import annotations

from functools import partial
from itertools import combinations

import numpy as np
import pytest

from sekisho.engines.chain.attack import attack_overlay
from sekisho.engines.chain.measures import (
    Measure,
    best_choice,
    choose,
    gain_of,
    pair_gains,
    single_gains,
    threat_under,
    tornado,
)
from sekisho.engines.chain.parameters import DeviceFacts, breach_chance, parse_parameters
from sekisho.engines.chain.routes import routes_to
from sekisho.engines.chain.worlds import Worlds, block_gains, threat_of, worlds_of
from tests.engines.chain.graphs import random_chances, random_graphs, snapshot_from

NONE = np.zeros(0, np.int64)


def measure(key, cost=1.0, factor=0.0, links=(), entries=()):
    return Measure(key, cost, factor, np.array(links, np.int64), np.array(entries, np.int64))


def random_case(nodes, pairs, dice, count=5):
    """Worlds, measures over random links and entries, and a price of each world."""
    overlay = attack_overlay(
        snapshot_from(nodes, pairs), random_chances(dice, len(pairs)), dice.choice([1, 1, 2], nodes)
    )
    worlds = worlds_of(threat_of(overlay, dice.random(nodes) * 0.5, 3), 60)
    links = len(pairs)
    measures = [
        measure(
            f"m{number}",
            cost=float(dice.integers(1, 5)),
            factor=float(dice.choice([0, 0.3])),
            links=dice.choice(links, min(links, 3), replace=False) if links else (),
            entries=dice.integers(0, nodes, int(dice.integers(0, 2))),
        )
        for number in range(count)
    ]
    value = dice.random(nodes)
    return worlds, measures, lambda some: some.totals(value)


def test_a_gain_is_what_walking_every_world_anew_saves():
    for nodes, pairs, dice in random_graphs(30):
        worlds, measures, price = random_case(nodes, pairs, dice)
        for chosen in (measures[:1], measures[1:3]):
            after = worlds_of(threat_under(worlds.threat, chosen), worlds.count)
            expected = (price(worlds) - price(after)).mean()
            assert gain_of(worlds, chosen, price).saved_yen == pytest.approx(expected, abs=1e-12)


def test_closing_every_way_into_a_node_saves_what_its_dominator_tree_says():
    for nodes, pairs, dice in random_graphs(20, most_nodes=12):
        snapshot, value = snapshot_from(nodes, pairs), dice.random(nodes)
        overlay = attack_overlay(snapshot, random_chances(dice, len(pairs)))
        threat = threat_of(overlay, dice.random(nodes) * 0.5, 3)
        worlds, gains = worlds_of(threat, 50), block_gains(threat, value, 50)
        for node in range(nodes):
            closed = measure("close", links=np.flatnonzero(snapshot.target == node), entries=[node])
            found = gain_of(worlds, [closed], partial(Worlds.totals, value=value))
            assert found.saved_yen == pytest.approx(gains[node], abs=1e-12)


def test_measures_are_ranked_by_what_a_yen_saves():
    snapshot = snapshot_from(3, [(0, 1), (0, 2)])
    worlds = worlds_of(threat_of(attack_overlay(snapshot, [1, 1]), [1, 0, 0], 1), 10)
    options = [measure("dear", 10, links=[0]), measure("cheap", 2, links=[1])]
    gains = single_gains(worlds, options, lambda some: some.totals(np.array([0, 30.0, 10.0])))
    assert [(g.keys, g.saved_yen, g.per_yen) for g in gains] == [
        (("cheap",), 10, 5),
        (("dear",), 30, 3),
    ]


def two_doors():
    """Two ways to the same room: closing one saves nothing, closing both saves all."""
    snapshot = snapshot_from(4, [(0, 1), (0, 2), (1, 3), (2, 3)])
    worlds = worlds_of(threat_of(attack_overlay(snapshot, [1.0] * 4), [1, 0, 0, 0], 1), 8)
    doors = [measure("left", links=[2]), measure("right", links=[3]), measure("far", 9, links=[0])]
    return worlds, doors, lambda some: some.totals(np.array([0, 0, 0, 100.0]))


def test_two_doors_are_worth_more_together_and_the_choice_finds_the_pair():
    worlds, doors, price = two_doors()
    assert all(gain.saved_yen == 0 for gain in single_gains(worlds, doors, price))
    pairs = pair_gains(worlds, doors, price)
    assert [gain.keys for gain, _ in pairs] == [("far", "right"), ("left", "right")]
    assert [more for _, more in pairs] == pytest.approx([100, 100])
    assert choose(worlds, doors, price, budget_yen=2).keys == ("left", "right")
    assert choose(worlds, doors, price, budget_yen=1).keys == ()


def test_a_choice_keeps_to_the_budget_and_the_exact_one_is_never_worse():
    for nodes, pairs, dice in random_graphs(20, most_nodes=10):
        worlds, measures, price = random_case(nodes, pairs, dice)
        budget = float(dice.integers(0, 9))
        greedy = choose(worlds, measures, price, budget_yen=budget)
        exact = best_choice(worlds, measures, price, budget_yen=budget)
        assert max(greedy.cost_yen, exact.cost_yen) <= budget
        assert exact.saved_yen >= greedy.saved_yen - 1e-12
        tried = [
            gain_of(worlds, some, price).saved_yen
            for size in range(len(measures) + 1)
            for some in combinations(measures, size)
            if sum(one.cost_yen for one in some) <= budget
        ]
        assert exact.saved_yen == pytest.approx(max(tried), abs=1e-12)


def parameters(**rows):
    return parse_parameters(
        {
            "version": "9.9",
            "parameters": [
                {
                    "key": key,
                    "low": low,
                    "likely": likely,
                    "high": high,
                    "unit": "ratio",
                    "ja": key,
                    "en": key,
                    "source": "test",
                }
                for key, (low, likely, high) in rows.items()
            ],
        }
    )


def test_the_tornado_turns_one_parameter_at_a_time_and_puts_the_widest_first():
    given = parameters(a=(0, 1, 2), b=(1, 2, 11), c=(5, 5, 5))
    swings = tornado(given, lambda p: 10 * p["a"] + p["b"])
    assert [(s.key, s.low, s.high) for s in swings] == [
        ("a", 2, 22),
        ("b", 11, 21),
        ("c", 12, 12),
    ]


# ---- the story: device -> subsidiary -> parts maker -> ordering -> fourteen plants --------------

PARTS = {"c0": (0.1, 0.5, 1), "known_exploited_factor": (1, 3, 6), "inside_factor": (0, 0.1, 1)}


def story(mfa=1.0, patch=1.0):
    """Chance that the plants' ordering service falls within 30 days; node 3 is the service."""
    facts = DeviceFacts(epss=0.3, is_exposed=True, is_known_exploited=True)
    device = breach_chance(facts, [patch], days=30, parameters=parameters(**PARTS))
    overlay = attack_overlay(snapshot_from(4, [(0, 1), (1, 2), (2, 3)]), [0.6 * mfa, 0.5, 0.9])
    return overlay, device, device * routes_to(overlay, 3).chance()[0]


def test_the_way_of_the_story_is_found_and_multi_factor_or_a_patch_cut_it_by_their_factor():
    overlay, device, before = story()
    assert device == pytest.approx(0.5 * 0.3 * 3)
    assert before == pytest.approx(0.45 * 0.6 * 0.5 * 0.9)
    route = routes_to(overlay, 3).route_from(0)
    assert route is not None
    assert route.nodes == (0, 1, 2, 3)
    assert story(mfa=0.1)[2] == pytest.approx(before * 0.1)
    assert story(patch=0.1)[2] == pytest.approx(before * 0.1)


def test_in_the_worlds_of_the_story_multi_factor_saves_nine_tenths():
    overlay, device, before = story()
    worlds = worlds_of(threat_of(overlay, [device, 0, 0, 0], 1), 40_000)
    assert abs(worlds.chance()[3] - before) < 4 * worlds.error()[3]
    mfa = measure("mfa", factor=0.1, links=[0])
    found = gain_of(worlds, [mfa], lambda some: some.totals(np.array([0, 0, 0, 1.0])))
    assert found.saved_yen == pytest.approx(0.9 * before, abs=4 * found.error_yen)
