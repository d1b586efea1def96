from __future__ import annotations

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from sekisho.engines.questionnaire import (
    Answer,
    Respondent,
    Tally,
    TallyDelta,
    TallyEntry,
    merge,
    parse_set,
    recount,
    tally_of,
)
from sekisho.kernel.errors import Conflict, Unreadable
from tests.engines.questionnaire.samples import choices, document, given, question

QUESTION_SET = parse_set(
    document(
        question("Q1"),
        question("Q2", condition={"question": "Q1", "is": ["no"]}),
        question("Q3", kind="multiple", choices=choices(a=None, b=None, c=None)),
        question("Q4", kind="text"),
        question("Q5", respondent="buyer"),
    )
)
ENTRIES = st.builds(
    TallyEntry,
    st.dictionaries(
        st.sampled_from(["Q1", "Q2"]),
        st.lists(st.sampled_from(["yes", "no", "na"]), unique=True).map(tuple),
    ),
    st.lists(st.sampled_from(["all", "wave:1", "group:2"]), unique=True).map(tuple),
)
YES = TallyEntry({"Q1": ("yes",)}, ("wave:1",))
NO = TallyEntry({"Q1": ("no",)}, ("wave:1",))


def test_a_reply_gives_the_keys_that_a_board_counts():
    answers = given(Q1="na", Q2="no") | {"Q3": Answer(("c", "a")), "Q4": Answer(text="二社")}
    assert tally_of(QUESTION_SET, answers, Respondent.SUPPLIER) == {
        "Q1": ("na",),
        "Q3": ("a", "c"),
        "Q4": ("answered",),
    }


def test_what_is_left_open_is_counted_as_such():
    assert tally_of(QUESTION_SET, given(Q1="no"), Respondent.SUPPLIER) == {
        "Q1": ("no",),
        "Q2": ("unanswered",),
        "Q3": ("unanswered",),
        "Q4": ("unanswered",),
    }


def test_counts_stand_per_slice_and_for_everybody():
    tally = Tally().add(YES).add(YES).add(TallyEntry({"Q1": ("no",)}))
    assert tally.counts_of("Q1") == {"yes": 2, "no": 1}
    assert tally.counts_of("Q1", "wave:1") == {"yes": 2}
    assert tally.counts_of("Q9") == {}
    assert tally.replies == {"all": 3, "wave:1": 2}


def test_a_changed_reply_moves_its_count():
    tally = Tally().add(YES)
    assert tally.apply(TallyDelta(YES, NO)) == Tally().add(NO)
    assert tally.apply(TallyDelta(YES, None)) == Tally()
    assert Tally().apply(TallyDelta(None, YES)) == tally
    assert tally.apply(TallyDelta(NO, NO)) is tally


def test_a_count_never_falls_below_zero():
    with pytest.raises(Conflict) as caught:
        Tally().add(YES).subtract(NO)
    assert caught.value.code == "questionnaire.tally.below_zero"
    assert caught.value.params == {"place": "all / Q1 / no"}
    with pytest.raises(Conflict):
        Tally().subtract(TallyEntry({}))


@settings(deadline=None)
@for_all(st.lists(ENTRIES), st.lists(ENTRIES))
def test_merging_two_tallies_is_counting_both_lots_again(first, second):
    assert merge(recount(first), recount(second)) == recount([*first, *second])
    step_by_step = Tally()
    for entry in [*first, *second]:
        step_by_step = step_by_step.add(entry)
    assert step_by_step == recount([*second, *first])


@settings(deadline=None)
@for_all(st.lists(ENTRIES), ENTRIES)
def test_taking_a_reply_away_again_leaves_no_trace(entries, entry):
    tally = recount(entries)
    before = tally.as_json()
    assert tally.add(entry).subtract(entry) == tally
    assert tally.as_json() == before


@settings(deadline=None)
@for_all(st.lists(ENTRIES), ENTRIES)
def test_tallies_and_entries_are_read_back_as_they_were(entries, entry):
    assert Tally.from_json(recount(entries).as_json()) == recount(entries)
    assert TallyEntry.from_json(entry.as_json()) == entry


@pytest.mark.parametrize("read", [Tally.from_json, TallyEntry.from_json])
@pytest.mark.parametrize(
    "stored",
    [b"", b"[]", b"{}", b'{"form":1}', b'{"form":1,"keys":3,"replies":3}', b'{"form":2}'],
)
def test_what_is_no_tally_is_refused(read, stored):
    with pytest.raises(Unreadable):
        read(stored)
