"""A question as its card would look, for those who write question sets."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sekisho.apps.portal.forms.answers import AnswerForm
from sekisho.engines.questionnaire import Answer, Kind, Question
from sekisho.kernel.actor import Actor
from sekisho.ui.slots import Panel


def card_panel(_actor: Actor, subject: Any) -> Panel | None:
    """The card of (question, number, language), with inputs that go nowhere."""
    question, number, language = subject
    if not isinstance(question, Question):
        return None
    named = replace(question, key=f"{language}-{question.key}")  # two languages on one page
    form = AnswerForm(named, Answer(), 0, language=language)
    card = {
        "form": form,
        "number": number,
        "key": named.key,
        "is_file": question.kind is Kind.FILE,
        "wants_file": question.needs_evidence or question.kind is Kind.FILE,
        "term": question.help.in_language(language) if question.help else "",
    }
    return Panel("portal/preview_card.html", {"card": card})
