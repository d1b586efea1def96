"""Whether an answer is acceptable and a reply complete: faults as values, never exceptions."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from sekisho.engines.questionnaire.answers import Answer, chosen, is_answered, points_of
from sekisho.engines.questionnaire.conditions import shown_questions
from sekisho.engines.questionnaire.questions import (
    ALONE_KEYS,
    NA,
    Kind,
    NumberRule,
    Question,
    QuestionSetVersion,
    Respondent,
)
from sekisho.engines.questionnaire.reading import read_date, read_number

MAX_TEXT_CHARACTERS = 4_000
MAX_NAME_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to put right: the question, the field of the answer, a code and its params."""

    question_key: str
    field: str
    code: str
    params: Mapping[str, str | int] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Completeness:
    """How far a reply is; `missing_keys` are required questions without an answer, in order."""

    answered: int
    required: int
    total_shown: int
    missing_keys: tuple[str, ...]
    faults: tuple[Fault, ...]

    @property
    def is_complete(self) -> bool:
        """Whether the reply may be submitted."""
        return not self.missing_keys and not self.faults


def check_answer(question: Question, answer: Answer) -> tuple[Fault, ...]:
    """What is wrong with the answer, in the order of its fields; empty when nothing is.

    A blank answer is no fault here: `completeness` names what is missing.
    """
    checks: tuple[Callable[[Question, Answer], Iterator[Fault]], ...] = (
        *(_choice_faults, _reason_faults, _length_faults),
        *(_number_faults, _date_faults, _plan_faults),
    )
    return tuple(fault for check in checks for fault in check(question, answer))


def completeness(
    question_set: QuestionSetVersion,
    answers: Mapping[str, Answer],
    role: Respondent = Respondent.BOTH,
) -> Completeness:
    """How far the reply is, over the questions shown to this role."""
    shown = shown_questions(question_set, answers, role)
    is_done = {question.key: is_answered(question, answers.get(question.key)) for question in shown}
    required = [question.key for question in shown if question.is_required]
    return Completeness(
        answered=sum(is_done.values()),
        required=len(required),
        total_shown=len(shown),
        missing_keys=tuple(key for key in required if not is_done[key]),
        faults=tuple(
            fault
            for question in shown
            if question.key in answers
            for fault in _faults_to_submit(question, answers[question.key])
        ),
    )


def _faults_to_submit(question: Question, answer: Answer) -> Iterator[Fault]:
    """Those of the answer itself, and a wanted file that is not there yet."""
    yield from check_answer(question, answer)
    if question.needs_evidence and not answer.evidence_ids and _claims(question, answer):
        yield _fault(question, "evidence", "evidence_missing")


def _claims(question: Question, answer: Answer) -> bool:
    """Whether the answer says that something is there which a file could show."""
    if not question.is_scored:
        return question.kind is not Kind.FILE and is_answered(question, answer)
    return bool(points_of(question, chosen(question, answer)))


def _fault(question: Question, name: str, code: str, **params: str | int) -> Fault:
    return Fault(question.key, name, f"questionnaire.answer.{code}", params)


def _choice_faults(question: Question, answer: Answer) -> Iterator[Fault]:
    keys = answer.choice_keys
    for key in dict.fromkeys(keys):
        if question.choice(key) is None:
            yield _fault(question, "choice_keys", "choice_unknown", choice=key)
    if len(set(keys)) < len(keys):
        yield _fault(question, "choice_keys", "choice_twice")
    if len(set(keys)) > 1:
        if question.kind is not Kind.MULTIPLE:
            yield _fault(question, "choice_keys", "choose_one")
        elif alone := sorted(ALONE_KEYS.intersection(keys)):
            yield _fault(question, "choice_keys", "choice_alone", choice=alone[0])


def _reason_faults(question: Question, answer: Answer) -> Iterator[Fault]:
    if question.na_needs_reason and NA in answer.choice_keys and not answer.reason.strip():
        yield _fault(question, "reason", "reason_missing")


def _length_faults(question: Question, answer: Answer) -> Iterator[Fault]:
    texts = [
        ("text", answer.text, MAX_TEXT_CHARACTERS),
        ("reason", answer.reason, MAX_TEXT_CHARACTERS),
        ("followup", answer.followup, MAX_TEXT_CHARACTERS),
        ("number", answer.number, MAX_NAME_CHARACTERS),
        ("date", answer.date, MAX_NAME_CHARACTERS),
    ]
    if answer.plan is not None:
        texts.append(("plan.what", answer.plan.what, MAX_TEXT_CHARACTERS))
        texts.append(("plan.who", answer.plan.who, MAX_NAME_CHARACTERS))
        texts.append(("plan.due", answer.plan.due, MAX_NAME_CHARACTERS))
    for name, text, limit in texts:
        if len(text) > limit:
            yield _fault(question, name, "text_too_long", limit=limit, length=len(text))


def _number_faults(question: Question, answer: Answer) -> Iterator[Fault]:
    if question.kind is not Kind.NUMBER or not answer.number.strip():
        return
    number = read_number(answer.number)
    if number is None:
        yield _fault(question, "number", "number_unreadable")
        return
    yield from _range_faults(question, number, question.number_rule or NumberRule())


def _range_faults(question: Question, number: Decimal, rule: NumberRule) -> Iterator[Fault]:
    if rule.is_whole and number != number.to_integral_value():
        yield _fault(question, "number", "number_not_whole")
    if rule.minimum is not None and number < rule.minimum:
        yield _fault(question, "number", "number_too_low", limit=str(rule.minimum))
    if rule.maximum is not None and number > rule.maximum:
        yield _fault(question, "number", "number_too_high", limit=str(rule.maximum))


def _date_faults(question: Question, answer: Answer) -> Iterator[Fault]:
    if question.kind is Kind.DATE and answer.date.strip() and read_date(answer.date) is None:
        yield _fault(question, "date", "date_unreadable")


def _plan_faults(question: Question, answer: Answer) -> Iterator[Fault]:
    if answer.plan is None or not answer.plan.due.strip():
        return
    if read_date(answer.plan.due) is None:
        yield _fault(question, "plan.due", "due_unreadable")
