"""The board of an ask: counts, list, answers, gaps, letters."""

from __future__ import annotations

import uuid
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import get_template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from sekisho.apps.asks.actions.gaps import recount_answers
from sekisho.apps.asks.forms.words import (
    LOOKS,
    breakdowns,
    figures,
    language,
    marks,
    said,
    shown_line,
    state_parts,
)
from sekisho.apps.asks.queries.board import Parts, board_for, counts_of
from sekisho.apps.asks.queries.drafts import AskView
from sekisho.apps.asks.queries.lines import BoardFilter, assignments_for, next_to_review
from sekisho.apps.asks.queries.sent_letters import sent_letters_for
from sekisho.apps.asks.web.letter_words import shown_letters
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify
from sekisho.ui.paging import page_number
from sekisho.ui.slots import drawn_panels

_LONGEST = 100
_FILTERS = tuple(BoardFilter.__dataclass_fields__)


@office(Capability.VIEW, "GET")
def board(request: Request, uid: uuid.UUID) -> HttpResponse:
    now = clock.now()
    found = board_for(request.actor, uid, now=now)
    if found.ask.is_draft:
        return redirect("asks:draft", uid=uid)
    criteria = criteria_of(request.GET)
    page = assignments_for(
        request.actor, found.ask, criteria, now=now, page=page_number(request.GET)
    )
    context = {
        **ask_context(request, found.ask, "board"),
        **_counts_context(found.ask, found.counts, criteria),
        "page": page,
        "rows": [shown_line(line) for line in page],
        "criteria": criteria,
        "chosen": _chosen(found.parts, criteria),
        "breakdowns": _drawn_breakdowns(found.parts, language()),
        "marks": marks(found.counts),
        "panels": drawn_panels(request, "ask", found.ask),
    }
    return render(request, "asks/after/board.html", context)


@office(Capability.VIEW, "GET")
def counts(request: Request, uid: uuid.UUID) -> HttpResponse:
    """The part that asks for itself again while the board is open."""
    ask, found = counts_of(request.actor, uid, now=clock.now())
    context = {"ask": ask, "is_poll": True, **_counts_context(ask, found, criteria_of(request.GET))}
    return render(request, "asks/after/parts/counts.html", context)


@office(Capability.VIEW, "GET")
def letters(request: Request, uid: uuid.UUID) -> HttpResponse:
    """What was written to whom for this ask, and what became of it."""
    now = clock.now()
    ask, found = counts_of(request.actor, uid, now=now)
    criteria = criteria_of(request.GET)
    page = assignments_for(request.actor, ask, criteria, now=now, page=page_number(request.GET))
    sent = sent_letters_for(request.actor, [line.id for line in page])
    rows = [
        {"row": shown_line(line), "letters": shown_letters(sent.get(line.id, ()))} for line in page
    ]
    context = {
        **ask_context(request, ask, "letters"),
        "counts": found,
        "delivered": found.asked - found.unreached,
        "page": page,
        "rows": rows,
        "criteria": criteria,
        "marks": marks(found),
    }
    return render(request, "asks/after/letters.html", context)


@office(Capability.VIEW, "GET")
def next_reply(request: Request, uid: uuid.UUID) -> HttpResponse:
    """The reply that waits longest for its review; the board when all are read."""
    ask, _counts = counts_of(request.actor, uid, now=clock.now())
    after = _uuid_of(request.GET.get("after", ""))
    found = next_to_review(request.actor, ask, after=after)
    if found is None:
        notify(request, _("Every reply has been looked at."), tone="neutral")
        return redirect("asks:board", uid=uid)
    return redirect("asks:reply", uid=found)


@office(Capability.RUN, "POST")
def recount(request: Request, uid: uuid.UUID) -> HttpResponse:
    recount_answers(request.actor, uid=uid, now=clock.now())
    notify(request, _("The answers are being counted anew."), tone="neutral")
    return redirect("asks:answers", uid=uid)


def criteria_of(given: QueryDict) -> BoardFilter:
    """The filter in the address; what is too long to be one is cut."""
    return BoardFilter(**{name: given.get(name, "")[:_LONGEST].strip() for name in _FILTERS})


def ask_context(request: Request, ask: AskView, tab: str) -> dict[str, Any]:
    """What head and tabs of every page of an ask need."""
    return {
        "ask": ask,
        "title": said(ask.title),
        "tab": tab,
        "can_run": request.actor.can(Capability.RUN),
        "can_follow_up": request.actor.can(Capability.FOLLOW_UP),
        "query": request.GET.urlencode(),
    }


def _counts_context(ask: AskView, found: Any, criteria: BoardFilter) -> dict[str, Any]:
    address = reverse("asks:board", kwargs={"uid": ask.uid})
    urls = {state: f"{address}?state={state}" for state in LOOKS}
    return {
        "counts": found,
        "figures": [{**one, "url": urls[one["state"]]} for one in figures(found)],
        "parts": state_parts(found, urls),
        "narrowed": {name: value for name, value in asdict(criteria).items() if value},
    }


@lru_cache(maxsize=100)
def _drawn_breakdowns(parts: Parts, _language: str) -> SafeString:
    """The tables beside the list; drawn once as long as the parts stand."""
    tables = breakdowns(parts)
    if not tables:
        return mark_safe("")
    drawn = get_template("asks/breakdowns.jinja").render({"breakdowns": tables})
    return mark_safe(drawn)  # noqa: S308 - compiled templates escape what they are given


def _chosen(parts: Parts, criteria: BoardFilter) -> list[dict[str, str]]:
    """The parts that narrow the list, each with the word it has in its table."""
    if not (criteria.tier or criteria.group or criteria.country):
        return []
    chosen = []
    for table in breakdowns(parts):
        wanted = getattr(criteria, table["name"])
        label = next((row["label"] for row in table["rows"] if row["key"] == wanted), wanted)
        if wanted:
            chosen.append({"name": table["name"], "value": wanted, "label": label})
    return chosen


def _uuid_of(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
