"""Putting a partner or an ask on hold, and lifting that."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sekisho.apps.asks.forms.words import said
from sekisho.apps.asks.queries.drafts import ask_for
from sekisho.apps.keeping.actions.holds import hold_ask, hold_partner, lift_hold
from sekisho.apps.keeping.forms.rules import ReasonForm
from sekisho.apps.keeping.queries.holds import every_hold
from sekisho.apps.keeping.queries.rules import require_keeper
from sekisho.apps.organisations.queries import organisation_for
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.kernel.errors import Conflict, NotFound
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify
from sekisho.ui.problems import sentence_of


@office(Capability.ADMINISTER, "GET", "POST")
def partner(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Let nothing of a partner be erased."""
    require_keeper(request.actor)
    found = organisation_for(request.actor, uid, Capability.ADMINISTER)
    back = reverse("partners:partner", args=[uid])
    return _page(request, uid, hold_partner, (said(found.names), back))


@office(Capability.ADMINISTER, "GET", "POST")
def ask(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Let nothing of an ask be erased."""
    require_keeper(request.actor)
    found = ask_for(request.actor, uid, Capability.ADMINISTER)
    return _page(request, uid, hold_ask, (said(found.title), reverse("asks:board", args=[uid])))


def _page(
    request: Request, uid: uuid.UUID, hold: Callable[..., uuid.UUID], shown: tuple[str, str]
) -> HttpResponse:
    name, back = shown
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            hold(request.actor, uid=uid, reason=form.cleaned_data["reason"], now=clock.now())
        except Conflict as problem:
            form.add_error(None, sentence_of(problem))
        else:
            notify(request, _("On hold: nothing of it is erased until the hold is lifted."))
            return redirect(back)
    context = {"form": form, "name": name, "back": back}
    return render(request, "keeping/hold.html", context, status=422 if form.is_bound else 200)


@office(Capability.ADMINISTER, "GET", "POST")
def lift(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Lift a hold after one question."""
    require_keeper(request.actor)
    found = next((one for one in every_hold() if one.uid == uid and not one.lifted_at), None)
    if found is None:
        raise NotFound("keeping.no_hold")
    if request.method == "POST":
        lift_hold(request.actor, uid=uid, now=clock.now())
        notify(request, _("The hold is lifted."))
        return redirect("keeping:rules")
    context = {
        "title": _("Lift the hold"),
        "summary": said(found.names),
        "facts": [(_("Reason"), found.reason), (_("By"), found.by or "–")],
        "warning": _("What is due by the times of keeping is erased in the coming night."),
        "button": _("Lift the hold"),
        "action_url": reverse("keeping:lift", args=[uid]),
        "cancel_url": reverse("keeping:rules"),
    }
    return render(request, "ui/confirm.html", context)
