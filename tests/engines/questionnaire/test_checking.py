from __future__ import annotations

import pytest

from sekisho.engines.questionnaire import (
    Answer,
    Plan,
    Respondent,
    check_answer,
    completeness,
    parse_set,
)
from tests.engines.questionnaire.samples import choices, document, given, one, question

WHOLE = {"kind": "number", "number": {"min": 1, "max": 72, "whole": True}}
SEVERAL = {"kind": "multiple", "choices": choices(a=0.5, b=0.5, none=0)}


@pytest.mark.parametrize(
    ("fields", "answer", "expected"),
    [
        ({}, Answer(("maybe",)), [("choice_keys", "choice_unknown", {"choice": "maybe"})]),
        ({}, Answer(("yes", "no")), [("choice_keys", "choose_one", {})]),
        ({}, Answer(("yes", "yes")), [("choice_keys", "choice_twice", {})]),
        ({}, Answer(("na",), reason=" "), [("reason", "reason_missing", {})]),
        ({}, Answer(("na",), reason="設備がない"), []),
        (SEVERAL, Answer(("a", "none")), [("choice_keys", "choice_alone", {"choice": "none"})]),
        (SEVERAL, Answer(("a", "b")), []),
        ({"kind": "text"}, Answer(text="あ" * 4000), []),
        (
            {"kind": "text"},
            Answer(text="あ" * 4001),
            [("text", "text_too_long", {"limit": 4000, "length": 4001})],
        ),
        (
            {},
            Answer(("no",), plan=Plan(who="x" * 201, due="来月")),
            [
                ("plan.who", "text_too_long", {"limit": 200, "length": 201}),
                ("plan.due", "due_unreadable", {}),
            ],
        ),
        ({}, Answer(("no",), plan=Plan("直す", "情報システム部", "令和9年3月31日")), []),
        ({}, Answer(("no",), plan=Plan("直す")), []),
        (WHOLE, Answer(number="７２"), []),
        (WHOLE, Answer(number="1"), []),
        (WHOLE, Answer(number=""), []),
        (WHOLE, Answer(number="約3"), [("number", "number_unreadable", {})]),
        (WHOLE, Answer(number="0"), [("number", "number_too_low", {"limit": "1"})]),
        (WHOLE, Answer(number="73"), [("number", "number_too_high", {"limit": "72"})]),
        (WHOLE, Answer(number="1.5"), [("number", "number_not_whole", {})]),
        ({"kind": "number"}, Answer(number="-1.5"), []),
        ({"kind": "date"}, Answer(date="2026-02-30"), [("date", "date_unreadable", {})]),
        ({"kind": "date"}, Answer(date="2026-02-28"), []),
        ({"kind": "date"}, Answer(), []),
    ],
)
def test_each_fault_names_its_field_and_what_is_wrong(fields, answer, expected):
    faults = check_answer(one(**fields), answer)
    assert [(fault.field, fault.code, fault.params) for fault in faults] == [
        (field, f"questionnaire.answer.{code}", params) for field, code, params in expected
    ]
    assert all(fault.question_key == "Q1" for fault in faults)


QUESTION_SET = parse_set(
    document(
        question("Q1"),
        question("Q2", condition={"question": "Q1", "is": ["no"]}),
        question("Q3", kind="text", required=False),
        question("Q4", respondent="buyer"),
    )
)


def test_a_reply_is_complete_when_every_required_question_that_is_shown_has_an_answer():
    state = completeness(QUESTION_SET, given(Q1="yes"), Respondent.SUPPLIER)
    assert (state.answered, state.required, state.total_shown) == (1, 1, 2)
    assert state.missing_keys == ()
    assert state.is_complete


def test_a_question_that_opens_later_is_missing_until_it_is_answered():
    state = completeness(QUESTION_SET, given(Q1="no"), Respondent.SUPPLIER)
    assert (state.required, state.missing_keys, state.is_complete) == (2, ("Q2",), False)


def test_a_fault_keeps_a_reply_from_being_complete_and_hidden_answers_have_none():
    answers = {"Q1": Answer(("na",)), "Q2": Answer(("maybe",))}
    state = completeness(QUESTION_SET, answers, Respondent.SUPPLIER)
    assert [fault.code for fault in state.faults] == ["questionnaire.answer.reason_missing"]
    assert state.missing_keys == ()
    assert not state.is_complete


def test_a_wanted_file_is_missed_only_where_the_answer_claims_something():
    question_set = parse_set(document(question("A", evidence=True)))

    def faults(**fields):
        reply = {"A": Answer(**fields)}
        return [fault.code.rpartition(".")[2] for fault in completeness(question_set, reply).faults]

    assert faults(choice_keys=("yes",)) == ["evidence_missing"]
    assert faults(choice_keys=("partial",)) == ["evidence_missing"]
    assert faults(choice_keys=("yes",), evidence_ids=("1",)) == []
    assert faults(choice_keys=("no",)) == []
    assert faults(choice_keys=("unknown",)) == []
    assert faults() == []


def test_a_written_answer_may_want_a_file_too():
    question_set = parse_set(document(question("T", kind="text", evidence=True)))
    found = completeness(question_set, {"T": Answer(text="規程の第3条")}).faults
    assert [(fault.field, fault.code) for fault in found] == [
        ("evidence", "questionnaire.answer.evidence_missing")
    ]


def test_not_applicable_needs_a_reason_unless_the_question_says_otherwise():
    free = parse_set(document(question("A", na_reason=False))).questions[0]
    assert not check_answer(free, Answer(("na",)))
    assert check_answer(one(), Answer(("na",)))
