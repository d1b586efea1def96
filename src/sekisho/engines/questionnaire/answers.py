"""An answer as a value, and what it amounts to under its question.

Answers hold what was written; whether it is acceptable is judged in `checking`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sekisho.engines.questionnaire.questions import (
    ALONE_KEYS,
    CHOICE_KINDS,
    NA,
    Choice,
    Kind,
    Question,
)

FULL_POINTS = Decimal(1)


@dataclass(frozen=True, slots=True)
class Plan:
    """What will be done about a gap, by whom, by when (as written)."""

    what: str = ""
    who: str = ""
    due: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as written: choices by key, number and date as text until they are read."""

    choice_keys: tuple[str, ...] = ()
    text: str = ""
    number: str = ""
    date: str = ""
    reason: str = ""
    followup: str = ""
    plan: Plan | None = None
    evidence_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """An answer with its revision, ISO time and author, as a reply keeps it."""

    answer: Answer
    revision: int
    saved_at: str
    saved_by: str


def answers_of(reply: Mapping[str, StoredAnswer]) -> dict[str, Answer]:
    """The bare answers of a reply, by question key, in the order of the reply."""
    return {key: stored.answer for key, stored in reply.items()}


def chosen(question: Question, answer: Answer | None) -> tuple[Choice, ...]:
    """The choices that count, in the order of the question; empty when unanswered.

    A set of keys that the question does not allow (unknown, doubled, two where one is asked, a
    choice that contradicts another) counts as no answer.
    """
    if answer is None:
        return ()
    found = tuple(choice for choice in question.choices if choice.key in answer.choice_keys)
    if len(found) != len(answer.choice_keys):
        return ()
    if len(found) > 1 and (
        question.kind is not Kind.MULTIPLE or any(choice.key in ALONE_KEYS for choice in found)
    ):
        return ()
    return found


def is_answered(question: Question, answer: Answer | None) -> bool:
    """Whether the answer says something in the form that the question asks for."""
    if answer is None:
        return False
    if question.kind in CHOICE_KINDS:
        return bool(chosen(question, answer))
    given = {
        Kind.TEXT: answer.text.strip(),
        Kind.NUMBER: answer.number.strip(),
        Kind.DATE: answer.date.strip(),
        Kind.FILE: answer.evidence_ids,
    }
    return bool(given[question.kind])


def points_of(question: Question, choices: tuple[Choice, ...]) -> Decimal | None:
    """What these choices earn, from 0 to 1; None for `na` and for a question without points.

    Several choices earn their sum, at most 1. No choice on a scored question earns 0.
    """
    if not question.is_scored or any(choice.key == NA for choice in choices):
        return None
    earned = sum((choice.points or Decimal(0) for choice in choices), Decimal(0))
    return min(FULL_POINTS, earned)


def calls_for_plan(question: Question, answer: Answer | None) -> bool:
    """Whether the answer leaves a gap, so that who does what by when is asked.

    For yes_no these are no, partial and unknown; for scored choices, less than full points.
    """
    choices = chosen(question, answer)
    points = points_of(question, choices)
    return bool(choices) and points is not None and points < FULL_POINTS


def shows_followup(question: Question, answer: Answer | None) -> bool:
    """Whether the further line of text is open under this answer."""
    if question.followup is None:
        return False
    if question.followup.choice_keys is None:
        return True
    keys = {choice.key for choice in chosen(question, answer)}
    return not keys.isdisjoint(question.followup.choice_keys)
