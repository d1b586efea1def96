"""Erasing one person or one file: what would go, a reason, a confirmation."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sekisho.apps.asks.forms.words import said
from sekisho.apps.keeping.actions.files import erase_answer_file, erase_finding_file
from sekisho.apps.keeping.actions.persons import erase_person
from sekisho.apps.keeping.forms.rules import EraseForm
from sekisho.apps.keeping.queries.files import FileFacts, answer_file_for, finding_file_for
from sekisho.apps.keeping.queries.left import Left
from sekisho.apps.keeping.queries.people import known_for
from sekisho.apps.keeping.web.words import LEFT_KINDS, LEFT_PAGES
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.kernel.errors import Conflict
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify
from sekisho.ui.problems import sentence_of
from sekisho.ui.wording import moment_text, size_text


@office(Capability.RUN, "GET", "POST")
def person(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Erase a contact for good."""
    found, form = known_for(request.actor, uid), EraseForm(request.POST or None)
    back = reverse("partners:partner", args=[found.organisation.uid])
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            erase_person(request.actor, uid=uid, reason=reason, now=clock.now())
        except Conflict as problem:
            form.add_error(None, sentence_of(problem))
        else:
            notify(request, _("Erased. It cannot be brought back."))
            return redirect(back)
    context = {
        "found": found,
        "name": said(found.organisation.names),
        "left": [_left(one) for one in found.left],
        "form": form,
        "back": back,
    }
    return render(request, "keeping/person.html", context, status=422 if form.is_bound else 200)


def _left(one: Left) -> tuple[str, str]:
    """What a place of free words is called, and its page."""
    label = f"{LEFT_KINDS[one.kind]}: {one.label}" if one.label else str(LEFT_KINDS[one.kind])
    return label, reverse(LEFT_PAGES[one.kind], args=[one.uid])


@office(Capability.RUN, "GET", "POST")
def answer_file(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Erase one file that was given with an answer."""
    found = answer_file_for(request.actor, uid)
    back = reverse("asks:reply", args=[found.page_uid])
    return _file_page(request, found, back)


@office(Capability.RUN, "GET", "POST")
def finding_file(request: Request, uid: uuid.UUID, file_uid: uuid.UUID) -> HttpResponse:
    """Erase one file that was sent with a step of a finding."""
    found = finding_file_for(request.actor, uid, file_uid)
    back = reverse("measures:finding", args=[uid])
    return _file_page(request, found, back, finding_uid=uid)


def _file_page(
    request: Request, found: FileFacts, back: str, *, finding_uid: uuid.UUID | None = None
) -> HttpResponse:
    form = EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given: dict[str, Any] = {"uid": found.uid, "reason": form.cleaned_data["reason"]}
        try:
            if finding_uid is None:
                erase_answer_file(request.actor, **given, now=clock.now())
            else:
                erase_finding_file(request.actor, finding_uid=finding_uid, **given, now=clock.now())
        except Conflict as problem:
            form.add_error(None, sentence_of(problem))
        else:
            notify(request, _("The file is erased."))
            return redirect(back)
    facts = [
        (_("File"), found.name),
        (_("Size"), size_text(found.size_bytes)),
        (_("Given"), moment_text(found.created_at)),
    ]
    context = {"form": form, "facts": facts, "found": found, "back": back}
    return render(request, "keeping/file.html", context, status=422 if form.is_bound else 200)
