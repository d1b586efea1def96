"""One finding: what was said and done, and the office's next step."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sekisho.apps.measures.actions.acceptance import (
    Decision,
    Terms,
    decide_acceptance,
    request_acceptance,
)
from sekisho.apps.measures.actions.steps import STEPS, Step, take_step
from sekisho.apps.measures.events import source_links
from sekisho.apps.measures.forms import FORMS, DecideForm
from sekisho.apps.measures.queries.acceptances import AcceptanceView, acceptances_of, can_decide
from sekisho.apps.measures.queries.files import file_content_for, files_for
from sekisho.apps.measures.queries.findings import FindingView, earlier_of, finding_for
from sekisho.apps.measures.web.files import attachment
from sekisho.apps.measures.web.words import (
    SEND_BACK,
    STEP_WORDS,
    WISHES,
    event_of,
    row_of,
    state_word,
    today,
)
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.kernel.errors import Forbidden, Invalid, NotFound
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify
from sekisho.ui.problems import words_for
from sekisho.ui.slots import drawn_panels


@office(Capability.VIEW, "GET")
def finding(request: Request, uid: uuid.UUID) -> HttpResponse:
    """All that both sides said, and what waits for the reader."""
    return _finding_page(request, finding_for(request.actor, uid, today=today()))


@office(Capability.FOLLOW_UP, "POST")
def step(request: Request, uid: uuid.UUID, state: str) -> HttpResponse:
    """Take the next step; what was typed is kept when it cannot be taken."""
    if state not in FORMS:
        raise NotFound("measures.not_there")
    found = finding_for(request.actor, uid, today=today(), capability=Capability.FOLLOW_UP)
    form = FORMS[state](request.POST)
    if form.is_valid():
        try:
            said = _take(request, uid, state, dict(form.cleaned_data))
        except Invalid as problem:
            form.add_error(None, words_for(problem)[0])
        else:
            notify(request, said)
            return redirect("measures:finding", uid=uid)
    return _finding_page(request, found, tried=(state, form), status=422)


def _take(request: Request, uid: uuid.UUID, state: str, given: dict[str, Any]) -> str:
    revision, now = given.pop("revision"), clock.now()
    if state != "accepted":
        take_step(request.actor, uid=uid, step=Step(state, **given), revision=revision, now=now)
        return _("Noted: %(state)s.") % {"state": state_word(state)}
    counts = request_acceptance(
        request.actor, uid=uid, terms=Terms(**given), revision=revision, now=now
    )
    if counts:
        return _("Noted: %(state)s.") % {"state": state_word(state)}
    return _("The weight is high, so a second person must approve. It is shown on their Today.")


@office(Capability.RUN, "POST")
def decide(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Approve or refuse the acceptance that a colleague asked for."""
    found = finding_for(request.actor, uid, today=today(), capability=Capability.RUN)
    form = DecideForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        is_granted = given["decision"] == "grant"
        decision = Decision(given["acceptance"], is_granted, given["remark"])
        try:
            decide_acceptance(request.actor, uid=uid, decision=decision, now=clock.now())
        except (Invalid, Forbidden) as problem:
            form.add_error(None, words_for(problem)[0])
        else:
            notify(request, _("Approved.") if is_granted else _("Refused; it stays open."))
            return redirect("measures:finding", uid=uid)
    return _finding_page(request, found, tried=("decide", form), status=422)


@office(Capability.VIEW, "GET")
def file(request: Request, uid: uuid.UUID, file_uid: uuid.UUID) -> HttpResponse:
    """Always as an attachment, never shown in the page."""
    view, data = file_content_for(request.actor, uid, file_uid)
    return attachment(data, view.name, "application/octet-stream")


def _finding_page(
    request: Request,
    found: FindingView,
    *,
    tried: tuple[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    actor = request.actor
    links = source_links(actor, found.source, [found.source_id])
    acceptances = acceptances_of(actor, found.uid)
    pending = next((one for one in acceptances if one.state == "pending"), None)
    states = STEPS[found.state] if actor.can(Capability.FOLLOW_UP) else ()
    if pending:
        states = tuple(state for state in states if state != "accepted")
    context = {
        "row": row_of(found, links),
        "finding": found,
        "source": links.get(found.source_id),
        "files": files_for(actor, found.uid),
        "wish": WISHES.get(found.words.wish, ""),
        "steps": [_step(found, state, tried) for state in states],
        "form": tried[1] if tried else None,
        "events": [event_of(one) for one in reversed(found.words.steps)],
        "acceptances": acceptances,
        "pending": pending,
        "decide": _decide_form(pending, tried) if can_decide(actor, found.uid) else None,
        "earlier": earlier_of(actor, found.uid),
        "panels": drawn_panels(request, "finding", found),
    }
    return render(request, "measures/finding.html", context, status=status)


def _decide_form(pending: AcceptanceView | None, tried: tuple[str, Any] | None) -> Any:
    if pending is None:
        return None
    if tried is not None and tried[0] == "decide":
        return tried[1]
    return DecideForm(initial={"acceptance": pending.uid})


def _step(found: FindingView, state: str, tried: tuple[str, Any] | None) -> dict[str, Any]:
    is_return = state == "open" and found.state == "done"
    label, icon = SEND_BACK if is_return else STEP_WORDS[state]
    words = found.words
    first = {"revision": found.revision, "what": words.what, "who": words.who}
    due_on = found.due_on or found.proposed_on
    form = FORMS[state](initial={**first, "due_on": due_on, "proof": words.proof})
    is_open = tried is not None and tried[0] == state
    if tried is not None and tried[0] == state:
        form = tried[1]
    return {"state": state, "label": label, "icon": icon, "form": form, "is_open": is_open}
