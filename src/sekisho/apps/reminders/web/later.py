"""Sending a draft at a moment, and letting an ask come again."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sekisho.apps.asks.queries.drafts import ask_for
from sekisho.apps.reminders.actions.later import cancel_sending, plan_sending
from sekisho.apps.reminders.actions.series import Rhythm, begin_series, stop_series
from sekisho.apps.reminders.forms import SendingForm, SeriesForm
from sekisho.apps.reminders.queries.later import sending_of
from sekisho.apps.reminders.web.plans import title_of
from sekisho.engines.reminders import Every, Turn
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.kernel.errors import Conflict, Invalid
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify
from sekisho.ui.problems import sentence_of


@office(Capability.RUN, "GET", "POST")
def sending(request: Request, uid: uuid.UUID) -> HttpResponse:
    """The moment at which a draft is sent."""
    ask = ask_for(request.actor, uid, Capability.RUN)
    if not ask.is_draft:
        raise Conflict("asks.already_sent")
    given = request.POST if request.method == "POST" else None
    planned = sending_of(ask)
    form = SendingForm(given, initial=SendingForm.moment_shown(planned.at) if planned else None)
    if given is not None and form.is_valid():
        try:
            plan_sending(request.actor, uid=uid, at=form.moment(), now=clock.now())
        except Invalid as problem:
            form.add_error("day", sentence_of(problem))
        else:
            notify(request, _("It is sent at that moment, when nothing stands against it then."))
            return redirect("reminders:list")
    context = {"form": form, "ask": ask, "title": title_of(ask), "planned": planned}
    return render(request, "reminders/later.html", context, status=200 if given is None else 422)


@office(Capability.RUN, "POST")
def cancel(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Send it by hand after all."""
    cancel_sending(request.actor, uid=uid, now=clock.now())
    notify(request, _("It is not sent by itself any more."))
    return redirect("asks:check", uid=uid)


@office(Capability.RUN, "GET", "POST")
def again(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Let a sent ask come again."""
    ask = ask_for(request.actor, uid, Capability.RUN)
    given = request.POST if request.method == "POST" else None
    form = SeriesForm(given)
    if given is not None and form.is_valid():
        chosen = form.cleaned_data
        rhythm = Rhythm(
            chosen["anchor"],
            Every(chosen["every"]),
            Turn(chosen["turn"]),
            sends_itself=chosen["how"] == "send",
        )
        try:
            begin_series(request.actor, uid=uid, rhythm=rhythm, now=clock.now())
        except (Invalid, Conflict) as problem:
            form.add_error(None, sentence_of(problem))
        else:
            notify(request, _("The ask comes again."))
            return redirect("reminders:list")
    context = {"form": form, "ask": ask, "title": title_of(ask)}
    return render(request, "reminders/again.html", context, status=200 if given is None else 422)


@office(Capability.RUN, "POST")
def stop(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Make no more asks of a series."""
    stop_series(request.actor, uid=uid, now=clock.now())
    notify(request, _("No more asks are made of this series."))
    return redirect("reminders:list")
