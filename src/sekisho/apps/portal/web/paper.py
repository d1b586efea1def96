"""The way in with a printed letter: by its number, or by its code after the QR code was read."""

from __future__ import annotations

import uuid
from contextlib import suppress
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from sekisho.apps.accounts.actions import CodeResult
from sekisho.apps.accounts.actions.cards import check_no_card
from sekisho.apps.accounts.queries import LinkView, actor_of_link
from sekisho.apps.asks.actions.on_paper import give_card
from sekisho.apps.papers.queries.packs import link_of_number
from sekisho.apps.portal.forms.entry import ADDRESSEE
from sekisho.apps.portal.forms.paper import CardForm, PaperForm
from sekisho.apps.portal.web.code import code_page
from sekisho.apps.portal.web.entry import asker_name, change_entry, remember
from sekisho.kernel import clock
from sekisho.kernel.actor import NOBODY
from sekisho.kernel.errors import Conflict, NotFound
from sekisho.ui.entrances import Request, public, respondent


@public("GET", "POST", because="asks for number and code of a printed letter; shows nothing stored")
@sensitive_post_parameters("card", "number")
@sensitive_variables()
def paper(request: Request) -> HttpResponse:
    """Number and code together, for those who typed the address."""
    form = PaperForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        found = _opened(request, form)
        if found is not None:
            return redirect("portal:start", link_uid=found)
    context = {"form": form, "asker": asker_name(request)}
    status = 422 if form.errors else 200
    response = render(request, "portal/paper.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"  # what stands on a letter passes through here
    return response


@respondent("answer", "POST", needs_code=False)
@sensitive_post_parameters("card")
@sensitive_variables()
def card(request: Request, link_uid: uuid.UUID) -> HttpResponse:
    """The printed code, once the link itself was opened."""
    form = CardForm(request.POST)
    if not form.is_valid():
        return code_page(request, card=form, status=422)
    try:
        result = give_card(request.actor, code=form.cleaned_data["card"], now=clock.now())
    except Conflict as problem:
        return code_page(request, problem=problem, status=409)
    if result is not CodeResult.RIGHT:
        form.add_error("card", _("This is not the code. Please look at the letter again."))
        return code_page(request, card=form, status=422)
    request.session.cycle_key()
    change_entry(request, link_uid, is_confirmed=True)
    return redirect("portal:start", link_uid=link_uid)


def _opened(request: Request, form: PaperForm) -> uuid.UUID | None:
    """The link that number and code open. Numbers that stand on no letter, wrong codes and letters
    with too many wrong tries read alike, or strangers could find out which numbers there are.
    """
    now, given = clock.now(), form.cleaned_data
    found = link_of_number(given["number"], now=now)
    if not _is_right(found, given["card"], now) or found is None:
        words = _(
            "Number and code do not fit, or there were too many wrong tries. Please look at the"
            " letter again. If they are right, wait ten minutes or telephone us."
        )
        form.add_error(None, words)
        return None
    request.session.cycle_key()
    remember(request, found, is_addressee=given["who"] == ADDRESSEE)
    change_entry(request, found.uid, is_confirmed=True)
    return found.uid


def _is_right(found: LinkView | None, code: str, now: datetime) -> bool:
    """Whether the code stands on the letter of this link; all answers cost about the same."""
    if found is not None:
        actor = actor_of_link(found.uid, is_confirmed=False, now=now)
        with suppress(NotFound, Conflict):  # closed, or tried too often: like an unknown number
            return give_card(actor, code=code, now=now) is CodeResult.RIGHT
    check_no_card(NOBODY, code=code, now=now)
    return False
