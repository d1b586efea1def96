"""The same gap at many partners: which are open where, and handling one at all of them."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sekisho.apps.measures.queries.findings import findings_for
from sekisho.apps.measures.queries.narrowing import FindingFilter
from sekisho.apps.measures.queries.together import GapView, gap_for, gaps_for
from sekisho.apps.measures.web.words import LOOKS, rows_of, state_word, today
from sekisho.kernel.actor import Capability
from sekisho.ui.entrances import Request, office
from sekisho.ui.paging import Paged, page_number

_EVERY_STATE = ("open", "planned", "asked", "done", "proven", "accepted")


@office(Capability.VIEW, "GET")
def gaps(request: Request) -> HttpResponse:
    """Every gap that is open somewhere, most partners first."""
    page = gaps_for(request.actor, today=today(), number=page_number(request.GET))
    rows = [_row(one) for one in page]
    return render(request, "measures/gaps.html", {"page": page, "rows": rows})


@office(Capability.VIEW, "GET")
def gap(request: Request, gap: str) -> HttpResponse:
    """One gap: how far everybody is, and the partners where it is open."""
    found = gap_for(request.actor, gap, today=today())
    state = request.GET.get("state", "")
    states = (state,) if state in LOOKS else _EVERY_STATE
    listed = findings_for(
        request.actor,
        narrowed=FindingFilter(states=states, gap=gap),
        today=today(),
        page=page_number(request.GET),
    )
    context = {
        "row": _row(found),
        "gap": found,
        "page": Paged(listed.findings, listed.number, listed.total),
        "rows": rows_of(request.actor, listed.findings),
        "may_follow_up": request.actor.can(Capability.FOLLOW_UP),
        "to_handle": found.open + found.planned,
    }
    return render(request, "measures/gap.html", context)


def _row(found: GapView) -> dict[str, object]:
    parts = [
        (state_word("open"), found.open, "open"),
        (state_word("planned"), found.planned, "promised"),
        (state_word("asked"), found.asked, "waiting"),
        (state_word("done"), found.done, "repaired"),
        (_("Settled"), found.settled, "verified"),
    ]
    question = found.question.in_language(get_language() or "ja")
    return {"gap": found, "question": question, "parts": parts}
