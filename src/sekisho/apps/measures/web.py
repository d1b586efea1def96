"""Pages of findings: the list, one finding with its history and next steps, export, panels."""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from sekisho.adapters.sheets import Cell, Column, SheetData, write_csv, write_xlsx
from sekisho.apps.measures.actions.findings import note_export
from sekisho.apps.measures.actions.steps import STEPS, Step, take_step
from sekisho.apps.measures.events import source_links
from sekisho.apps.measures.forms import FORMS
from sekisho.apps.measures.queries.files import file_content_for, files_for
from sekisho.apps.measures.queries.findings import (
    FindingFilter,
    FindingView,
    all_findings_for,
    counts_for,
    finding_for,
    findings_for,
)
from sekisho.apps.measures.queries.sealed import StepNote
from sekisho.kernel import clock
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import Invalid, NotFound
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify
from sekisho.ui.paging import Paged, page_number
from sekisho.ui.problems import words_for
from sekisho.ui.slots import Panel
from sekisho.ui.states import look_of

LOOKS = {
    "open": ("open", pgettext_lazy("state", "Open")),
    "planned": ("promised", _lazy("Planned")),
    "done": ("needs_you", _lazy("Reported as done")),
    "asked": ("needs_you", _lazy("Waits for a decision")),
    "proven": ("verified", _lazy("Proven")),
    "accepted": ("risk_accepted", _lazy("Risk accepted")),
    "withdrawn": ("withdrawn", _lazy("No gap any more")),
}
ANSWERS = {"no": "no", "partial": "partly", "unknown": "not_known", "na": "not_applicable"}
STEP_WORDS = {
    "planned": (_lazy("Plan"), "calendar"),
    "done": (_lazy("Report as done"), "tool"),
    "proven": (_lazy("It is proven"), "shield-check"),
    "accepted": (_lazy("Accept the risk"), "scale"),
    "open": (_lazy("Open again"), "flag"),
}
WISHES = {
    "accept": _lazy("It cannot do this and asks to accept that"),
    "not_applicable": _lazy("It says that this does not apply"),
}
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PANEL_ROWS = 5


@office(Capability.VIEW, "GET")
def findings(request: Request) -> HttpResponse:
    today, narrowed = _today(), _narrowed(request)
    found = findings_for(
        request.actor, narrowed=narrowed, today=today, page=page_number(request.GET)
    )
    everything = counts_for(request.actor, today=today, narrowed=FindingFilter())
    context = {
        "page": Paged(found.findings, found.number, found.total),
        "rows": _rows(request.actor, found.findings),
        "counts": everything,
        "total": everything.open + everything.planned + everything.done + everything.asked,
        "is_narrow": narrowed != FindingFilter(),
        "query": request.GET.urlencode(),
    }
    return render(request, "measures/list.html", context)


@office(Capability.VIEW, "GET")
def finding(request: Request, uid: uuid.UUID) -> HttpResponse:
    return _finding_page(request, finding_for(request.actor, uid, today=_today()))


@office(Capability.FOLLOW_UP, "POST")
def step(request: Request, uid: uuid.UUID, state: str) -> HttpResponse:
    if state not in FORMS:
        raise NotFound("measures.not_there")
    found = finding_for(request.actor, uid, today=_today(), capability=Capability.FOLLOW_UP)
    form = FORMS[state](request.POST)
    if form.is_valid():
        given = dict(form.cleaned_data)
        revision = given.pop("revision")
        taken = Step(state, **given)
        try:
            take_step(request.actor, uid=uid, step=taken, revision=revision, now=clock.now())
        except Invalid as problem:
            form.add_error(None, words_for(problem)[0])
        else:
            notify(request, _("Noted: %(state)s.") % {"state": LOOKS[state][1]})
            return redirect("measures:finding", uid=uid)
    return _finding_page(request, found, tried=(state, form), status=422)


@office(Capability.VIEW, "GET")
def file(request: Request, uid: uuid.UUID, file_uid: uuid.UUID) -> HttpResponse:
    """Always as an attachment, never shown in the page."""
    view, data = file_content_for(request.actor, uid, file_uid)
    response = HttpResponse(data, content_type="application/octet-stream")
    disposition = content_disposition_header(as_attachment=True, filename=view.name)
    response.headers["Content-Disposition"] = disposition or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@office(Capability.VIEW, "GET")
def export(request: Request, form: str) -> HttpResponseBase:
    if form not in {"xlsx", "csv"}:
        raise NotFound("measures.not_there")
    rows = all_findings_for(request.actor, narrowed=_narrowed(request), today=_today())
    note_export(request.actor, count=len(rows), now=clock.now())
    cells = _cells(rows)
    name = f"findings-{_today():%Y%m%d}.{form}"
    if form == "xlsx":
        out = io.BytesIO()
        columns = tuple(Column(heading) for heading in _headings())
        write_xlsx(out, [SheetData("findings", columns, cells, frozen_columns=1)])
        out.seek(0)
        return FileResponse(out, as_attachment=True, filename=name, content_type=_XLSX)
    body = write_csv([_headings(), *cells]).data
    response = HttpResponse(body, content_type="text/csv; charset=utf-8")
    disposition = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Disposition"] = disposition or "attachment"
    return response


def partner_panel(actor: Actor, subject: uuid.UUID) -> Panel | None:
    """Open findings of one partner."""
    narrowed, today = FindingFilter(organisation_uid=subject), _today()
    found = findings_for(actor, narrowed=narrowed, today=today)
    if not found.total:
        return None
    context = {"rows": _rows(actor, found.findings[:_PANEL_ROWS]), "total": found.total}
    return Panel("measures/parts/partner.html", {**context, "subject": subject})


def today_panel(actor: Actor, subject: Any) -> Panel | None:
    """Promises that have passed, and what waits to be proven."""
    today = _today()
    counts = counts_for(actor, today=today, narrowed=FindingFilter())
    if not counts.overdue and not counts.done and not counts.asked:
        return None
    late = findings_for(actor, narrowed=FindingFilter(only_overdue=True), today=today)
    told = findings_for(actor, narrowed=FindingFilter(states=("asked", "done")), today=today)
    rows = [*late.findings[:_PANEL_ROWS], *told.findings[:_PANEL_ROWS]]
    return Panel("measures/parts/today.html", {"rows": _rows(actor, rows), "counts": counts})


def _finding_page(
    request: Request,
    found: FindingView,
    *,
    tried: tuple[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    links = source_links(request.actor, found.source, [found.source_id])
    can_follow_up = request.actor.can(Capability.FOLLOW_UP)
    context = {
        "row": _row(found, links),
        "finding": found,
        "source": links.get(found.source_id),
        "files": files_for(request.actor, found.uid),
        "wish": WISHES.get(found.words.wish, ""),
        "steps": [_step(found, state, tried) for state in STEPS[found.state]]
        if can_follow_up
        else [],
        "form": tried[1] if tried else None,
        "events": [_event(one) for one in reversed(found.words.steps)],
    }
    return render(request, "measures/finding.html", context, status=status)


def _step(found: FindingView, state: str, tried: tuple[str, Any] | None) -> dict[str, Any]:
    label, icon = STEP_WORDS[state]
    words = found.words
    first = {"revision": found.revision, "what": words.what, "who": words.who}
    form = FORMS[state](initial={**first, "due_on": found.due_on, "proof": words.proof})
    is_open = tried is not None and tried[0] == state
    if tried is not None and tried[0] == state:
        form = tried[1]
    return {"state": state, "label": label, "icon": icon, "form": form, "is_open": is_open}


def _event(note: StepNote) -> dict[str, Any]:
    look, word = LOOKS[note.state]
    due = date.fromisoformat(note.due_on) if note.due_on else None
    return {
        "at": datetime.fromisoformat(note.at),
        "title": word,
        "who": _who(note),
        "is_partner": note.is_partner,
        "wish": WISHES.get(note.wish, ""),
        "file": note.file,
        "receipt": note.receipt,
        "text": note.said,
        "due": due,
        "tone": look_of(look).tone,
        "icon": look_of(look).icon,
    }


def _who(note: StepNote) -> str:
    partner = _("The partner") if note.is_partner else ""
    return " · ".join(part for part in (partner, note.by) if part)


def _rows(actor: Actor, found: Iterable[FindingView]) -> list[dict[str, Any]]:
    views = list(found)
    links: dict[int, tuple[str, str]] = {}
    for source in {view.source for view in views}:
        ids = [view.source_id for view in views if view.source == source]
        links.update(source_links(actor, source, ids))
    return [_row(view, links) for view in views]


def _row(view: FindingView, links: Any) -> dict[str, Any]:
    look, word = LOOKS[view.state]
    at = view.organisation
    return {
        "finding": view,
        "question": view.words.question.in_language(get_language() or "ja"),
        "name": at.names.in_language(get_language() or "ja") if at else "",
        "look": look,
        "word": word,
        "answer": ANSWERS.get(view.words.answer, ""),
        "answer_text": view.words.answer,
        "source": links.get(view.source_id),
    }


def _narrowed(request: Request) -> FindingFilter:
    state = request.GET.get("state", "")
    try:
        at = uuid.UUID(request.GET["partner"]) if request.GET.get("partner") else None
    except ValueError:
        at = None
    return FindingFilter(
        states=(state,) if state in LOOKS else (),
        only_high=request.GET.get("mark") == "high",
        only_overdue=request.GET.get("mark") == "overdue",
        organisation_uid=at,
    )


def _today() -> date:
    return timezone.localdate(clock.now())


def _headings() -> list[str]:
    return [
        *(
            _("Partner"),
            _("Question"),
            _("Answer"),
            str(look_of("high").word),
            _("State"),
            _("Due"),
            _("Overdue"),
        ),
        *(_("What is done"), _("By whom"), _("What was done"), _("Remark"), _("Opened")),
    ]


def _cells(found: Sequence[FindingView]) -> Iterator[list[Cell]]:
    yes = _("Yes")
    for view in found:
        row, words = _row(view, {}), view.words
        yield [
            *(row["name"], row["question"], words.answer, yes if view.is_high else ""),
            *(str(row["word"]), view.due_on, yes if view.is_overdue else ""),
            *(words.what, words.who, words.proof, words.remark),
            timezone.localtime(view.created_at).date(),
        ]
