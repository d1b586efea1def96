"""The code by mail: asked for by the reader, typed here, bound to this browser."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from sekisho.apps.accounts.actions import CodeResult
from sekisho.apps.accounts.queries import has_card
from sekisho.apps.asks.actions.access import give_code, send_code
from sekisho.apps.asks.queries.respondent import Door, door_for
from sekisho.apps.mail.queries import is_held
from sekisho.apps.portal.forms.entry import CodeForm, ReceivedForm
from sekisho.apps.portal.forms.paper import CardForm
from sekisho.apps.portal.web.entry import change_entry, entry_of, landing
from sekisho.apps.portal.web.notices import notice_words
from sekisho.apps.portal.web.pages import visit_page
from sekisho.kernel import clock
from sekisho.kernel.errors import Conflict
from sekisho.ui.entrances import Request, respondent
from sekisho.ui.notices import notify
from sekisho.ui.problems import words_for


@respondent("answer", "GET", "POST", needs_code=False)
@sensitive_post_parameters("code")
@sensitive_variables()
def code(request: Request, link_uid: uuid.UUID) -> HttpResponse:
    """Ask for a code, then type it."""
    if request.method == "GET":
        confirmed = request.actor.link is not None and request.actor.link.is_confirmed
        to = landing(request, link_uid)
        return redirect(to, link_uid=link_uid) if confirmed else code_page(request)
    form = CodeForm(request.POST)
    if not form.is_valid():
        return code_page(request, form, status=422)
    browser = str(entry_of(request, link_uid)["browser"])
    now = clock.now()
    try:
        result = give_code(request.actor, code=form.cleaned_data["code"], browser=browser, now=now)
    except Conflict as problem:
        return code_page(request, CodeForm(), problem=problem, status=409)
    if result is CodeResult.RIGHT:
        request.session.cycle_key()
        change_entry(request, link_uid, is_confirmed=True)
        return redirect(landing(request, link_uid), link_uid=link_uid)
    form.add_error("code", WRONG_WORDS[result]())
    return code_page(request, form, status=422)


@respondent("answer", "POST", needs_code=False)
def send(request: Request, link_uid: uuid.UUID) -> HttpResponse:
    """Send a code to the registered address."""
    browser = str(entry_of(request, link_uid)["browser"])
    now = clock.now()
    language = request.LANGUAGE_CODE
    try:
        masked = send_code(request.actor, browser=browser, language=language, now=now)
    except Conflict as problem:
        return code_page(request, problem=problem, status=409)
    change_entry(request, link_uid, code_sent_at=now.isoformat())
    notify(request, _("We sent a code to %(address)s.") % {"address": masked})
    return redirect("portal:code", link_uid=link_uid)


WRONG_WORDS = {
    CodeResult.WRONG: lambda: _("This is not the code. Please take the newest mail and try again."),
    CodeResult.EXPIRED: lambda: _(
        "This code is no longer valid. Please have a new one sent with the button below."
    ),
}


def _may_acknowledge(request: Request, door: Door) -> bool:
    """Whether the button is worth showing: this browser has not pressed it yet."""
    uid = request.actor.uid
    is_done = bool(uid and entry_of(request, uid).get("has_acknowledged"))
    return door.visit.standing.can_write and not is_done


def code_page(
    request: Request,
    form: CodeForm | None = None,
    *,
    card: CardForm | None = None,
    problem: Conflict | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of the code: the mailed one, the one printed in the letter, or both."""
    door = door_for(request.actor, now=clock.now())
    what, hint = words_for(problem) if problem else ("", "")
    uid = request.actor.uid
    context: dict[str, Any] = {
        "form": form or CodeForm(),
        "masked": door.masked_address,
        "card": (card or CardForm()) if has_card(request.actor) else None,
        "is_held": is_held(),
        "is_sent": bool(uid and entry_of(request, uid).get("code_sent_at")),
        "is_locked": problem is not None and problem.code == "accounts.link_locked",
        "what": what,
        "hint": hint,
        "contact_name": door.visit.contact_name.in_language(request.LANGUAGE_CODE),
        "notice": notice_words(request),
        "received_form": ReceivedForm(),
        "offers_received": _may_acknowledge(request, door),
        "department": door.visit.department.in_language(request.LANGUAGE_CODE),
    }
    return visit_page(request, "portal/code.html", door.visit, context, status=status)
