"""One finding: what was said about it, and what the respondent wants to say next."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sekisho.apps.asks.queries.respondent import holder_name, visit_for
from sekisho.apps.asks.queries.respondent_receipts import receipts_for
from sekisho.apps.asks.queries.respondent_standing import Visit
from sekisho.apps.measures.actions.reports import Upload, report_step
from sekisho.apps.measures.actions.steps import PARTNER_STEPS, PARTNER_WHILE, Step
from sekisho.apps.measures.queries.erasing import erased_proofs_for
from sekisho.apps.measures.queries.files import file_content_for, files_for
from sekisho.apps.measures.queries.findings import FindingView, finding_for
from sekisho.apps.measures.queries.sealed import StepNote
from sekisho.apps.portal.forms.problems import words_of_refusal
from sekisho.apps.portal.forms.steps import STEP_FORMS, shown_due
from sekisho.apps.portal.web.entry import entry_of
from sekisho.apps.portal.web.files import attachment
from sekisho.apps.portal.web.finding_lines import LOOKS, line_of
from sekisho.apps.portal.web.pages import about_ask, visit_page
from sekisho.kernel import clock
from sekisho.kernel.errors import Conflict, Invalid, NotFound, TooLarge, Unreadable
from sekisho.ui.entrances import Request, respondent
from sekisho.ui.problems import words_for
from sekisho.ui.states import look_of

_STEP_WORDS = {
    "planned": (_("Say what will be done, and by when"), "calendar", _("Send the plan")),
    "done": (_("Say that it is done"), "circle-check", _("Send: it is done")),
    "asked": (
        _("It does not apply, or cannot be done"),
        "message",
        _("Send, and wait for the decision"),
    ),
}
_WISHES = {
    "not_applicable": _("It does not apply to us"),
    "accept": _("We cannot do it, and ask you to accept that"),
    "help": _("We do not know how to go on"),
}
# Which fold is open at first: what would usually come next.
_NEXT = {"open": "planned", "planned": "done"}


@dataclass(frozen=True, slots=True)
class Tried:
    """A step that was not taken: its form with what was typed, and what stood in the way."""

    form: Any
    what: str = ""
    hint: str = ""


@respondent("answer", "GET")
def finding(request: Request, link_uid: uuid.UUID, finding_uid: uuid.UUID) -> HttpResponse:
    """What was found, what both sides said, and what one can say next."""
    return _finding_page(request, finding_uid)


@respondent("answer", "POST")
def step(request: Request, link_uid: uuid.UUID, finding_uid: uuid.UUID, state: str) -> HttpResponse:
    """Say something about a finding; what was typed is kept when it cannot be taken."""
    visit = visit_for(request.actor, now=clock.now())
    found = _found(request, finding_uid, visit)
    if state not in STEP_FORMS:
        raise NotFound("portal.no_finding")
    form = STEP_FORMS[state](today=_today(visit), data=request.POST, files=request.FILES)
    if not form.is_valid():
        return _finding_page(request, found.uid, tried=Tried(form), status=422)
    try:
        _report(request, found.uid, state, dict(form.cleaned_data))
    except Conflict as problem:
        what, hint = words_for(problem)
        again = _again(state, request, visit)
        return _finding_page(request, found.uid, tried=Tried(again, what, hint), status=409)
    except (Invalid, TooLarge, Unreadable) as problem:
        is_file = problem.code.startswith("intake.")
        form.add_error("file" if is_file else None, words_of_refusal(problem))
        return _finding_page(request, found.uid, tried=Tried(form), status=422)
    return redirect("portal:finding", link_uid=link_uid, finding_uid=found.uid)


@respondent("answer", "GET")
def proof(
    request: Request, link_uid: uuid.UUID, finding_uid: uuid.UUID, file_uid: uuid.UUID
) -> HttpResponse:
    """A file that was sent with a step, as an attachment."""
    view, data = file_content_for(request.actor, finding_uid, file_uid)
    return attachment(data, view.name, "application/octet-stream")


def _report(request: Request, uid: uuid.UUID, state: str, given: dict[str, Any]) -> None:
    revision, file = given.pop("revision"), given.pop("file", None)
    report_step(
        request.actor,
        uid=uid,
        step=Step(state, **given),
        revision=revision,
        upload=Upload(file.file, file.name) if file else None,
        now=clock.now(),
    )


def _found(request: Request, uid: uuid.UUID, visit: Visit) -> FindingView:
    try:
        return finding_for(request.actor, uid, today=_today(visit))
    except NotFound as problem:
        raise NotFound("portal.no_finding") from problem


def _today(visit: Visit) -> date:
    return timezone.localdate(clock.now(), visit.zone)


def _again(state: str, request: Request, visit: Visit) -> Any:
    """The form with what was typed, to be sent after a look at what has changed."""
    return STEP_FORMS[state](today=_today(visit), initial=request.POST.dict())


def _finding_page(
    request: Request, uid: uuid.UUID, *, tried: Tried | None = None, status: int = 200
) -> HttpResponse:
    visit = visit_for(request.actor, now=clock.now())
    found, language = _found(request, uid, visit), request.LANGUAGE_CODE
    notes = [_note(one) for one in reversed(found.words.steps)]
    context = {
        "about": about_ask(visit, language),
        "line": line_of(found, language),
        "finding": found,
        "files": files_for(request.actor, uid),
        "erased_files": erased_proofs_for(request.actor, uid),
        "steps": _steps(request, found, visit, tried),
        "form": tried.form if tried else None,
        "what": tried.what if tried else "",
        "hint": tried.hint if tried else "",
        "notes": notes,
        "last": notes[0] if notes else None,
        "limit_mb": int(settings.SEKISHO_UPLOAD_LIMIT_MB),
    }
    return visit_page(request, "portal/finding.html", visit, context, status=status)


def _steps(
    request: Request, found: FindingView, visit: Visit, tried: Tried | None
) -> list[dict[str, Any]]:
    """What may be said now: a form each, the likely one or the one just tried open."""
    if found.state not in PARTNER_WHILE:
        return []
    opened = tried.form.state if tried else _NEXT.get(found.state, "")
    steps = []
    for state in PARTNER_STEPS:
        label, icon, button = _STEP_WORDS[state]
        fresh = STEP_FORMS[state](today=_today(visit), initial=_initial(request, found))
        is_tried = tried is not None and tried.form.state == state
        if is_tried and tried is not None:
            fresh = tried.form
            fresh.initial["revision"] = found.revision
        steps.append(
            {
                "state": state,
                "label": label,
                "icon": icon,
                "button": button,
                "form": fresh,
                "is_open": opened == state,
            }
        )
    return steps


def _initial(request: Request, found: FindingView) -> dict[str, Any]:
    words = found.words
    return {
        "revision": found.revision,
        "what": words.what,
        "who": words.who,
        "due_on": shown_due(found.due_on, request.LANGUAGE_CODE),
        "by": writer_of(request, found),
    }


def writer_of(request: Request, found: FindingView) -> str:
    """Who wrote last on this side, else who submitted, else the addressee."""
    for note in reversed(found.words.steps):
        if note.is_partner and note.by:
            return note.by
    receipts = receipts_for(request.actor)
    if receipts:
        return receipts[0].name
    own = request.actor.uid
    is_addressee = bool(own and entry_of(request, own).get("is_addressee"))
    return holder_name(request.actor) if is_addressee else ""


def _note(note: StepNote) -> dict[str, Any]:
    look, word = LOOKS[note.state]
    return {
        "at": datetime.fromisoformat(note.at),
        "state": note.state,
        "word": word,
        "by": note.by,
        "is_partner": note.is_partner,
        "wish": _WISHES.get(note.wish, ""),
        "said": note.said,
        "due_on": date.fromisoformat(note.due_on) if note.due_on else None,
        "file": note.file,
        "receipt": note.receipt,
        "tone": look_of(look).tone,
        "icon": look_of(look).icon,
    }
