"""Which edition holds, what an answer amounts to, and what has changed between two texts."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.adapters.content import content_folder, load_schema, read_question_set
from sekisho.engines.attestations import (
    ADDED,
    REMOVED,
    SAME,
    Attested,
    EditionState,
    attested_of,
    edition_states,
    exceptions_in,
    line_changes,
    question_document,
)
from sekisho.engines.questionnaire import Answer
from sekisho.kernel.text import Bilingual

TODAY = date(2026, 11, 16)
DRAFT, COMING, IN_FORCE, SUPERSEDED = EditionState


@pytest.mark.parametrize(
    ("issued", "wanted"),
    [
        ([], ()),
        ([(date(2026, 11, 1), False)], (DRAFT,)),
        ([(TODAY, True)], (IN_FORCE,)),
        ([(date(2026, 11, 17), True)], (COMING,)),
        ([(date(2026, 4, 1), True), (date(2026, 10, 1), True)], (SUPERSEDED, IN_FORCE)),
        ([(date(2026, 4, 1), True), (date(2026, 12, 1), True)], (IN_FORCE, COMING)),
        ([(date(2026, 4, 1), True), (date(2026, 4, 1), True)], (SUPERSEDED, IN_FORCE)),
        ([(date(2026, 10, 1), True), (date(2026, 4, 1), True)], (IN_FORCE, SUPERSEDED)),
    ],
)
def test_the_latest_first_day_that_has_come_holds(issued, wanted):
    assert edition_states(issued, TODAY) == wanted


@given(st.lists(st.tuples(st.dates(), st.booleans())))
def test_at_most_one_edition_holds(issued):
    states = edition_states(issued, TODAY)
    has_begun = any(is_issued and day <= TODAY for day, is_issued in issued)
    assert states.count(IN_FORCE) == has_begun


@pytest.mark.parametrize(
    ("choice", "is_submitted", "wanted"),
    [
        ("yes", True, Attested.KEPT),
        ("except", True, Attested.WITH_EXCEPTIONS),
        ("no", True, Attested.NOT_KEPT),
        ("yes", False, Attested.SILENT),
        ("", True, Attested.SILENT),
    ],
)
def test_only_a_submitted_answer_attests(choice, is_submitted, wanted):
    answers = {"R-KEPT": Answer((choice,) if choice else ())}
    assert attested_of(answers, is_submitted=is_submitted) is wanted


def said(choice="except", **texts):
    answers = {"R-KEPT": Answer((choice,))}
    for key, text in texts.items():
        part = key.rpartition("_")[2]
        kinds = {"UNTIL": Answer(date=text), "MORE": Answer((text,))}
        answers[f"R-{key.replace('_', '-')}"] = kinds.get(part, Answer(text=text))
    return answers


def test_exceptions_follow_each_other_only_where_another_one_was_said():
    first = {"X1_PASSAGE": "2", "X1_UNTIL": "2027-01-31", "X2_PASSAGE": "3"}
    assert [one.passage for one in exceptions_in(said(**first, X1_MORE="no"))] == ["2"]
    both = exceptions_in(said(**first, X1_MORE="yes"))
    assert [(one.number, one.until) for one in both] == [(1, date(2027, 1, 31)), (2, None)]
    assert exceptions_in(said("yes", **first)) == ()


@given(st.text(), st.text())
def test_the_lines_of_both_texts_can_be_read_from_the_changes(before, after):
    changes = line_changes(before, after)
    assert [one.text for one in changes if one.kind != ADDED] == before.splitlines()
    assert [one.text for one in changes if one.kind != REMOVED] == after.splitlines()


def test_a_line_that_stays_is_neither_new_nor_gone():
    kinds = [(one.kind, one.text) for one in line_changes("a\nb\nc", "a\nx\nc")]
    assert kinds == [(SAME, "a"), (REMOVED, "b"), (ADDED, "x"), (SAME, "c")]


def test_the_questions_are_a_set_of_form_one():
    title = Bilingual("委託先管理規程", "Rule on outsourcing")
    document = question_document(title, key="rule-1", number="2.1", first_day=TODAY)
    schema = load_schema(content_folder() / "question-sets")
    text = json.dumps(document, ensure_ascii=False).encode()
    value, _read = read_question_set(text, file="rule.yaml", schema=schema)
    keys = [one.key for one in value.questions]
    assert keys[:4] == ["R-KEPT", "R-WHY", "N-TOLD", "N-OF"]
    assert len(keys) == 4 + 3 * 4 + 2
