"""Oracles: nothing moves without a shock, stocks close each day, cases by hand, the two stories."""

from __future__ import annotations

import numpy as np
import pytest

from sekisho.engines.chain.cascade import CascadeRules
from sekisho.engines.chain.days import Outage, days_after
from sekisho.engines.chain.dependency import Needs, dependency_overlay
from tests.engines.chain.graphs import random_graphs, snapshot_from

NOTHING = Outage([], [], [])


def overlay_of(nodes, pairs, value=1.0, output=None, **needs):
    words = {"value": np.broadcast_to(value, len(pairs)), "goods": 0} | needs
    return dependency_overlay(snapshot_from(nodes, pairs), Needs(**words), output=output)


def random_overlay(nodes, pairs, dice):
    count = len(pairs)
    value = dice.random(count) + 0.1
    sold = np.bincount([a for a, _ in pairs], weights=value, minlength=nodes) if pairs else 0
    return overlay_of(
        nodes,
        pairs,
        value,
        output=sold + dice.random(nodes),
        goods=dice.integers(0, 3, count),
        importance=dice.integers(0, 3, count),
        stock_days=dice.integers(0, 6, count) + dice.random(count),
    )


def level_of(run, node):
    return run.levels[:, run.nodes.tolist().index(node)]


def test_without_a_shock_nothing_moves_for_a_year():
    for nodes, pairs, dice in random_graphs(40):
        run = days_after(random_overlay(nodes, pairs, dice), NOTHING, days=365)
        assert np.abs(run.levels - 1).max() < 1e-12
        assert np.abs(run.balance - run.balance[0]).max() < 1e-9
        assert run.events == ()
        assert run.lost.sum() < 1e-9


def test_stocks_close_every_day_and_what_is_shipped_arrives():
    for nodes, pairs, dice in random_graphs(40):
        overlay = random_overlay(nodes, pairs, dice)
        run = days_after(overlay, Outage([0], [0.2], [9]), days=60)
        stocks, received, used, shipped, arrived = run.balance.T
        first = (overlay.groups.hold_days + 1).sum()
        assert stocks == pytest.approx(first + np.cumsum(received - used), abs=1e-8)
        taken = overlay.group[overlay.snapshot.forward.link] >= 0
        if taken.all():
            assert shipped == pytest.approx(arrived, abs=1e-8)
        assert (stocks >= -1e-9).all()


@pytest.mark.parametrize("stock", [0, 1, 3, 5, 8])
@pytest.mark.parametrize("out", [1, 3, 5])
def test_loss_starts_on_the_day_after_the_stock_is_used_up_and_not_before(stock, out):
    overlay = overlay_of(2, [(0, 1)], output=[1, 1], stock_days=stock)
    level = level_of(days_after(overlay, Outage([0], [0], [out]), days=30), 1)
    if stock >= out:
        assert (level == 1).all()
    else:
        # The delivery of day 0 is the one for day 1.
        assert (level[: stock + 1] == 1).all()
        assert (level[stock + 1 : out + 1] == 0).all()
        assert level[out + 1] > 0


def test_a_struck_firm_is_down_as_long_as_said_and_half_a_day_counts_half():
    overlay = overlay_of(2, [(0, 1)], output=[1, 1], stock_days=9)
    level = level_of(days_after(overlay, Outage([0], [0.4], [2.5]), days=6), 0)
    assert level == pytest.approx([0.4, 0.4, 0.7, 1, 1, 1])


def test_a_service_is_missed_after_its_tolerance_and_back_the_day_after_it_returns():
    overlay = overlay_of(2, [(0, 1)], output=[0, 1], enough=1, tolerance_hours=24)
    level = level_of(days_after(overlay, Outage([0], [0], [4]), days=9), 1)
    assert level.tolist() == [1, 1, 0, 0, 0, 1, 1, 1, 1]


def test_a_fallback_carries_its_part_from_the_day_on_which_it_may_begin():
    for after_hours, expected in ((4, [1, 0.6, 0.6, 0.6, 1]), (30, [1, 0, 0.6, 0.6, 1])):
        overlay = overlay_of(
            2,
            [(0, 1)],
            output=[0, 1],
            enough=1,
            fallback=0.6,
            fallback_after_hours=after_hours,
        )
        level = level_of(days_after(overlay, Outage([0], [0], [3]), days=5), 1)
        assert level == pytest.approx(expected)


def test_the_other_of_two_suppliers_makes_up_for_nothing_it_has_no_room_for():
    overlay = overlay_of(3, [(0, 2), (1, 2)], output=[1, 1, 1])
    level = level_of(days_after(overlay, Outage([0], [0], [5]), days=6), 2)
    assert level[0] == 1
    assert level[1:5] == pytest.approx([0.5] * 4, abs=0.12)


def test_useful_goods_cost_their_part_and_goods_without_effect_nothing():
    overlay = overlay_of(
        3, [(0, 2), (1, 2)], [1, 3], output=[1, 3, 1], importance=[1, 2], goods=[0, 1]
    )
    level = level_of(days_after(overlay, Outage([0], [0], [3]), days=3), 2)
    assert level.tolist() == pytest.approx([1, 0.75, 0.75])
    nothing = overlay_of(2, [(0, 1)], output=[1, 1], importance=0)
    assert (level_of(days_after(nothing, Outage([0], [0], [3]), days=9), 1) == 1).all()


def test_following_only_the_cascade_gives_the_same_days_on_a_tree():
    pairs = [(0, 1), (1, 2), (1, 3), (3, 4)]
    overlay = overlay_of(6, pairs, output=[1, 2, 1, 1, 1, 1], stock_days=[1, 0, 2, 1])
    outage, rules = Outage([0], [0], [6]), CascadeRules(slack=0.0)
    whole, part = (days_after(overlay, outage, days=20, rules=r) for r in (None, rules))
    assert 5 not in part.nodes
    for node in part.nodes:
        assert level_of(part, node) == pytest.approx(level_of(whole, node), abs=1e-12)
    assert part.events == tuple(e for e in whole.events if e.node in part.nodes)


def test_more_stock_never_means_more_loss_in_a_row():
    losses = []
    for stock in range(7):
        overlay = overlay_of(3, [(0, 1), (1, 2)], output=[1, 1, 1], stock_days=stock)
        losses.append(days_after(overlay, Outage([0], [0], [5]), days=40).lost.sum())
    assert (np.diff(losses) <= 1e-9).all()


# ---- the two stories: a maker's ordering service, and a chemical works with stock ---------------

SUPPLIER, ORDERING, PLANTS = 0, 1, range(2, 16)


def parts_maker(**more):
    """The ordering service hangs on the parts maker, fourteen plants hang on the service."""
    pairs = [(SUPPLIER, ORDERING), *((ORDERING, plant) for plant in PLANTS)]
    pairs += [(SUPPLIER, plant) for plant in PLANTS]
    count = len(pairs)
    goods = np.array([0] * 15 + [1] * 14)
    return overlay_of(
        16,
        pairs,
        np.ones(count),
        output=[14, 0, *[100.0] * 14],
        goods=goods,
        enough=np.where(goods == 0, 1, 0),
        stock_days=np.where(goods == 1, 0.2, 0),
        **more,
    )


def test_when_ordering_stops_all_fourteen_plants_stand_on_the_next_working_day():
    run = days_after(parts_maker(), Outage([ORDERING], [0], [1]), days=5)
    for plant in PLANTS:
        assert level_of(run, plant).tolist() == [1, 0, 1, 1, 1]
    stopped = [e for e in run.events if e.day == 1 and e.level < 1]
    assert {e.node for e in stopped} == set(PLANTS)
    assert {e.cause for e in stopped} == {ORDERING}
    assert run.lost[1] == pytest.approx(1400)


def test_with_ordering_by_hand_within_a_shift_no_plant_stands():
    overlay = parts_maker(fallback=np.r_[np.ones(15), np.zeros(14)], fallback_after_hours=8)
    run = days_after(overlay, Outage([ORDERING], [0], [1]), days=5)
    assert all((level_of(run, plant) == 1).all() for plant in PLANTS)


def test_a_works_with_stock_for_ten_days_stops_its_customer_on_the_eleventh():
    # Works -> (10 days) -> refinery -> (2 days, one of two is enough) -> maker.
    pairs = [(0, 1), (1, 2), (3, 2)]
    overlay = overlay_of(
        4, pairs, output=[1, 1, 1, 1], stock_days=[10, 2, 2], enough=[0, 1, 1], goods=[0, 1, 1]
    )
    run = days_after(overlay, Outage([0], [0], [30]), days=30)
    assert [(e.day, e.node, e.cause) for e in run.events if e.level < 1] == [(0, 0, -1), (11, 1, 0)]
    assert (level_of(run, 2) == 1).all()
    without = dependency_overlay(
        snapshot_from(4, pairs[:2]),
        Needs(value=1.0, goods=0, stock_days=[10, 2]),
        output=[1, 1, 1, 1],
    )
    events = days_after(without, Outage([0], [0], [30]), days=30).events
    assert [(e.day, e.node, e.cause) for e in events] == [(0, 0, -1), (11, 1, 0), (14, 2, 1)]
    assert events[1].stock_days == 0
