"""The page of times, setting one of them, and what was erased."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sekisho.adapters.sheets import Cell, write_csv
from sekisho.apps.asks.forms.words import said
from sekisho.apps.keeping.actions.log import note_log_taken
from sekisho.apps.keeping.actions.rules import is_shorter, set_rule
from sekisho.apps.keeping.forms.rules import RuleForm, SeenForm
from sekisho.apps.keeping.queries.holds import HoldView, every_hold
from sekisho.apps.keeping.queries.log import ErasureView, erasures_for, every_erasure
from sekisho.apps.keeping.queries.rules import RuleView, due_with, rule_for, rules_for
from sekisho.apps.keeping.web.words import KIND_COUNTS, KIND_HOLDS, KIND_UNITS, KIND_WORDS
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.kernel.errors import Conflict
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify
from sekisho.ui.paging import page_number
from sekisho.ui.problems import sentence_of
from sekisho.ui.wording import counted


@office(Capability.ADMINISTER, "GET")
def rules(request: Request) -> HttpResponse:
    """Per kind how long it is kept and what is due, holds, and what was erased."""
    found = rules_for(request.actor, now=clock.now())
    page = erasures_for(request.actor, page=page_number(request.GET))
    holds = every_hold()
    context = {
        "rows": [_row(one) for one in found],
        "due": sum(one.due for one in found),
        "set_count": sum(one.months is not None for one in found),
        "holds": [hold_row(one) for one in holds if one.lifted_at is None],
        "lifted": [hold_row(one) for one in holds if one.lifted_at is not None],
        "page": page,
        "erasures": [(one, KIND_WORDS[one.kind]) for one in page],
    }
    return render(request, "keeping/rules.html", context)


@office(Capability.ADMINISTER, "GET", "POST")
def rule(request: Request, kind: str) -> HttpResponse:
    """Set one time; a shorter one shows first what it would erase."""
    found = rule_for(request.actor, kind, now=clock.now())
    form = RuleForm(request.POST or None, initial={"months": found.months})
    if request.method != "POST" or not form.is_valid():
        return _form(request, found, form)
    months = form.cleaned_data["months"]
    seen = SeenForm(request.POST)
    if is_shorter(found.months, months) and not seen.is_valid():
        return _preview(request, found, months)
    try:
        seen_due = seen.cleaned_data.get("seen") if seen.is_valid() else None
        set_rule(request.actor, kind=kind, months=months, seen_due=seen_due, now=clock.now())
    except Conflict as problem:
        notify(request, sentence_of(problem), tone="attention")
        return _preview(request, found, months, status=409)
    notify(request, _("Saved."))
    return redirect("keeping:rules")


@office(Capability.ADMINISTER, "GET")
def erased_csv(request: Request) -> HttpResponse:
    """What was erased, as a file to be kept outside: a restored back-up does not know it."""
    found = every_erasure(request.actor)
    note_log_taken(request.actor, count=len(found), now=clock.now())
    headings = [
        _("When"),
        _("What"),
        _("How many"),
        _("Rule in months"),
        _("By"),
        _("Reason"),
        "ID",
    ]
    data = write_csv([headings, *(_cells(one) for one in found)]).data
    response = HttpResponse(data, content_type="text/csv; charset=utf-8")
    disposition = content_disposition_header(as_attachment=True, filename="erased.csv")
    response.headers["Content-Disposition"] = disposition or "attachment"
    return response


def _cells(one: ErasureView) -> list[Cell]:
    at = timezone.localtime(one.at).replace(tzinfo=None)
    object_uid = str(one.object_uid) if one.object_uid else ""
    word = str(KIND_WORDS[one.kind])
    return [at, word, one.count, one.months, one.by, one.reason, object_uid]


def _row(one: RuleView) -> dict[str, Any]:
    unit = KIND_UNITS[one.kind]
    return {
        "rule": one,
        "label": KIND_WORDS[one.kind],
        "what": KIND_HOLDS[one.kind],
        "counts": KIND_COUNTS[one.kind],
        "months": months_word(one.months),
        "held": counted(one.held, unit),
        "due": counted(one.due, unit),
    }


def hold_row(one: HoldView) -> dict[str, Any]:
    """A hold with its name and address."""
    name = "asks:board" if one.is_ask else "partners:partner"
    return {"hold": one, "name": said(one.names), "url": reverse(name, args=[one.object_uid])}


def months_word(months: int | None) -> str:
    """How long something is kept."""
    if months is None:
        return _("Kept for good")
    return ngettext("%(n)s month", "%(n)s months", months) % {"n": months}


def _form(request: Request, found: RuleView, form: RuleForm) -> HttpResponse:
    context = {"row": _row(found), "form": form}
    return render(request, "keeping/rule.html", context, status=422 if form.is_bound else 200)


def _preview(request: Request, found: RuleView, months: int, *, status: int = 200) -> HttpResponse:
    due = due_with(request.actor, found.kind, months, now=clock.now())
    number = counted(due, KIND_UNITS[found.kind])
    context = {
        "title": KIND_WORDS[found.kind],
        "summary": _("This is what the new time would do."),
        "facts": [
            (_("Kept until now"), months_word(found.months)),
            (_("Kept from now on"), months_word(months)),
            (_("Held now"), counted(found.held, KIND_UNITS[found.kind])),
            (_("Erased in the coming night"), number),
        ],
        "warning": _(
            "What is erased cannot be brought back here; it stands in back-ups until they are gone."
        ),
        "hidden": {"months": months, "seen": due},
        "button": _("Keep %(time)s and erase %(number)s")
        % {"time": months_word(months), "number": number},
        "action_url": reverse("keeping:rule", args=[found.kind]),
        "cancel_url": reverse("keeping:rules"),
        "is_erasing": True,
    }
    return render(request, "ui/confirm.html", context, status=status)
