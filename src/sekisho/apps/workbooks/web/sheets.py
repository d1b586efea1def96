"""Bringing in a check sheet: the file, its columns with a preview, the draft."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from sekisho.apps.editor.queries.schemes import schemes
from sekisho.apps.organisations.queries import group_members_for
from sekisho.apps.workbooks.actions.sheets import (
    choose_columns,
    choose_table,
    make_draft,
    take_sheet,
)
from sekisho.apps.workbooks.forms.sheets import (
    COLUMN_WORDS,
    cell_sentence,
    columns_sent,
    row_sent,
)
from sekisho.apps.workbooks.forms.uploads import given_files
from sekisho.apps.workbooks.queries.incoming import MOST_MIB
from sekisho.apps.workbooks.queries.sheets import SheetView, sheet_for
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.kernel.errors import Conflict, NotFound, Problem
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify
from sekisho.ui.problems import sentence_for_code, sentence_of

_PREVIEWED = 8


@office(Capability.RUN, "GET", "POST")
def upload(request: Request) -> HttpResponse:
    """Take a check sheet in."""
    trouble = ""
    if request.method == "POST":
        sent = request.FILES.getlist("file")[:1]
        trouble = "" if sent else _("Please choose a file first.")
        try:
            for given in given_files(sent):
                uid = take_sheet(request.actor, given=given, now=clock.now())
                return redirect("workbooks:sheet", uid=uid)
        except Problem as problem:
            trouble = sentence_of(problem)
    context = {"trouble": trouble, "limit_mb": MOST_MIB}
    return render(request, "workbooks/sheet_upload.html", context, status=422 if trouble else 200)


@office(Capability.RUN, "GET", "POST")
def sheet(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Which column is what, with a preview of the questions; then the draft."""
    now, trouble = clock.now(), ""
    step = request.POST.get("step", "") if request.method == "POST" else ""
    try:
        if step == "table":
            name, row = request.POST.get("sheet", ""), row_sent(request.POST)
            choose_table(request.actor, uid=uid, sheet_name=name, heading_row=row, now=now)
        elif step:
            choose_columns(request.actor, uid=uid, columns=columns_sent(request.POST), now=now)
        if step == "draft":
            draft_uid = make_draft(
                request.actor,
                uid=uid,
                organisation_uid=_place_sent(request),
                now=now,
                scheme=request.POST.get("scheme", ""),
            )
            notify(request, _("The draft is made. Look it over, fill in what is missing, publish."))
            return redirect(_address_of(draft_uid))
    except Conflict as problem:
        trouble = sentence_of(problem)
    if step and not trouble:
        return redirect("workbooks:sheet", uid=uid)
    return _page(request, sheet_for(request.actor, uid), trouble)


def _address_of(draft_uid: uuid.UUID) -> str:
    """Where the draft is written on; the list of question sets while the editor has no pages."""
    try:
        return reverse("editor:draft", args=[draft_uid])
    except NoReverseMatch:
        return reverse("asks:sets")


def _place_sent(request: Request) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("organisation", ""))
    except ValueError:
        raise NotFound("editor.no_draft") from None


def _page(request: Request, view: SheetView, trouble: str) -> HttpResponse:
    language = request.LANGUAGE_CODE
    questions = view.drawn.document["questions"]
    sections = {one["id"]: one for one in view.drawn.document["categories"]}
    lines: list[dict[str, Any]] = [
        {
            "position": at,
            "heading": heading or _("Column %(n)s") % {"n": at + 1},
            "samples": [row[at] for row in view.samples if at < len(row) and row[at]],
            "field": view.columns.get(at, ""),
        }
        for at, heading in enumerate(view.headings)
    ]
    context = {
        "view": view,
        "lines": lines,
        "fields": list(COLUMN_WORDS.items()),
        "questions": [
            {**one, "section": sections[one["category"]]["ja"] or sections[one["category"]]["en"]}
            for one in questions[:_PREVIEWED]
        ],
        "count": len(questions),
        "faults": [(one, cell_sentence(one)) for one in view.drawn.faults[:200]],
        "fault": sentence_for_code(view.fault, {}) if view.fault else "",
        "places": [
            (one.uid, one.names.in_language(language))
            for one in group_members_for(request.actor, Capability.RUN)
        ],
        "schemes": [(one.key, one.title.in_language(language)) for one in schemes()],
        "chosen": request.POST.get("scheme", ""),
        "trouble": trouble,
    }
    status = 409 if trouble else 200
    return render(request, "workbooks/sheet.html", context, status=status)
