"""Accepted risks with their end, and those that wait for approval."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from sekisho.adapters.sheets import Cell
from sekisho.apps.measures.queries.acceptances import (
    AcceptanceView,
    acceptance_counts,
    acceptances_for,
    all_acceptances_for,
)
from sekisho.apps.measures.web.files import Table, table_file
from sekisho.apps.measures.web.words import rows_of, today
from sekisho.kernel.actor import Capability
from sekisho.ui.entrances import Request, office
from sekisho.ui.paging import page_number

STATE_WORDS = {
    "granted": _lazy("In force"),
    "pending": _lazy("Waits for approval"),
    "ended": _lazy("Run out"),
    "stopped": _lazy("Ended early"),
    "refused": _lazy("Refused"),
}


@office(Capability.VIEW, "GET")
def accepted(request: Request) -> HttpResponse:
    """Soonest end first; a chip for each state."""
    state = request.GET.get("state", "")
    state = state if state in STATE_WORDS else "granted"
    page = acceptances_for(
        request.actor, state=state, today=today(), number=page_number(request.GET)
    )
    findings = [one.finding for one in page if one.finding is not None]
    context = {
        "page": page,
        "rows": list(zip(page, rows_of(request.actor, findings), strict=True)),
        "state": state,
        "chips": [(key, word) for key, word in STATE_WORDS.items() if key != "granted"],
        "counts": acceptance_counts(request.actor, today=today()),
    }
    return render(request, "measures/accepted.html", context)


@office(Capability.VIEW, "GET")
def export(request: Request, form: str) -> HttpResponseBase:
    """What is in force or waits, as a file."""
    rows = all_acceptances_for(request.actor, today=today())
    headings = [
        *(_("Partner"), _("Question"), _("State"), _("Accepted until")),
        *(_("Why the risk is accepted"), _("Who accepts it"), _("What stands in for the measure")),
        *(_("Asked by"), _("Asked on"), _("Approved by")),
    ]
    table = Table("accepted-risks", headings, _cells(rows), len(rows))
    return table_file(request.actor, table, form)


def _cells(rows: Sequence[AcceptanceView]) -> Iterator[list[Cell]]:
    language = get_language() or "ja"
    for one in rows:
        view, words = one.finding, one.words
        if view is None:
            continue
        yield [
            view.organisation.names.in_language(language) if view.organisation else "",
            view.words.question.in_language(language),
            str(STATE_WORDS[one.state]),
            one.until_on,
            *(words.reason, words.accepted_by, words.control, one.asked_by),
            timezone.localtime(one.asked_at).date(),
            one.decided_by,
        ]
