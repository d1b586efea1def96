"""Comparing with peers tells of nobody: cells of six, disjoint, and slow to change."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.engines.reports import (
    FEWEST_OTHERS,
    Peer,
    PeerFigures,
    Standing,
    cells_of,
    may_follow,
    peer_figures,
    published_next,
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
    assert may_follow(old, new) is is_new or not more
    assert published_next([old], new)[-1] == (new if is_new else old)


def test_one_corrected_answer_in_one_area_keeps_all_as_it_was():
    before = {n: {"": 50.0, "a": 40.0} for n in range(8)}
    after = {n: {"": 60.0, "a": 41.0 if n == 0 else 40.0} for n in range(8)}
    old, new = {"c": PeerFigures(before)}, {"c": PeerFigures(after)}
    assert published_next([old], new) == (old,)


def test_one_that_moves_to_another_cell_keeps_all_as_it_was():
    old = {"c": peer_figures(peers(8)), "d": peer_figures(peers(8, start=20))}
    new = {"c": peer_figures(peers(7)), "d": PeerFigures({**old["d"].members, 7: {"": 57.0}})}
    assert published_next([old], new) == (old,)


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


def state_of(group):
    cells = defaultdict(list)
    for own, name in cells_of(group).items():
        cells[name].append(next(one for one in group if one.id == own))
    return {name: peer_figures(members) for name, members in cells.items()}


def test_a_cell_that_changes_its_name_tells_of_nobody():
    """Five of size s100, one unknown, one s20: a headcount is filled in, and six of s100 remain."""
    unknown = Peer(5, 1, None, {"": 60.0})
    small = Peer(6, 1, 10, {"": 20.0})
    before = [*peers(5, heads=50), unknown, small]
    after = [*peers(5, heads=50), replace(unknown, headcount=50), small]
    old, new = state_of(before), state_of(after)
    assert (list(old), list(new)) == (["tier:1"], ["tier:1/size:s100"])
    assert published_next([old], new) == (old,)


def test_cells_that_are_added_up_tell_of_nobody():
    """Thirteen in one cell become six and six: one by one they differ by seven, together by one."""
    members = {n: {"": float(n)} for n in range(13)}
    old = {"a": PeerFigures(members)}
    new = {
        "b": PeerFigures({n: members[n] for n in range(6)}),
        "c": PeerFigures({n: members[n] for n in range(6, 12)}),
    }
    assert not may_follow(old, new)
    assert may_follow({"a": PeerFigures({n: members[n] for n in range(12)})}, new)


def test_what_was_published_long_ago_counts_too():
    """Five replies are returned and five others come; the five come back, one of them anew."""
    first = {"c": peer_figures(peers(12))}
    second = {"c": peer_figures([*peers(7), *peers(5, start=20)])}
    changed = [*peers(11), Peer(11, 1, 10, {"": 5.0, "a": 5.0})]
    states = published_next([first], second)
    assert states == (first, second)
    assert published_next([second], {"c": peer_figures(changed)})[-1] != second
    assert published_next(states, {"c": peer_figures(changed)}) == states


def test_the_same_state_is_kept_once():
    old = {"c": peer_figures(peers(8))}
    assert published_next([old], {"c": peer_figures(peers(8))}) == (old,)


KINDS = [(tier, heads) for tier in (1, 2) for heads in (None, 10, 50)]
PEOPLE = st.lists(st.sampled_from([*KINDS, None]), min_size=8, max_size=22)
MOVES = st.lists(
    st.lists(st.tuples(st.integers(0, 21), st.sampled_from([*KINDS, None, "score"])), max_size=7),
    max_size=6,
)


def moved(people, scores, moves):
    for place, to in moves:
        if place >= len(people):
            continue
        if to == "score":
            scores[place] += 1
        else:
            people[place] = to


def differing(cells, others):
    """How many members stand in one of the two sums only, or with another score."""
    one = {own: scores[""] for cell in cells for own, scores in cell.members.items()}
    two = {own: scores[""] for cell in others for own, scores in cell.members.items()}
    return sum(one.get(own) != two.get(own) for own in {*one, *two})


def sums(state):
    cells = list(state.values())
    return [chosen for n in range(len(cells) + 1) for chosen in combinations(cells, n)]


@given(PEOPLE, MOVES)
def test_no_two_published_states_tell_of_fewer_than_five(people, moves):
    """Whichever cells of any two states are added up and taken from each other."""
    scores, states = [50.0] * len(people), ()
    for step in [[], *moves]:
        moved(people, scores, step)
        group = [
            Peer(n, kind[0], kind[1], {"": scores[n]})
            for n, kind in enumerate(people)
            if kind is not None
        ]
        states = published_next(states, state_of(group))
    for old, new in combinations(states, 2):
        for some in sums(old):
            for others in sums(new):
                count = differing(some, others)
                assert count == 0 or count >= FEWEST_OTHERS


@given(PEOPLE, MOVES)
def test_a_state_is_kept_back_only_for_a_reason(people, moves):
    """What is kept back would have told of one to four, for some choice of cells."""
    scores = [50.0] * len(people)

    def now():
        return state_of([
            Peer(n, kind[0], kind[1], {"": scores[n]}) for n, kind in enumerate(people) if kind
        ])  # fmt: skip

    old = now()
    for step in moves:
        moved(people, scores, step)
    new = now()
    few = [differing(a, b) for a in sums(old) for b in sums(new)]
    assert may_follow(old, new) is not any(0 < count < FEWEST_OTHERS for count in few)
