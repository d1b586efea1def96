from __future__ import annotations

from decimal import Decimal

import pytest

from sekisho.engines.questionnaire import (
    Answer,
    StoredAnswer,
    answers_of,
    calls_for_plan,
    chosen,
    is_answered,
    points_of,
    shows_followup,
)
from tests.engines.questionnaire.samples import choices, one

MULTIPLE = {"kind": "multiple", "choices": choices(a=0.5, b=0.25, c=0.5, none=0, unknown=None)}
SINGLE = {"kind": "single", "choices": choices(full=1, half=0.5, na=None)}


def keys(question, *given):
    return tuple(choice.key for choice in chosen(question, Answer(given)))


@pytest.mark.parametrize(
    ("fields", "given", "counted"),
    [
        ({}, ("yes",), ("yes",)),
        ({}, (), ()),
        ({}, ("yes", "no"), ()),  # one is asked
        ({}, ("Yes",), ()),  # a label is no key
        (MULTIPLE, ("b", "a"), ("a", "b")),  # in the order of the question
        (MULTIPLE, ("a", "a"), ()),
        (MULTIPLE, ("a", "none"), ()),  # contradiction
        (MULTIPLE, ("none",), ("none",)),
    ],
)
def test_only_a_set_of_keys_that_the_question_allows_counts(fields, given, counted):
    assert keys(one(**fields), *given) == counted


@pytest.mark.parametrize(
    ("fields", "given", "points"),
    [
        ({}, ("yes",), "1"),
        ({}, ("partial",), "0.5"),
        ({}, ("no",), "0"),
        ({}, ("unknown",), "0"),
        ({}, ("na",), None),
        ({}, (), "0"),
        (MULTIPLE, ("a", "b"), "0.75"),
        (MULTIPLE, ("a", "b", "c"), "1"),  # a sum stops at 1
        (MULTIPLE, ("unknown",), "0"),
        (SINGLE, ("half",), "0.5"),
        (SINGLE, ("na",), None),
        ({"kind": "single", "choices": choices(a=None, b=None)}, ("a",), None),
    ],
)
def test_choices_earn_their_points(fields, given, points):
    question = one(**fields)
    earned = points_of(question, chosen(question, Answer(given)))
    assert earned == (None if points is None else Decimal(points))


@pytest.mark.parametrize(
    ("key", "is_gap"),
    [("yes", False), ("partial", True), ("no", True), ("unknown", True), ("na", False)],
)
def test_a_plan_is_asked_where_something_is_missing(key, is_gap):
    assert calls_for_plan(one(), Answer((key,))) is is_gap


def test_no_plan_is_asked_before_an_answer_or_where_nothing_is_scored():
    assert not calls_for_plan(one(), None)
    assert not calls_for_plan(one(), Answer())
    assert not calls_for_plan(one(kind="text"), Answer(text="そのうち"))


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("yes_no", Answer(("unknown",))),
        ("text", Answer(text="二社")),
        ("number", Answer(number="3")),
        ("date", Answer(date="2026-11-22")),
        ("file", Answer(evidence_ids=("e1",))),
    ],
)
def test_an_answer_says_something_only_in_the_form_that_is_asked(kind, answer):
    assert is_answered(one(kind=kind), answer)
    assert not is_answered(one(kind=kind), Answer(text=" ", reason="x", followup="y"))
    assert not is_answered(one(kind=kind), None)


def test_the_further_line_opens_under_the_answer_that_calls_for_it():
    words = {"ja": "いつですか。", "en": "When?"}
    assert not shows_followup(one(), Answer(("no",)))
    assert shows_followup(one(followup={"when": "any", **words}), None)
    question = one(followup={"when": ["no", "partial"], **words})
    assert shows_followup(question, Answer(("partial",)))
    assert not shows_followup(question, Answer(("yes",)))
    assert not shows_followup(question, None)


def test_a_reply_gives_its_bare_answers_in_order():
    answer = Answer(("yes",))
    reply = {key: StoredAnswer(answer, 1, "2026-11-22T03:00:00Z", "Chika") for key in ("B", "A")}
    assert list(answers_of(reply).items()) == [("B", answer), ("A", answer)]
