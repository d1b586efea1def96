"""What a reply leaves open: the gaps from which findings are made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sekisho.engines.questionnaire.answers import Answer, calls_for_plan, chosen
from sekisho.engines.questionnaire.conditions import shown_questions
from sekisho.engines.questionnaire.questions import (
    NA,
    UNKNOWN,
    Question,
    QuestionSetVersion,
    Respondent,
)


class Severity(StrEnum):
    """How much a gap weighs; it follows from the question, never from the score."""

    HIGH = "high"
    ORDINARY = "ordinary"


class GapReason(StrEnum):
    """Why the answer is a gap."""

    UNMET = "unmet"
    PARTIAL = "partial"
    UNKNOWN = "unknown"
    TO_REVIEW = "to_review"  # said not to apply where it matters most: a person looks at it


@dataclass(frozen=True, slots=True)
class Gap:
    """One gap; several choices of one answer stand in `answer_key` with commas between."""

    question_key: str
    answer_key: str
    severity: Severity
    reason: GapReason


def gaps(
    question_set: QuestionSetVersion,
    answers: Mapping[str, Answer],
    role: Respondent = Respondent.BOTH,
) -> tuple[Gap, ...]:
    """The gaps among the shown questions, in the order of the set.

    A question left open is no gap here: `completeness` names it, and the score counts it.
    """
    found = (
        _gap(question, answers.get(question.key))
        for question in shown_questions(question_set, answers, role)
    )
    return tuple(gap for gap in found if gap is not None)


def _gap(question: Question, answer: Answer | None) -> Gap | None:
    keys = tuple(choice.key for choice in chosen(question, answer))
    if question.is_critical and NA in keys:
        return Gap(question.key, NA, Severity.ORDINARY, GapReason.TO_REVIEW)
    if not calls_for_plan(question, answer):
        return None
    severity = Severity.HIGH if question.is_critical else Severity.ORDINARY
    return Gap(question.key, ",".join(keys), severity, _reason(question, answer, keys))


def _reason(question: Question, answer: Answer | None, keys: tuple[str, ...]) -> GapReason:
    if UNKNOWN in keys:
        return GapReason.UNKNOWN
    earns = any(choice.points for choice in chosen(question, answer))
    return GapReason.PARTIAL if earns else GapReason.UNMET
