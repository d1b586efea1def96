"""Asking for a talk about costs: one form, told to the contact person; the answers stay as is."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from sekisho.apps.asks.queries.linked import linked_assignment
from sekisho.apps.asks.queries.respondent import holder_name, visit_for
from sekisho.apps.fairness.actions.consultations import wish_talk
from sekisho.apps.fairness.queries.consultations import talks_of_link
from sekisho.apps.portal.forms.costs import CostsForm
from sekisho.apps.portal.web.entry import entry_of
from sekisho.apps.portal.web.pages import about_ask, visit_page
from sekisho.kernel import clock
from sekisho.kernel.errors import Conflict, Invalid, NotFound
from sekisho.ui.entrances import Request, respondent
from sekisho.ui.notices import notify
from sekisho.ui.problems import sentence_of


@respondent("answer", "GET", "POST")
def costs(request: Request, link_uid: uuid.UUID) -> HttpResponse:
    """The form, and when one asked before."""
    now = clock.now()
    visit, own = visit_for(request.actor, now=now), linked_assignment(request.actor)
    if not own.is_about_itself:
        raise NotFound("entrance.link_closed")
    given = request.POST if request.method == "POST" else None
    form = CostsForm(given, initial={"with_whom": _name(request, link_uid)})
    if form.is_valid():
        today = timezone.localdate(now, visit.zone)
        try:
            wish_talk(request.actor, words=form.words(), today=today, now=now)
        except (Conflict, Invalid) as problem:
            form.add_error(None, sentence_of(problem))
        else:
            notify(request, _("Thank you. The person in charge has been told."))
            return redirect("portal:costs", link_uid=link_uid)
    context = {
        "about": about_ask(visit, request.LANGUAGE_CODE),
        "form": form,
        "earlier": talks_of_link(own.ask_id, own.subject_id),
    }
    status = 422 if form.errors else 200
    return visit_page(request, "portal/costs.html", visit, context, status=status)


def _name(request: Request, link_uid: uuid.UUID) -> str:
    is_addressee = entry_of(request, link_uid).get("is_addressee")
    return holder_name(request.actor) if is_addressee else ""
