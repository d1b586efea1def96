"""The letter of an ask as any one of its recipients would read it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from sekisho.apps.asks.queries.audience import Recipient, audience_of, recipients_named
from sekisho.apps.asks.queries.drafts import AskView, ask_for
from sekisho.apps.asks.queries.previews import PreviewLetter, preview_letters
from sekisho.apps.asks.queries.profiles import REQUEST, faults_of
from sekisho.apps.asks.web.compose_parts import language, title_of
from sekisho.apps.asks.web.letter_words import fault_lines
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.kernel.errors import Problem
from sekisho.ui.entrances import Request, office
from sekisho.ui.paging import Paged, page_number, slice_of
from sekisho.ui.problems import sentence_of
from sekisho.ui.slots import drawn_panels

_LONGEST = 100


@office(Capability.RUN, "GET")
def preview(request: Request, uid: uuid.UUID) -> HttpResponse:
    """One recipient at a time; the search and the steps to both sides reach every one."""
    ask = ask_for(request.actor, uid, Capability.RUN)
    everybody = audience_of(request.actor, ask).recipients
    words = request.GET.get("q", "")[:_LONGEST].strip()
    found = recipients_named(everybody, words) if words else ()
    number = page_number(request.GET)
    place = _place(everybody, request.GET.get("to", ""), found)
    context = {
        "ask": ask,
        "title": title_of(ask),
        "total": len(everybody),
        "words": words,
        "page": Paged(found[slice_of(number)], number, len(found)),
        **(_chosen(ask, everybody, place) if everybody else {}),
    }
    if everybody:
        context["panels"] = drawn_panels(request, "letter", (ask, everybody[place]))
    return render(request, "asks/compose/preview.html", context)


def _place(everybody: Sequence[Recipient], wanted: str, found: Sequence[Recipient]) -> int:
    """Where the recipient of the address stands, else the first that was found, else the first."""
    first = str(found[0].subject_id) if found else ""
    ids = [str(one.subject_id) for one in everybody]
    return next((ids.index(own) for own in (wanted, first) if own in ids), 0)


def _chosen(ask: AskView, everybody: Sequence[Recipient], place: int) -> dict[str, Any]:
    chosen = everybody[place]
    letters, troubles = _letters(ask, chosen)
    return {
        "chosen": chosen,
        "name": (chosen.name_en if language() == "en" else "") or chosen.name,
        "place": place + 1,
        "before": everybody[place - 1] if place else None,
        "after": everybody[place + 1] if place + 1 < len(everybody) else None,
        "letters": letters,
        "troubles": troubles,
    }


def _letters(ask: AskView, chosen: Recipient) -> tuple[tuple[PreviewLetter, ...], list[str]]:
    """The letter in both languages where it can be written, and what is wrong with it."""
    troubles = fault_lines(faults_of(ask.letter(REQUEST)))
    try:
        return preview_letters(ask, chosen, now=clock.now()), troubles
    except Problem as problem:
        return (), troubles or [sentence_of(problem)]
