"""The list of running plans, the plan of one ask, the plan of a company."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from sekisho.apps.asks.queries.drafts import AskView, ask_for
from sekisho.apps.asks.queries.profiles import ProfileView, profiles_for
from sekisho.apps.reminders.actions.plans import (
    pause_plan,
    save_defaults,
    save_plan,
    switch_plan,
)
from sekisho.apps.reminders.forms import (
    EVERY_WORDS,
    WHOM_WORDS,
    DefaultsForm,
    LimitsForm,
    StepRows,
    initial_of,
    rows_of,
    steps_in,
)
from sekisho.apps.reminders.queries.later import sendings_for, series_for
from sekisho.apps.reminders.queries.plans import defaults_of, plan_of
from sekisho.apps.reminders.queries.standing import PlanStanding, plan_rows_for, standing_of
from sekisho.engines.reminders import Plan, Step
from sekisho.kernel import clock
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import Conflict, Invalid, NotFound
from sekisho.kernel.text import Bilingual
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify
from sekisho.ui.problems import sentence_of


def said(text: Bilingual) -> str:
    """A text in the language of the page."""
    return text.in_language((get_language() or "ja")[:2])


def title_of(ask: AskView) -> str:
    """What to call an ask on a page."""
    return said(ask.title) or _("Ask without a title")


def when_said(days: int) -> str:
    """The day of a step, as one would say it."""
    if not days:
        return _("On the day of the deadline")
    if days < 0:
        words = ngettext(
            "%(n)s business day before the deadline",
            "%(n)s business days before the deadline",
            -days,
        )
    else:
        words = ngettext(
            "%(n)s business day after the deadline",
            "%(n)s business days after the deadline",
            days,
        )
    return words % {"n": abs(days)}


@office(Capability.RUN, "GET")
def listing(request: Request) -> HttpResponse:
    """Which asks remind by themselves."""
    rows = [
        {"row": one, "title": said(one.title), "asker": said(one.asker)}
        for one in plan_rows_for(request.actor)
    ]
    context = {
        "rows": rows,
        "sendings": [(one, title_of(one.ask)) for one in sendings_for(request.actor)],
        "series": [
            {"one": one, "title": said(one.title), "every": EVERY_WORDS[one.every]}
            for one in series_for(request.actor)
        ],
    }
    return render(request, "reminders/list.html", context)


@office(Capability.RUN, "GET")
def plan(request: Request, uid: uuid.UUID) -> HttpResponse:
    """What was sent by the plan of an ask, and what comes next, when, to how many."""
    ask = ask_for(request.actor, uid, Capability.RUN)
    found = standing_of(ask, now=clock.now())
    context = {
        "ask": ask,
        "title": title_of(ask),
        "found": found,
        "next_on": _next_on(found),
        "lines": _lines(found),
    }
    return render(request, "reminders/plan.html", context)


@office(Capability.RUN, "GET", "POST")
def edit(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Change the plan of an ask."""
    ask = ask_for(request.actor, uid, Capability.RUN)
    view = plan_of(ask)
    given = request.POST if request.method == "POST" else None
    form = LimitsForm(given, initial={**initial_of(view.plan), "revision": view.revision})
    rows = StepRows(given, prefix="steps", initial=rows_of(view.plan))
    if given is not None and form.is_valid() and rows.is_valid():
        wanted = Plan(steps_in(rows), form.limits(view.plan.limits))
        seen = form.cleaned_data["revision"] or 0
        try:
            save_plan(request.actor, uid=uid, revision=seen, plan=wanted, now=clock.now())
        except (Invalid, Conflict) as problem:
            form.add_error(None, sentence_of(problem))
        else:
            notify(request, _("The plan is kept."))
            return redirect("reminders:plan", uid=uid)
    context = {
        "form": form,
        "rows": rows,
        "title": title_of(ask),
        "heading": _("Change the plan of reminders"),
        "back_url": reverse("reminders:plan", args=[uid]),
    }
    return render(request, "reminders/edit.html", context, status=200 if given is None else 422)


@office(Capability.RUN, "POST")
def switch(request: Request, uid: uuid.UUID) -> HttpResponse:
    """On, off, pause, resume."""
    ask_for(request.actor, uid, Capability.RUN)  # whose it is comes before what is wanted
    how, now = request.POST.get("how", ""), clock.now()
    if how in {"on", "off"}:
        switch_plan(request.actor, uid=uid, is_on=how == "on", now=now)
    elif how in {"pause", "resume"}:
        pause_plan(request.actor, uid=uid, is_paused=how == "pause", now=now)
    else:
        raise Invalid("reminders.no_such_switch")
    notify(request, _SWITCHED[how]())
    return redirect("reminders:plan", uid=uid)


_SWITCHED = {
    "on": lambda: _("Reminders go out by the plan."),
    "off": lambda: _("No more reminders go out by themselves."),
    "pause": lambda: _("The reminders rest until you let them go on."),
    "resume": lambda: _("The reminders go on; of what was missed only the latest step is sent."),
}


@office(Capability.RUN, "GET", "POST")
def defaults(request: Request) -> HttpResponse:
    """The plan with which asks of a company begin."""
    chosen, every = _companies(request.actor, request.GET.get("company", ""))
    view = defaults_of(chosen.organisation.id)
    given = request.POST if request.method == "POST" else None
    form = DefaultsForm(given, initial={**initial_of(view.plan), "is_on": view.is_on})
    rows = StepRows(given, prefix="steps", initial=rows_of(view.plan))
    is_sound = given is not None and form.is_valid() and rows.is_valid()
    if is_sound and _kept(request, chosen, form, steps_in(rows)):
        return redirect(_address(chosen))
    context = {
        "form": form,
        "rows": rows,
        "title": said(chosen.organisation.names),
        "heading": _("Reminders of new asks"),
        "companies": [
            {
                "label": said(one.organisation.names),
                "url": _address(one),
                "is_chosen": one == chosen,
            }
            for one in every
        ],
        "back_url": reverse("reminders:list"),
    }
    return render(request, "reminders/edit.html", context, status=200 if given is None else 422)


def _kept(
    request: Request, chosen: ProfileView, form: DefaultsForm, steps: tuple[Step, ...]
) -> bool:
    present = defaults_of(chosen.organisation.id).plan
    wanted = Plan(steps, form.limits(present.limits))
    try:
        save_defaults(
            request.actor,
            organisation_uid=chosen.organisation.uid,
            plan=wanted,
            is_on=form.cleaned_data["is_on"],
            now=clock.now(),
        )
    except Invalid as problem:
        form.add_error(None, sentence_of(problem))
        return False
    notify(request, _("The plan is kept. New asks begin with it."))
    return True


def _address(one: ProfileView) -> str:
    return f"{reverse('reminders:defaults')}?company={one.organisation.uid}"


def _companies(actor: Actor, wanted: str) -> tuple[ProfileView, tuple[ProfileView, ...]]:
    every = profiles_for(actor)
    if not every:
        raise NotFound("asks.no_profile")
    found = (one for one in every if str(one.organisation.uid) == wanted)
    return next(found, every[0]), every


def _next_on(found: PlanStanding) -> date | None:
    """The day of the next step, for most; one whose day has passed for some comes now at best."""
    first = found.next.first_on if found.next else None
    return max(first, timezone.localdate(clock.now())) if first else None


def _lines(found: PlanStanding) -> list[dict[str, Any]]:
    following = found.next
    return [
        {
            "line": line,
            "when": when_said(line.step.days),
            "whom": WHOM_WORDS[line.step.whom],
            "is_next": following is not None and line.step == following.step,
        }
        for line in found.lines
    ]
