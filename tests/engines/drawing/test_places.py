"""Places of nodes: each its own cell, the same every time, tiers in their order, quickly."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.engines.drawing.free import freely
from sekisho.engines.drawing.tiers import in_tiers


@st.composite
def graphs(draw):
    count = draw(st.integers(1, 60))
    ends = st.integers(0, count - 1)
    links = draw(st.lists(st.tuples(ends, ends), max_size=120))
    columns = draw(st.lists(st.integers(-3, 3), min_size=count, max_size=count))
    pairs = np.array(links, np.int64).reshape(-1, 2)
    return np.array(columns, np.int64), pairs[:, 0], pairs[:, 1]


def large(count=10_000):
    """Tiers of a real shape (few near us, thousands further off), four links a node."""
    luck = np.random.default_rng(7)
    column = np.sort(luck.choice([0, 1, 2, 3, -1], count, p=[0.01, 0.3, 0.5, 0.14, 0.05]))
    source = luck.integers(0, count, 4 * count)
    target = luck.integers(0, count, 4 * count)
    return column.astype(np.int64), source, target


def cells(places):
    return set(zip(places.x.tolist(), places.y.tolist(), strict=True))


def crossings(places, source, target):
    """Pairs of links between two columns that cross, counted one by one."""
    found = 0
    for a in range(len(source)):
        for b in range(a):
            ends = [(places.y[source[k]], places.y[target[k]]) for k in (a, b)]
            found += (ends[0][0] - ends[1][0]) * (ends[0][1] - ends[1][1]) < 0
    return found


@given(graphs())
@settings(deadline=None, max_examples=25)
def test_no_two_nodes_stand_at_one_place_and_the_same_comes_out_again(graph):
    column, source, target = graph
    for draw in (
        lambda: in_tiers(column, source, target),
        lambda: in_tiers(column, source, target, rows=5),
        lambda: freely(len(column), source, target),
    ):
        places, again = draw(), draw()
        assert len(cells(places)) == len(column)
        assert places.x.tobytes() == again.x.tobytes()
        assert places.y.tobytes() == again.y.tobytes()


@given(graphs())
@settings(deadline=None)
def test_a_further_tier_never_stands_before_a_nearer_one(graph):
    column, source, target = graph
    places = in_tiers(column, source, target, rows=4)
    for a in range(len(column)):
        assert all(places.x[a] < places.x[b] for b in np.flatnonzero(column > column[a]))
    for band in places.bands:
        own = places.x[column == band.column]
        assert (own.min(), own.max(), len(own)) == (band.first, band.last, band.count)


def test_links_that_need_not_cross_do_not_cross():
    # Ten suppliers in the opposite order of their ten customers.
    column = np.repeat([0, 1], 10)
    source, target = np.arange(10), 19 - np.arange(10)
    places = in_tiers(column, source, target, rows=10)
    assert crossings(places, source, target) == 0


def test_most_crossings_of_a_random_order_go_away():
    luck = np.random.default_rng(3)
    column = np.repeat([0, 1, 2], 12)
    hidden = luck.permutation(12)
    source = np.concatenate([np.arange(12), hidden + 12])
    target = np.concatenate([hidden + 12, luck.permutation(12) + 24])
    places = in_tiers(column, source, target, rows=12)
    for first, beyond in ((0, 12), (12, 24)):
        assert crossings(places, source[first:beyond], target[first:beyond]) <= 3


def test_what_is_linked_stands_closer_than_what_is_not():
    # Three groups of twenty that know each other well and nobody else.
    luck = np.random.default_rng(5)
    group = np.repeat([0, 1, 2], 20)
    pairs = np.array([(a, b) for a in range(60) for b in range(a) if group[a] == group[b]])
    pairs = np.concatenate([pairs[luck.random(len(pairs)) < 0.4], [[0, 25], [30, 45]]])
    places = freely(60, pairs[:, 0], pairs[:, 1])
    spot = np.stack([2 * places.x, places.y], axis=1).astype(float)
    centres = np.stack([spot[group == one].mean(axis=0) for one in range(3)])
    nearest = np.linalg.norm(spot[:, None] - centres, axis=2).argmin(axis=1)
    assert (nearest == group).mean() > 0.8


@pytest.mark.parametrize("way", ["tiers", "free"])
def test_ten_thousand_nodes_are_placed_within_two_seconds(way):
    column, source, target = large()
    started = time.process_time()
    if way == "tiers":
        places = in_tiers(column, source, target)
    else:
        places = freely(len(column), source, target)
    assert time.process_time() - started < 2
    assert len(cells(places)) == 10_000
    assert 0.6 < (places.x.max() + 1) / (places.y.max() / 2 + 1) < 4  # neither a strip nor a pole


def test_nobody_at_all_is_no_trouble():
    none = np.zeros(0, np.int64)
    assert len(freely(0, none, none).x) == 0
    assert in_tiers(none, none, none).bands == ()
