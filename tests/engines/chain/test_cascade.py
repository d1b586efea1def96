"""Oracles: the dense form of the equations, a sparse LU, closed forms and cases by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csc_array, eye_array
from scipy.sparse.linalg import splu

from sekisho.engines.chain.cascade import CascadeRules, cascade, cascade_of_each
from sekisho.engines.chain.dependency import (
    Importance,
    Needs,
    dependency_overlay,
    single_source_gates,
)
from sekisho.kernel.errors import Invalid
from tests.engines.chain.dense import dense_cascade, dense_loss
from tests.engines.chain.graphs import random_graphs, snapshot_from

EXACT = CascadeRules(slack=0.0, eps=0.0, markets=False)
DOWN_ONLY = CascadeRules(slack=0.0, eps=0.0, markets=False, upstream=False)


def overlay_of(nodes, pairs, value=1.0, *, market=None, output=None, **needs):
    words = {"goods": 0} | needs
    snapshot = snapshot_from(nodes, pairs)
    return dependency_overlay(
        snapshot,
        Needs(value=np.broadcast_to(value, len(pairs)), **words),
        market=market,
        output=output,
    )


def random_overlay(nodes, pairs, dice, **more):
    """Sectors that are goods and markets at once, all three importances, some gates of k of n."""
    market = dice.integers(0, 4, nodes)
    goods = market[[a for a, _ in pairs]] if pairs else np.zeros(0, int)
    return overlay_of(
        nodes,
        pairs,
        dice.random(len(pairs)) + 0.05,
        market=market,
        goods=goods,
        importance=dice.integers(0, 3, len(pairs)),
        fallback=np.where(dice.random(len(pairs)) < 0.1, 0.5, 0.0),
        **more,
    )


def level(overlay, shock, rules):
    """The downstream level of every node."""
    found = cascade(overlay, list(shock), list(shock.values()), rules)
    levels = np.ones(overlay.snapshot.nodes)
    levels[found.firms] = found.down
    return levels


def test_in_a_row_without_substitutes_everybody_downstream_stops():
    overlay = overlay_of(5, [(0, 1), (1, 2), (2, 3), (3, 4)])
    assert level(overlay, {1: 0.0}, DOWN_ONLY).tolist() == [1, 0, 0, 0, 0]


def test_a_row_stops_downstream_whatever_the_slack():
    overlay = overlay_of(4, [(0, 1), (1, 2), (2, 3)])
    rules = CascadeRules(slack=0.05, upstream=False, markets=False)
    assert level(overlay, {0: 0.0}, rules).tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize("count", [2, 4, 10])
def test_one_of_equal_suppliers_takes_its_part_times_what_cannot_be_replaced(count):
    pairs = [(node, count) for node in range(count)]
    overlay = overlay_of(count + 1, pairs, market=[0] * count + [1])
    alone = level(overlay, {0: 0.0}, DOWN_ONLY)[count]
    assert alone == pytest.approx(1 - 1 / count)
    replaced = level(overlay, {0: 0.0}, CascadeRules(slack=0, eps=0, upstream=False))[count]
    assert replaced == pytest.approx(1 - 1 / (count - 1) / count)


def test_losses_up_to_the_slack_are_absorbed_and_above_it_felt_in_part():
    overlay = overlay_of(3, [(0, 2), (1, 2)], [0.1, 0.9])
    for slack, expected in ((0.0, 0.1), (0.05, 0.05 / 0.95), (0.1, 0.0), (0.2, 0.0)):
        rules = CascadeRules(slack=slack, markets=False, upstream=False)
        assert level(overlay, {0: 0.0}, rules)[2] == pytest.approx(1 - expected)


def test_an_essential_tree_takes_the_worst_of_its_ways():
    # 0 makes 30 % of one input of 3 and all of another's supplier's input: the worse counts.
    overlay = overlay_of(
        5, [(0, 3), (1, 3), (0, 2), (4, 2), (2, 3)], [3, 7, 1, 1, 1], goods=[0, 0, 0, 0, 1]
    )
    assert level(overlay, {0: 0.0}, DOWN_ONLY)[[2, 3]] == pytest.approx([0.5, 0.5])


def test_useful_goods_are_pooled_by_value_and_goods_without_effect_do_nothing():
    importance = [Importance.USEFUL, Importance.USEFUL, Importance.NONE]
    pairs, value = [(0, 3), (1, 3), (2, 3)], [1, 3, 6]
    overlay = overlay_of(4, pairs, value, goods=[0, 1, 2], importance=importance)
    assert level(overlay, {0: 0.0}, DOWN_ONLY)[3] == pytest.approx(0.75)
    assert level(overlay, {2: 0.0}, DOWN_ONLY)[3] == 1


def test_a_loop_of_three_firms_by_hand():
    # 1 needs 0 and 3 halves each; 2 needs 1; 3 needs 2. With 0 gone: h = (1 + h) / 2 - 1/2 -> 0.
    overlay = overlay_of(4, [(0, 1), (3, 1), (1, 2), (2, 3)])
    assert level(overlay, {0: 0.0}, CascadeRules(0.0, 1e-9, False, False)) == pytest.approx(
        [0, 0, 0, 0], abs=1e-6
    )
    # Half of 0: l1 = 0.25 + 0.5 l3, l2 = l1, l3 = l2, so each loses one half.
    assert level(overlay, {0: 0.5}, CascadeRules(0.0, 1e-9, False, False)) == pytest.approx(
        [0.5, 0.5, 0.5, 0.5], abs=1e-6
    )


def test_lost_customers_are_felt_by_their_share_of_sales():
    overlay = overlay_of(3, [(0, 1), (0, 2)], [1, 3])
    found = cascade(overlay, [2], [0.0], EXACT)
    assert found.up[found.firms.tolist().index(0)] == pytest.approx(0.25)
    assert cascade(overlay, [2], [0.0], DOWN_ONLY).firms.tolist() == [2]


def test_two_of_three_services_are_enough():
    pairs = [(0, 3), (1, 3), (2, 3)]
    overlay = overlay_of(4, pairs, enough=2)
    assert level(overlay, {0: 0.0}, DOWN_ONLY)[3] == 1
    assert level(overlay, {0: 0.0, 1: 0.0}, DOWN_ONLY)[3] == pytest.approx(0.5)
    assert level(overlay, {0: 0.0, 1: 0.0, 2: 0.0}, DOWN_ONLY)[3] == 0


def test_a_fallback_bounds_what_is_lost():
    overlay = overlay_of(2, [(0, 1)], fallback=0.7)
    assert level(overlay, {0: 0.0}, DOWN_ONLY)[1] == pytest.approx(0.7)


def test_all_linear_without_markets_is_the_solution_of_a_sparse_system():
    for nodes, pairs, dice in random_graphs(80):
        overlay = overlay_of(
            nodes + 1,
            [*pairs, *((nodes, node) for node in range(nodes))],
            dice.random(len(pairs) + nodes) + 0.1,
            importance=Importance.USEFUL,
        )
        struck = {nodes: 0.0 if nodes < 3 else 0.6}
        source, target = overlay.snapshot.source, overlay.snapshot.target
        flows = csc_array((overlay.share, (target, source)), shape=(nodes + 1, nodes + 1))
        shock = np.zeros(nodes + 1)
        shock[nodes] = 1 - struck[nodes]
        expected = splu((eye_array(nodes + 1) - flows).tocsc()).solve(shock)
        rules = CascadeRules(slack=0.0, eps=1e-12, markets=False, upstream=False)
        assert 1 - level(overlay, struck, rules) == pytest.approx(expected, abs=1e-8)


@pytest.mark.parametrize("slack", [0.0, 0.01, 0.05, 0.2])
@pytest.mark.parametrize("markets", [True, False])
def test_push_ends_where_the_dense_form_ends(slack, markets):
    rules = CascadeRules(slack=slack, eps=1e-10, markets=markets)
    for nodes, pairs, dice in random_graphs(40):
        overlay = random_overlay(nodes, pairs, dice)
        shock = {int(n): float(dice.choice([0, 0.5])) for n in dice.integers(0, nodes, 2)}
        found = cascade(overlay, list(shock), list(shock.values()), rules)
        down, up = dense_cascade(overlay, shock, slack=slack, markets=markets)
        mine = np.ones((2, nodes))
        mine[:, found.firms] = found.down, found.up
        assert found.is_settled
        assert mine[0] == pytest.approx(down, abs=1e-5)
        assert mine[1] == pytest.approx(up, abs=1e-5)
        assert found.loss == pytest.approx(dense_loss(overlay, down, up), abs=1e-5)


def test_push_never_says_more_than_is_lost():
    for nodes, pairs, dice in random_graphs(20):
        overlay = random_overlay(nodes, pairs, dice)
        exact = dense_loss(overlay, *dense_cascade(overlay, {0: 0.0}))
        for eps in (1e-1, 1e-2, 1e-4):
            rules = CascadeRules(slack=0.0, eps=eps)
            assert cascade(overlay, [0], [0.0], rules).loss <= exact + 1e-9


def test_each_firm_alone_is_its_own_scenario_at_any_number_of_threads():
    rules = CascadeRules(eps=1e-9)
    for nodes, pairs, dice in random_graphs(12, most_nodes=700):
        overlay = random_overlay(nodes, pairs, dice)
        one, two = (cascade_of_each(overlay, rules, threads=threads) for threads in (1, 2))
        assert one.loss.tobytes() == two.loss.tobytes()
        assert one.harmed.tobytes() == two.harmed.tobytes()
        assert ((one.loss >= 0) & (one.loss <= 1)).all()
        for firm in dice.integers(0, nodes, 5).tolist():
            found = cascade(overlay, [firm], [0.0], rules)
            assert one.loss[firm] == pytest.approx(found.loss, abs=1e-12)
            assert one.harmed[firm] == (np.minimum(found.down, found.up) < 1).sum() - 1


def test_the_numbering_of_nodes_does_not_matter():
    for nodes, pairs, dice in random_graphs(40):
        value, turned = dice.random(len(pairs)) + 0.1, dice.permutation(nodes)
        market = dice.integers(0, 3, nodes)
        renamed = [(int(turned[a]), int(turned[b])) for a, b in pairs]
        other_market = np.empty(nodes, int)
        other_market[turned] = market
        rules = CascadeRules(eps=1e-10)
        first = cascade_of_each(overlay_of(nodes, pairs, value, market=market), rules)
        second = cascade_of_each(overlay_of(nodes, renamed, value, market=other_market), rules)
        assert second.loss[turned] == pytest.approx(first.loss, abs=1e-7)


def test_more_damage_never_harms_less():
    rules = CascadeRules(eps=1e-9)
    for nodes, pairs, dice in random_graphs(60):
        overlay = random_overlay(nodes, pairs, dice)
        losses = [cascade(overlay, [0], [left], rules).loss for left in (1.0, 0.7, 0.3, 0.0)]
        losses.append(cascade(overlay, [0, nodes - 1], [0.0, 0.0], rules).loss)
        assert (np.diff(losses) >= -1e-6).all()


def test_another_supplier_of_a_group_never_raises_its_loss():
    for others in range(1, 5):
        pairs = [(node, 5) for node in range(others)]
        before = level(overlay_of(6, pairs), {0: 0.0}, DOWN_ONLY)[5]
        after = level(overlay_of(6, [*pairs, (4, 5)]), {0: 0.0}, DOWN_ONLY)[5]
        assert after >= before


def test_a_scenario_that_is_cut_short_says_so():
    overlay = overlay_of(5, [(0, 1), (1, 2), (2, 3), (3, 4)])
    assert not cascade(overlay, [0], [0.0], CascadeRules(most_steps=2)).is_settled
    assert not cascade_of_each(overlay, CascadeRules(most_steps=2)).is_settled


def test_single_sources_are_counted_by_the_groups_that_hang_on_them():
    pairs = [(0, 3), (1, 3), (0, 4), (2, 4), (1, 4)]
    overlay = overlay_of(5, pairs, goods=[0, 1, 0, 1, 1])
    assert single_source_gates(overlay).tolist() == [2, 1, 0, 0, 0]
    gate = overlay_of(5, pairs, enough=[2, 2, 2, 2, 2])
    assert single_source_gates(gate).tolist() == [1, 1, 0, 0, 0]


@pytest.mark.parametrize(
    "needs",
    [
        {"value": -1.0},
        {"goods": -1},
        {"importance": 3},
        {"fallback": 1.5},
        {"enough": 3},
        {"enough": [1, 2]},
        {"stock_days": np.nan},
    ],
)
def test_needs_that_contradict_themselves_are_refused(needs):
    with pytest.raises(Invalid):
        dependency_overlay(
            snapshot_from(3, [(0, 2), (1, 2)]), Needs(**({"value": 1.0, "goods": 0} | needs))
        )
