"""One edition with what it changes, writing it, issuing it, and its file."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from sekisho.apps.rules.actions.editions import change_edition, create_edition, issue_edition
from sekisho.apps.rules.forms import EditionForm, SeenForm, initial_of_edition
from sekisho.apps.rules.queries.rules import EditionView, RuleView, edition_for, file_of, rule_for
from sekisho.apps.rules.web.rules import edition_row, may_change
from sekisho.apps.rules.web.words import said, today
from sekisho.engines.attestations import LineChange, line_changes
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.kernel.errors import Conflict, NotFound, Problem
from sekisho.kernel.text import LANGUAGES
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify
from sekisho.ui.problems import sentence_of


@office(Capability.RUN, "GET", "POST")
def new(request: Request, uid: uuid.UUID) -> HttpResponse:
    """The next edition, begun with the text of the last one."""
    rule = rule_for(request.actor, uid, today=today(), capability=Capability.RUN)
    last = rule.editions[0] if rule.editions else None
    begun = initial_of_edition(last, is_next=True, today=today()) if last else {}
    is_posted = request.method == "POST"
    given, files = (request.POST, request.FILES) if is_posted else (None, None)
    form = EditionForm(given, files, initial=begun)
    if form.is_valid():
        try:
            made = create_edition(request.actor, rule_uid=uid, facts=form.facts(), now=clock.now())
        except NotFound:
            raise
        except Problem as problem:
            form.add_error(None, sentence_of(problem))
        else:
            notify(request, _("The edition is kept as a draft. It holds once it is issued."))
            return redirect("rules:edition", uid=made)
    return _form_page(request, rule, None, form)


@office(Capability.RUN, "GET", "POST")
def edit(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Change a draft."""
    rule, found = edition_for(request.actor, uid, today=today(), capability=Capability.RUN)
    if not found.is_draft:
        return redirect("rules:edition", uid=uid)
    is_posted = request.method == "POST"
    given, files = (request.POST, request.FILES) if is_posted else (None, None)
    initial = initial_of_edition(found, is_next=False, today=today())
    form = EditionForm(given, files, initial=initial)
    if form.is_valid():
        revision = form.cleaned_data["revision"] or 0
        try:
            change_edition(
                request.actor, uid=uid, revision=revision, facts=form.facts(), now=clock.now()
            )
        except NotFound:
            raise
        except Problem as problem:
            form.add_error(None, sentence_of(problem))
        else:
            notify(request, _("Saved."))
            return redirect("rules:edition", uid=uid)
    return _form_page(request, rule, found, form)


@office(Capability.VIEW, "GET")
def edition(request: Request, uid: uuid.UUID) -> HttpResponse:
    """One edition: its text, its file, and each line that differs from another edition."""
    rule, found = edition_for(request.actor, uid, today=today())
    others = [one for one in rule.editions if one.uid != uid]
    other = _other(found, rule, request.GET.get("with", ""))
    context = {
        "rule": rule,
        "title": said(rule.words.title),
        "row": edition_row(found),
        "text": said(found.words.text),
        "others": others,
        "other": other,
        "changes": _changes(other, found) if other else [],
        "can_run": may_change(request.actor, rule) and not rule.is_ended,
    }
    return render(request, "rules/edition.html", context)


@office(Capability.RUN, "GET", "POST")
def issue(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Fix an edition, after a look at what that means."""
    rule, found = edition_for(request.actor, uid, today=today(), capability=Capability.RUN)
    if request.method == "POST":
        seen = SeenForm(request.POST)
        revision = seen.cleaned_data["revision"] if seen.is_valid() else 0
        try:
            issue_edition(request.actor, uid=uid, seen_revision=revision, now=clock.now())
        except Conflict as problem:
            notify(request, sentence_of(problem), tone="attention")
        else:
            notify(request, _("The edition is issued. Have it attested now."))
        return redirect("rules:edition", uid=uid)
    looked_at = SeenForm(request.GET)
    revision = looked_at.cleaned_data["revision"] if looked_at.is_valid() else found.revision
    context = {
        "title": _("Issue this edition"),
        "summary": f"{said(rule.words.title)} {found.number}",
        "facts": [(_("In force from"), found.first_day)],
        "warning": _("An issued edition cannot be changed any more: a change is a new edition."),
        "button": _("Issue edition %(number)s") % {"number": found.number},
        "hidden": {"revision": revision},
        "action_url": reverse("rules:issue", args=[uid]),
        "cancel_url": reverse("rules:edition", args=[uid]),
    }
    return render(request, "ui/confirm.html", context)


@office(Capability.VIEW, "GET")
def file(request: Request, uid: uuid.UUID) -> HttpResponse:
    """The file of an edition, always as an attachment."""
    _rule, found = edition_for(request.actor, uid, today=today())
    return edition_file(found)


def edition_file(found: EditionView) -> HttpResponse:
    """The file of an edition that was fetched through the gate."""
    response = HttpResponse(file_of(found), content_type="application/octet-stream")
    name = found.words.file_name
    disposition = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Disposition"] = disposition or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _other(found: EditionView, rule: RuleView, chosen: str) -> EditionView | None:
    """The edition to compare with: the chosen one, else the one before."""
    for one in rule.editions:
        if str(one.uid) == chosen and one.uid != found.uid:
            return one
    place = [one.uid for one in rule.editions].index(found.uid)
    return rule.editions[place + 1] if place + 1 < len(rule.editions) else None


def _changes(other: EditionView, found: EditionView) -> list[tuple[str, tuple[LineChange, ...]]]:
    names = {"ja": _("Japanese"), "en": _("English")}
    before, after = other.words.text.as_dict(), found.words.text.as_dict()
    return [(names[key], line_changes(before[key], after[key])) for key in LANGUAGES]


def _form_page(
    request: Request, rule: RuleView, found: EditionView | None, form: EditionForm
) -> HttpResponse:
    back = reverse("rules:edition", args=[found.uid]) if found else ""
    context = {
        "form": form,
        "rule": rule,
        "edition": found,
        "title": said(rule.words.title),
        "back_url": back or reverse("rules:rule", args=[rule.uid]),
    }
    status = 422 if form.is_bound else 200
    return render(request, "rules/edition_edit.html", context, status=status)
