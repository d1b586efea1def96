"""The import page by page: file, columns, report, decisions, confirmation, result."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sekisho.adapters.sheets import Column, NotesSheet, SheetData, write_xlsx
from sekisho.apps.partners.actions.imports import (
    choose_sheet,
    commit_import,
    decide_rows,
    discard_import,
    resume_import,
    set_mapping,
    start_import,
)
from sekisho.apps.partners.forms.imports import UploadForm, choices_of, mapping_of
from sekisho.apps.partners.forms.template import template_columns, template_notes
from sekisho.apps.partners.forms.words import (
    FAULT_WORDS,
    REASON_WORDS,
    VERDICT_TONES,
    VERDICT_WORDS,
    column_word,
    fault_text,
    value_word,
)
from sekisho.apps.partners.queries.columns import FIELDS
from sekisho.apps.partners.queries.imports import (
    VERDICTS,
    ImportView,
    RowView,
    import_for,
    import_rows_for,
    imports_for,
)
from sekisho.apps.partners.web.files import XLSX
from sekisho.kernel import clock
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import Problem
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify
from sekisho.ui.paging import page_number
from sekisho.ui.problems import words_for
from sekisho.ui.slots import ShownStep, steps_for
from sekisho.ui.wording import counted


@office(Capability.RUN, "GET", "POST")
def upload(request: Request) -> HttpResponse:
    """Take a list in."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            uid = start_import(
                request.actor, file_name=file.name, data=file.read(), now=clock.now()
            )
        except Problem as problem:
            form.add_error("file", " ".join(words_for(problem)))
        else:
            return redirect("partners:import_columns", uid=uid)
    context = {"form": form, "imports": imports_for(request.actor)}
    status = 422 if request.method == "POST" else 200
    return render(request, "partners/import_upload.html", context, status=status)


@office(Capability.VIEW, "GET")
def template(request: Request) -> HttpResponse:
    """An empty list with headings, drop-downs and notes."""
    language = "en" if (get_language() or "ja").startswith("en") else "ja"
    columns = tuple(
        Column(heading, choices, hint) for heading, choices, hint in template_columns(language)
    )
    target = BytesIO()
    notes = NotesSheet(_("How to fill in"), tuple(template_notes()))
    write_xlsx(target, [SheetData(_("Partners"), columns, [], frozen_columns=2)], notes=notes)
    headers = {"Content-Disposition": f'attachment; filename="partners-template-{language}.xlsx"'}
    return HttpResponse(target.getvalue(), content_type=XLSX, headers=headers)


@office(Capability.RUN, "GET", "POST")
def columns(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Which column is what; corrected here where the guess is wrong."""
    batch = import_for(request.actor, uid)
    mapping, trouble = batch.mapping, ""
    if request.method == "POST":
        if "sheet" in request.POST:
            name = request.POST["sheet"]
            choose_sheet(request.actor, uid=uid, sheet_name=name, now=clock.now())
            return redirect("partners:import_columns", uid=uid)
        mapping = mapping_of(request.POST, len(batch.columns))
        try:
            run = set_mapping(request.actor, uid=uid, mapping=mapping, now=clock.now())
            return redirect("work:run", uid=run)
        except Problem as problem:
            trouble = " ".join(words_for(problem))
    context = {
        "batch": batch,
        "trouble": trouble,
        "lines": _column_lines(batch, mapping),
        "fields": [(field, column_word(field)) for field in FIELDS],
        "known": len(mapping),
    }
    return render(request, "partners/import_columns.html", context, status=422 if trouble else 200)


def _column_lines(batch: ImportView, mapping: dict[int, str]) -> list[dict[str, Any]]:
    return [
        {
            "position": position,
            "heading": heading or _("Column %(n)s") % {"n": position + 1},
            "samples": [
                row[position] for row in batch.samples if "".join(row[position : position + 1])
            ],
            "field": mapping.get(position, ""),
        }
        for position, heading in enumerate(batch.columns)
    ]


@dataclass(frozen=True, slots=True)
class _Line:
    """One row of the report in words."""

    row: RowView
    verdict: Any
    tone: str
    icon: str
    faults: list[tuple[str, Any, str]]
    changes: list[tuple[str, str, str]]
    candidates: list[dict[str, Any]]


@office(Capability.RUN, "GET")
def report(request: Request, uid: uuid.UUID) -> HttpResponse:
    """What the dry run found, row by row; after the commit, what came of it."""
    batch = import_for(request.actor, uid)
    if batch.state in {"checking", "committing"} and batch.run_uid:
        return render(request, "partners/import_moving.html", {"batch": batch})
    if not batch.has_rows:
        return redirect("partners:import_columns", uid=uid)
    verdict = _shown_verdict(batch, request.GET.get("show", ""))
    page = import_rows_for(request.actor, uid, verdict, page_number(request.GET))
    context = {
        "batch": batch,
        "page": page,
        "lines": [_line(row) for row in page],
        "chips": _chips(batch),
        "shown": verdict,
        "has_choices": any(row.candidates for row in page),
        "state": _report_sentence(batch),
        "to_commit": counted(batch.to_commit, "rows"),
        "next_step": _next_step(request.actor) if batch.state == "done" else None,
    }
    return render(request, "partners/import_report.html", context)


def _next_step(actor: Actor) -> ShownStep | None:
    """The first set-up step that is still open, for who takes it."""
    return next((step for step in steps_for(actor) if not step.is_done), None)


def _shown_verdict(batch: ImportView, asked: str) -> str:
    """Once the list is in nothing waits for a decision, so such rows are no group any more."""
    return "" if batch.state == "done" and asked == "doubtful" else asked


def _chips(batch: ImportView) -> list[tuple[str, Any, int]]:
    shown = [(name, VERDICT_WORDS[name], batch.counts.get(name, 0)) for name in VERDICTS]
    return [chip for chip in shown if chip[2] and _shown_verdict(batch, chip[0])]


def _report_sentence(batch: ImportView) -> str:
    counts = {name: counted(batch.counts.get(name, 0), "rows") for name in VERDICTS}
    if batch.state == "done":
        counts["done"] = counted(batch.counts.get("committed", 0), "rows")
        said = _("%(done)s brought in, %(same)s were known already, %(refused)s refused.")
        more = _("%(left)s stayed out.") if batch.counts.get("left") else ""
    else:
        counts["out"] = counted(batch.staying_out, "rows")
        said = _("%(new)s new, %(changed)s changed, %(same)s the same, %(refused)s refused.")
        more = _("Of these %(out)s stay out.") if batch.staying_out else ""
    return f"{said} {more}".strip() % counts


def _line(row: RowView) -> _Line:
    tone, icon = VERDICT_TONES[row.verdict]
    return _Line(
        row=row,
        verdict=VERDICT_WORDS[row.verdict],
        tone=tone,
        icon=icon,
        faults=[
            (column_word(field), FAULT_WORDS.get(code, code), fault_text(code, text))
            for field, code, text in row.faults
        ],
        changes=[
            (column_word(field), value_word(field, before), value_word(field, after))
            for field, before, after in row.changes
        ],
        candidates=[
            {
                "is": one,
                "reason": REASON_WORDS[one.reason],
                "same": f"same:{one.organisation_id}",
            }
            for one in row.candidates
        ],
    )


@office(Capability.RUN, "POST")
def decide(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Keep the choices made for doubtful rows."""
    count = decide_rows(request.actor, uid=uid, choices=choices_of(request.POST), now=clock.now())
    notify(request, _("Kept the choice for %(n)s.") % {"n": counted(count, "rows")})
    return redirect("partners:import", uid=uid)


@office(Capability.RUN, "POST")
def commit(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Bring the good rows in."""
    return redirect("work:run", uid=commit_import(request.actor, uid=uid, now=clock.now()))


@office(Capability.RUN, "POST")
def resume(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Start an interrupted job again."""
    return redirect("work:run", uid=resume_import(request.actor, uid=uid, now=clock.now()))


@office(Capability.RUN, "POST")
def discard(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Give an import up."""
    discard_import(request.actor, uid=uid, now=clock.now())
    notify(request, _("The import was discarded. Nothing was changed."))
    return redirect("partners:import_upload")
