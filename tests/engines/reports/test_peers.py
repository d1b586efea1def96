"""Comparing with peers tells of nobody: cells of six, disjoint, and slow to change."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.engines.reports import (
    FEWEST_OTHERS,
    Peer,
    PeerFigures,
    Standing,
    cells_of,
    kept_or_new,
    peer_figures,
    size_class,
    standing_of,
)


def peers(count, tier=1, heads=10, start=0, score=50.0):
    return [Peer(start + n, tier, heads, {"": score + n, "a": score}) for n in range(count)]


@pytest.mark.parametrize(
    ("heads", "name"),
    [(None, ""), (0, "s20"), (20, "s20"), (21, "s100"), (100, "s100"), (300, "s300"),
     (301, "large")],
)  # fmt: skip
def test_size_classes(heads, name):
    assert size_class(heads) == name


def test_six_of_a_kind_are_a_cell_and_five_are_none():
    assert set(cells_of(peers(6)).values()) == {"tier:1/size:s20"}
    assert cells_of(peers(5)) == {}


def test_what_is_too_few_melts_into_its_tier_and_then_into_the_rest():
    group = [
        *peers(6), *peers(4, heads=50, start=10), *peers(3, heads=200, start=20),
        *peers(3, tier=2, start=30), *peers(3, tier=3, start=40),
    ]  # fmt: skip
    found = cells_of(group)
    assert Counter(found.values()) == {"tier:1/size:s20": 6, "tier:1": 7, "all": 6}


def test_the_remainder_below_six_is_not_compared():
    found = cells_of([*peers(6), *peers(5, tier=2, start=10)])
    assert len(found) == 6


def test_the_mean_is_of_the_others_and_needs_five_of_them():
    figures = peer_figures(peers(6))  # 50 51 52 53 54 55
    assert figures.mean_of_others(0, "") == 53
    assert figures.others(0, "") == 5
    assert peer_figures(peers(5)).mean_of_others(0, "") is None


def test_a_category_that_few_have_is_not_compared():
    members = {n: {"": 50.0, **({"b": 10.0} if n < 5 else {})} for n in range(8)}
    figures = PeerFigures(members)
    assert figures.mean_of_others(0, "b") is None
    assert figures.mean_of_others(0, "") == 50


@pytest.mark.parametrize(
    ("own", "mean", "standing"),
    [(60, 50, Standing.ABOVE), (54.9, 50, Standing.ABOUT), (45, 50, Standing.BELOW)],
)
def test_standing_in_words(own, mean, standing):
    assert standing_of(own, mean) is standing


@pytest.mark.parametrize(("more", "is_new"), [(0, True), (1, False), (4, False), (5, True)])
def test_figures_change_only_when_five_have_moved(more, is_new):
    old = {"c": peer_figures(peers(8))}
    new = {"c": peer_figures(peers(8 + more))}
    assert kept_or_new(old, new) == (new if is_new else old)


def test_one_corrected_answer_in_one_area_keeps_all_as_it_was():
    before = {n: {"": 50.0, "a": 40.0} for n in range(8)}
    after = {n: {"": 60.0, "a": 41.0 if n == 0 else 40.0} for n in range(8)}
    old, new = {"c": PeerFigures(before)}, {"c": PeerFigures(after)}
    assert kept_or_new(old, new) == old


def test_one_that_moves_to_another_cell_keeps_all_as_it_was():
    old = {"c": peer_figures(peers(8)), "d": peer_figures(peers(8, start=20))}
    new = {"c": peer_figures(peers(7)), "d": PeerFigures({**old["d"].members, 7: {"": 57.0}})}
    assert kept_or_new(old, new) == old


@given(
    st.lists(
        st.tuples(st.sampled_from([None, -1, 1, 2, 3]), st.sampled_from([None, 5, 50, 200, 999])),
        max_size=60,
    )
)
def test_cells_are_disjoint_and_never_smaller_than_six(kinds):
    group = [Peer(n, tier, heads, {"": 1.0}) for n, (tier, heads) in enumerate(kinds)]
    found = cells_of(group)
    sizes = Counter(found.values())
    assert all(size > FEWEST_OTHERS for size in sizes.values())
    assert len(group) - len(found) <= FEWEST_OTHERS


@given(st.lists(st.integers(0, 100), min_size=6, max_size=12))
def test_no_two_published_means_give_a_single_other(scores):
    """All that members of one cell could put together, they could know only of each other."""
    group = [Peer(n, 1, 10, {"": float(s)}) for n, s in enumerate(scores)]
    cells = defaultdict(list)
    for own, name in cells_of(group).items():
        cells[name].append(own)
    assert len(cells) == 1
    figures = peer_figures(group)
    means = {n: figures.mean_of_others(n, "") for n in range(len(scores))}
    assert all(mean is not None and 0 <= mean <= 100 for mean in means.values())
