"""Answering what stands against a sending, and reading afterwards what was said."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sekisho.apps.accounts.queries import names_of
from sekisho.apps.fairness.actions.gate import Reply, answer_all, answer_concern, insert_advice
from sekisho.apps.fairness.queries.gate import answers_for
from sekisho.apps.fairness.web.words import said, shown_answer
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify

_LONGEST_KEY = 16


@office(Capability.VIEW, "GET")
def record(request: Request, uid: uuid.UUID) -> HttpResponse:
    """What was said to each point before the ask went out."""
    ask, answers = answers_for(request.actor, uid)
    names = names_of({one.by_uid for one in answers})
    context = {
        "ask": ask,
        "title": said(ask.title) or _("Ask without a title"),
        "rows": [shown_answer(one, names.get(one.by_uid, "")) for one in answers],
    }
    return render(request, "fairness/record.html", context)


@office(Capability.RUN, "POST")
def answer(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Say why a point stays as it is, or that it does not apply."""
    reply = Reply(request.POST.get("kind", ""), request.POST.get("reason", ""))
    key = request.POST.get("key", "")[:_LONGEST_KEY]
    answer_concern(request.actor, uid=uid, key=key, reply=reply, now=clock.now())
    return _back(uid)


@office(Capability.RUN, "POST")
def insert(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Put the proposed words into the draft."""
    key = request.POST.get("key", "")[:_LONGEST_KEY]
    insert_advice(request.actor, uid=uid, key=key, now=clock.now())
    notify(request, _("The words are in the draft."))
    return _back(uid)


@office(Capability.RUN, "POST")
def emergency(request: Request, uid: uuid.UUID) -> HttpResponse:
    """One reason for all that is open."""
    reason = request.POST.get("reason", "")
    answer_all(request.actor, uid=uid, reason=reason, now=clock.now())
    notify(request, _("All points are answered with this reason. It is kept with the ask."))
    return _back(uid)


def _back(uid: uuid.UUID) -> HttpResponse:
    return redirect(f"{reverse('asks:check', args=[uid])}#fairness")
