"""The questions of a draft as a supplier sees them on a phone, in both languages."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override

from sekisho.apps.editor.queries.drafts import draft_for
from sekisho.apps.editor.web.conditions import in_words, numbers_of
from sekisho.apps.editor.web.words import said
from sekisho.engines.question_drafts import document_from, ordered
from sekisho.engines.question_drafts.parts import Draft, Row
from sekisho.engines.questionnaire import Question, parse_set
from sekisho.kernel.actor import Capability
from sekisho.kernel.errors import Invalid
from sekisho.kernel.text import LANGUAGES
from sekisho.ui.entrances import Request, office
from sekisho.ui.slots import drawn_panels

SLOT = "question_card"


@office(Capability.VIEW, "GET")
def preview(request: Request, uid: uuid.UUID) -> HttpResponse:
    """One section at a time; conditions are told in words, so that every card can be seen."""
    view = draft_for(request.actor, uid)
    draft = view.draft
    wanted = request.GET.get("section", "")
    sections = draft["sections"]
    chosen = next((row for row in sections if row["uid"] == wanted), sections[0])
    rows = [row for row in ordered(draft) if row["section"] == chosen["uid"]]
    context = {
        "view": view,
        "title": said(view.line.title) or _("Set without a title"),
        "draft": draft,
        "chosen": chosen,
        "phones": [_phone(request, draft, chosen, rows, language) for language in LANGUAGES],
    }
    return render(request, "editor/preview.html", context)


def _phone(
    request: Request, draft: Draft, section: Row, rows: list[Row], language: str
) -> dict[str, Any]:
    numbers = numbers_of(draft)
    with override(language):
        cards = [
            {
                "condition": in_words(draft, row.get("condition"), numbers),
                "card": _card(request, draft, row, numbers[row["uid"]], language),
                "key": row["id"],
            }
            for row in rows
        ]
    return {"language": language, "label": section.get(language, ""), "cards": cards}


def _card(
    request: Request, draft: Draft, row: Row, number: str, language: str
) -> SafeString | None:
    """The card as the respondent's side draws it; None while the question cannot be asked yet."""
    question = _question(draft, row)
    if question is None:
        return None
    drawn = drawn_panels(request, SLOT, (question, number, language))
    return drawn[0] if drawn else None


def _question(draft: Draft, row: Row) -> Question | None:
    """The question by itself, whatever is still wrong with the others."""
    bare = {name: value for name, value in row.items() if name != "condition"}
    alone = {**draft, "questions": [bare]}
    document = document_from(alone)
    used = {question["category"] for question in document["questions"]}
    document["categories"] = [one for one in document["categories"] if one["id"] in used]
    words = {"ja": "-", "en": "-"}
    try:
        head = {"title": words, "source": {"id": "OWN", **words}}
        categories = [{**words, **one} for one in document["categories"]]
        return parse_set({**document, **head, "categories": categories}).questions[0]
    except Invalid:
        return None
