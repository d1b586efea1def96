"""Which questions a respondent sees: the role first, then conditions over earlier answers."""

from __future__ import annotations

from collections.abc import Mapping

from sekisho.engines.questionnaire.answers import Answer, chosen
from sekisho.engines.questionnaire.questions import (
    AllOf,
    Condition,
    Is,
    Not,
    Question,
    QuestionSetVersion,
    Respondent,
)


def holds(condition: Condition, chosen_keys: Mapping[str, frozenset[str]]) -> bool:
    """Whether the condition holds; a question absent from `chosen_keys` is no choice at all."""
    if isinstance(condition, Is):
        given = chosen_keys.get(condition.question_key, frozenset())
        return not given.isdisjoint(condition.choice_keys)
    if isinstance(condition, Not):
        return not holds(condition.part, chosen_keys)
    combine = all if isinstance(condition, AllOf) else any
    return combine(holds(part, chosen_keys) for part in condition.parts)


def questions_for(
    question_set: QuestionSetVersion, role: Respondent = Respondent.BOTH
) -> tuple[Question, ...]:
    """The questions that this role may be asked, in the order of the set, conditions aside."""
    return tuple(
        question for question in question_set.questions if question.respondent.covers(role)
    )


def shown_questions(
    question_set: QuestionSetVersion,
    answers: Mapping[str, Answer],
    role: Respondent = Respondent.BOTH,
) -> tuple[Question, ...]:
    """The questions shown to this role with these answers, in the order of the set.

    The answer of a question that is not shown does not count, so a chain of conditions closes
    from its first link on. One pass is enough: conditions look at earlier questions only.
    """
    shown: list[Question] = []
    chosen_keys: dict[str, frozenset[str]] = {}
    for question in questions_for(question_set, role):
        if question.condition is None or holds(question.condition, chosen_keys):
            shown.append(question)
            choices = chosen(question, answers.get(question.key))
            chosen_keys[question.key] = frozenset(choice.key for choice in choices)
    return tuple(shown)
