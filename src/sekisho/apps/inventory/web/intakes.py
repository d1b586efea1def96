"""Lists: brought, looked over row by row, taken in or given up."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from sekisho.apps.inventory.actions.intakes.steps import (
    Upload,
    discard_intake,
    start_intake,
    take_intake,
)
from sekisho.apps.inventory.forms import IntakeForm, said
from sekisho.apps.inventory.queries import columns as at
from sekisho.apps.inventory.queries.intakes import (
    GivenRow,
    IntakeView,
    intake_for,
    latest_intakes,
)
from sekisho.apps.inventory.web.words import kind_options
from sekisho.engines.inventory import LONGEST_TEXT
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.kernel.errors import Problem
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify
from sekisho.ui.paging import Paged, page_number, slice_of
from sekisho.ui.problems import sentence_for_code, words_for

_MAY = Capability.RUN
# Tone, word and icon.
VERDICTS = {
    "new": ("accent", pgettext_lazy("row", "New"), "plus"),
    "changed": ("attention", pgettext_lazy("row", "Changes"), "pencil"),
    "same": ("neutral", pgettext_lazy("row", "As it is"), "minus"),
    "refused": ("critical", pgettext_lazy("row", "Refused"), "circle-x"),
}


@office(_MAY, "GET", "POST")
def upload(request: Request) -> HttpResponse:
    """Bring a list of one kind."""
    is_post = request.method == "POST"
    form = IntakeForm(
        request.POST if is_post else None,
        request.FILES if is_post else None,
        kinds=kind_options(),
        initial={"kind": request.GET.get("kind", "")},
    )
    if form.is_valid():
        file = form.cleaned_data["file"]
        given = Upload(file.file, file.name)
        try:
            uid = start_intake(
                request.actor, kind=form.cleaned_data["kind"], upload=given, now=clock.now()
            )
        except Problem as problem:
            form.add_error("file", " ".join(words_for(problem)))
        else:
            return redirect("inventory:intake", uid=uid)
    lists = [{"is": one, "kind": said(one.kind.label)} for one in latest_intakes(request.actor)]
    context = {"form": form, "lists": lists}
    return render(request, "inventory/import.html", context, status=422 if is_post else 200)


@office(_MAY, "GET")
def intake(request: Request, uid: uuid.UUID) -> HttpResponse:
    """What each row would do, refused ones first."""
    found = intake_for(request.actor, uid)
    wanted = request.GET.get("verdict", "")
    rows = [row for row in found.rows if row.verdict == wanted or wanted not in VERDICTS]
    rows.sort(key=lambda row: (row.verdict != "refused", row.number))
    number = page_number(request.GET)
    page = Paged(rows[slice_of(number)], number, len(rows))
    counts = found.counts
    context = {
        "found": found,
        "kind": said(found.kind.label),
        "page": page,
        "rows": [_row(found, row) for row in page],
        "chips": [(key, word, counts.get(key, 0)) for key, (_t, word, _i) in VERDICTS.items()],
        "counts": counts,
        "to_do": counts.get("new", 0) + counts.get("changed", 0),
        "run_url": reverse("work:run", args=[found.run_uid]) if found.run_uid else "",
    }
    return render(request, "inventory/intake.html", context)


@office(_MAY, "POST")
def take(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Bring the good rows in."""
    return redirect("work:run", uid=take_intake(request.actor, uid=uid, now=clock.now()))


@office(_MAY, "POST")
def discard(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Give a list up."""
    discard_intake(request.actor, uid=uid, now=clock.now())
    notify(request, _("The list was discarded. Nothing was changed."))
    return redirect("inventory:import")


def _row(found: IntakeView, row: GivenRow) -> dict[str, Any]:
    headings = {one.key: said(one.heading) for one in at.columns_of(found.kind)}
    tone, word, icon = VERDICTS[row.verdict]
    return {
        "is": row,
        "company": row.cells.get(at.COMPANY, ""),
        "tone": tone,
        "word": word,
        "icon": icon,
        "faults": [
            {
                "column": headings.get(one.column, ""),
                "text": one.text,
                "sentence": sentence_for_code(one.code, {"text": one.text, "limit": LONGEST_TEXT}),
            }
            for one in row.faults
        ],
    }
