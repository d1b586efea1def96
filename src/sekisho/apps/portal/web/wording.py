"""Answers in words, for the summary, the printed copy and the table."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from sekisho.apps.portal.forms.answers import shown_day
from sekisho.engines.questionnaire import Answer, Kind, Plan, Question
from sekisho.engines.questionnaire.questions import CHOICE_KINDS


def answer_lines(
    question: Question, answer: Answer | None, language: str
) -> Iterator[tuple[str, str]]:
    """Each part of an answer that says something, with its label; the main part's is empty."""
    if answer is None:
        return
    main = main_words(question, answer, language)
    plan = answer.plan or Plan()
    followup = question.followup.text.in_language(language) if question.followup else ""
    parts = (
        ("", main),
        (_("Why it does not apply"), answer.reason),
        (followup, answer.followup),
        (_("What will be done"), plan.what),
        (_("Who will do it"), plan.who),
        (_("By when"), shown_day(plan.due, language)),
    )
    yield from ((label, text) for label, text in parts if text)


def main_words(question: Question, answer: Answer | None, language: str) -> str:
    """The answer itself in words; empty when there is none."""
    if answer is None:
        return ""
    if question.kind in CHOICE_KINDS:
        chosen = [choice for choice in question.choices if choice.key in answer.choice_keys]
        return ", ".join(choice.label.in_language(language) for choice in chosen)
    if question.kind is Kind.NUMBER:
        unit = question.number_rule.unit if question.number_rule else None
        return f"{answer.number} {unit.in_language(language) if unit else ''}".strip()
    return answer.text or shown_day(answer.date, language)
