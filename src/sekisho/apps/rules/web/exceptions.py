"""The register of exceptions, its file, one exception, and deciding it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from sekisho.adapters.sheets import Cell, Column, SheetData, write_csv, write_xlsx
from sekisho.apps.accounts.queries import names_of
from sekisho.apps.organisations.queries import group_members_for
from sekisho.apps.rules.actions.exceptions import decide_exception, note_export, record_exception
from sekisho.apps.rules.forms import DecisionForm, ExceptionForm
from sekisho.apps.rules.queries.exceptions import (
    STATES,
    DeviationFilter,
    DeviationView,
    every_exception,
    exception_counts,
    exception_for,
    exceptions_for,
)
from sekisho.apps.rules.queries.rules import rule_for, rules_for
from sekisho.apps.rules.web.rules import may_change
from sekisho.apps.rules.web.words import EXCEPTION_LOOKS, said, today
from sekisho.kernel import clock
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import NotFound, Problem
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify
from sekisho.ui.paging import page_number
from sekisho.ui.problems import sentence_of

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@office(Capability.VIEW, "GET")
def listing(request: Request) -> HttpResponse:
    """Every exception within sight, what runs out first standing first."""
    wanted, on = _wanted(request), today()
    page = exceptions_for(request.actor, wanted, today=on, page=page_number(request.GET))
    counts = exception_counts(request.actor, today=on)
    context = {
        "page": page,
        "rows": [row_of(one) for one in page],
        "counts": counts,
        "states": [(one, EXCEPTION_LOOKS[one][1], counts[one]) for one in STATES],
        "is_narrow": bool(wanted.state or wanted.is_ending or wanted.rule_uid),
        "query": request.GET.urlencode(),
        "can_run": request.actor.can(Capability.RUN),
    }
    return render(request, "rules/exceptions.html", context)


@office(Capability.VIEW, "GET")
def export(request: Request) -> HttpResponse:
    """The register as filtered, as a file."""
    found = every_exception(request.actor, _wanted(request), today=today())
    note_export(request.actor, count=len(found), now=clock.now())
    rows = [_cells(one) for one in found]
    if request.GET.get("format") == "csv":
        data, media, ending = write_csv([_headings(), *rows]).data, "text/csv; charset=utf-8", "csv"
    else:
        out = BytesIO()
        columns = tuple(Column(one) for one in _headings())
        write_xlsx(out, [SheetData(_("Exceptions"), columns, rows, frozen_columns=1)])
        data, media, ending = out.getvalue(), _XLSX, "xlsx"
    response = HttpResponse(data, content_type=media)
    name = f"exceptions-{today():%Y%m%d}.{ending}"
    disposition = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Disposition"] = disposition or "attachment"
    return response


@office(Capability.RUN, "GET", "POST")
def new(request: Request) -> HttpResponse:
    """Write an exception down that came in by another way."""
    given = request.POST if request.method == "POST" else None
    rules, places = _rules(request.actor), _places(request.actor)
    begun = {"rule": request.GET.get("rule", "")}
    form = ExceptionForm(given, initial=begun, rules=rules, places=places)
    if form.is_valid():
        try:
            uid = record_exception(request.actor, new=form.new(), now=clock.now())
        except NotFound:
            raise
        except Problem as problem:
            form.add_error(None, sentence_of(problem))
        else:
            notify(request, _("The exception is in the register. Two people decide it."))
            return redirect("rules:exception", uid=uid)
    context = {"form": form, "has_rules": bool(rules)}
    return render(request, "rules/exception_new.html", context, status=422 if form.errors else 200)


@office(Capability.VIEW, "GET")
def exception(request: Request, uid: uuid.UUID) -> HttpResponse:
    """One exception: what is asked for, and what has been decided."""
    found = exception_for(request.actor, uid, today=today())
    return _page(request, found, None)


@office(Capability.RUN, "POST")
def decide(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Propose, grant, refuse or end it; what was typed stays where that is refused."""
    found = exception_for(request.actor, uid, today=today(), capability=Capability.RUN)
    form = DecisionForm(request.POST)
    if form.is_valid():
        try:
            decide_exception(request.actor, uid=uid, decision=form.decision(), now=clock.now())
        except NotFound:
            raise
        except Problem as problem:
            form.add_error(None, sentence_of(problem))
        else:
            notify(request, _("The decision is kept."))
            return redirect("rules:exception", uid=uid)
    return _page(request, found, form)


def row_of(one: DeviationView) -> dict[str, Any]:
    """An exception as lists show it."""
    tone, word, icon = EXCEPTION_LOOKS[one.state]
    return {
        "one": one,
        "rule": said(one.rule_title),
        "company": said(one.organisation.names),
        "look": {"tone": tone, "word": word, "icon": icon},
    }


def _page(request: Request, found: DeviationView, form: DecisionForm | None) -> HttpResponse:
    who = (found.by_uid, found.proposed_by_uid, found.decided_by_uid)
    names = names_of({one for one in who if one})
    can_decide = _may_decide(request.actor, found)
    if form is None and can_decide:
        form = DecisionForm(initial={"revision": found.revision, "until": found.until})
    context = {
        "found": found,
        "row": row_of(found),
        "form": form,
        "can_decide": can_decide,
        "may_grant": found.proposed_by_uid != request.actor.uid,
        "by": names.get(found.by_uid, "") if found.by_uid else "",
        "proposed_by": names.get(found.proposed_by_uid, "") if found.proposed_by_uid else "",
        "decided_by": names.get(found.decided_by_uid, "") if found.decided_by_uid else "",
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "rules/exception.html", context, status=status)


def _may_decide(actor: Actor, found: DeviationView) -> bool:
    """Only the company whose rule it is, and only while there is something to decide."""
    if not actor.can(Capability.RUN) or found.state in {"refused", "ended"}:
        return False
    try:
        return may_change(actor, rule_for(actor, found.rule_uid, today=today()))
    except NotFound:
        return False


def _wanted(request: Request) -> DeviationFilter:
    state, rule = request.GET.get("state", ""), request.GET.get("rule", "")
    try:
        rule_uid = uuid.UUID(rule) if rule else None
    except ValueError:
        rule_uid = None
    known = state if state in {*STATES, "open"} else ""
    return DeviationFilter(known, is_ending=state == "ending", rule_uid=rule_uid)


def _rules(actor: Actor) -> list[tuple[str, str]]:
    found = rules_for(actor, today=today())
    return [(str(one.uid), said(one.words.title)) for one in found if may_change(actor, one)]


def _places(actor: Actor) -> list[tuple[str, str]]:
    return [(str(one.uid), said(one.names)) for one in group_members_for(actor, Capability.RUN)]


def _headings() -> list[str]:
    return [
        *(_("Rule"), _("Edition"), _("Company"), _("State"), _("Until"), _("Passage")),
        *(_("Reason"), _("What is done instead"), _("Remark"), _("From an answer"), _("Since")),
    ]


def _cells(one: DeviationView) -> Sequence[Cell]:
    words = one.words
    return [
        said(one.rule_title),
        one.edition_number,
        said(one.organisation.names),
        str(EXCEPTION_LOOKS[one.state][1]),
        one.until,
        *(words.passage, words.reason, words.instead, words.remark),
        _("yes") if one.is_answered else _("no"),
        timezone.localtime(one.at).replace(tzinfo=None),
    ]
