"""Check and send, remind, and send one letter again."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sekisho.apps.asks.actions.resending import resend_letter
from sekisho.apps.asks.actions.waves import send_reminder, send_wave
from sekisho.apps.asks.queries.audience import AskAudience, due_of
from sekisho.apps.asks.queries.drafts import AskView, ask_for
from sekisho.apps.asks.queries.preflight import Preflight, preflight_of
from sekisho.apps.asks.queries.reminders import ReminderChoice, ReminderPlan, reminder_plan
from sekisho.apps.asks.queries.sets import set_of
from sekisho.apps.asks.queries.zones import due_text
from sekisho.apps.asks.web.compose_parts import (
    language,
    said,
    shown_snags,
    steps_of,
    title_of,
)
from sekisho.apps.organisations.queries import organisations_by_ids
from sekisho.apps.organisations.queries.countries import country_name
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.kernel.errors import Conflict
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify
from sekisho.ui.slots import drawn_panels
from sekisho.ui.wording import counted, figure

_DIGITS = 9


@office(Capability.RUN, "GET")
def check(request: Request, uid: uuid.UUID) -> HttpResponse:
    ask, found = _looked_over(request, uid)
    asker = organisations_by_ids(request.actor, [ask.organisation_id])[ask.organisation_id]
    chosen = set_of(ask.question_set_id)
    context = {
        "ask": ask,
        "title": title_of(ask),
        "steps": steps_of(ask, "asks:check"),
        "found": found.audience,
        "blocking": shown_snags(ask, found.blocking, asker.uid),
        "warnings": shown_snags(ask, found.warnings, asker.uid),
        "asker": said(asker.names),
        "set_title": said(chosen.title) if chosen else "",
        "due": _due_words(ask, found.audience),
        "panels": drawn_panels(request, "ask_check", (ask, found.audience)),
    }
    return render(request, "asks/compose/check.html", context)


@office(Capability.RUN, "GET", "POST")
def send(request: Request, uid: uuid.UUID) -> HttpResponse:
    if request.method == "POST":
        revision = _number(request.POST.get("revision", ""))
        sent = send_wave(request.actor, uid=uid, revision=revision, now=clock.now())
        return redirect("work:run", uid=sent.run_uid)
    ask, found = _looked_over(request, uid)
    if not found.is_clear:
        return redirect("asks:check", uid=uid)
    context = {
        "title": _("Send this ask"),
        "summary": title_of(ask),
        "facts": _facts(ask, found),
        "warning": _("Letters that have left cannot be called back."),
        "button": _send_word(found),
        "action_url": reverse("asks:send", args=[uid]),
        "cancel_url": reverse("asks:check", args=[uid]),
        "hidden": {"revision": ask.revision},
    }
    return render(request, "ui/confirm.html", context)


@office(Capability.RUN, "GET", "POST")
def remind(request: Request, uid: uuid.UUID) -> HttpResponse:
    ask = ask_for(request.actor, uid, Capability.RUN)
    given = request.POST if request.method == "POST" else request.GET
    only = tuple(filter(None, map(_uuid, given.getlist("only"))))
    if request.method == "POST" and "number" in request.POST:
        choice = ReminderChoice(
            _number(given.get("number", "")), only, includes_recent="recent" in given
        )
        sent = send_reminder(request.actor, uid=uid, choice=choice, now=clock.now())
        return redirect("work:run", uid=sent.run_uid)
    plan = reminder_plan(request.actor, uid, only=only, now=clock.now())
    includes_recent = "recent" in given
    context = _reminder_context(ask, plan, includes_recent=includes_recent)
    return render(request, "asks/compose/remind.html", {**context, "only": only})


@office(Capability.FOLLOW_UP, "POST")
def resend(request: Request, uid: uuid.UUID, assignment_uid: uuid.UUID) -> HttpResponse:
    contact = _uuid(request.POST.get("contact", ""))
    resend_letter(
        request.actor,
        uid=uid,
        assignment_uid=assignment_uid,
        contact_uid=contact,
        now=clock.now(),
    )
    notify(request, _("The letter is on its way again."))
    return redirect("asks:board", uid=uid)


def _looked_over(request: Request, uid: uuid.UUID) -> tuple[AskView, Preflight]:
    ask = ask_for(request.actor, uid, Capability.RUN)
    if not ask.is_draft:
        raise Conflict("asks.already_sent")
    return ask, preflight_of(request.actor, ask, now=clock.now())


def _send_word(found: Preflight) -> str:
    count = found.audience.reachable
    return ngettext("Send to %(n)s recipient", "Send to %(n)s recipients", count) % {
        "n": figure(count)
    }


def _due_words(ask: AskView, audience: AskAudience) -> str:
    """The due day as those in most countries read it; others by their own calendar."""
    countries = {one.country for one in audience.recipients} or {"JP"}
    shown = "JP" if "JP" in countries else min(countries)
    words = due_text(due_of(ask, shown, clock.now()), shown, language())
    if len(countries) == 1:
        return words
    return _("%(day)s (%(country)s; elsewhere by the calendar there)") % {
        "day": words,
        "country": country_name(shown, language()),
    }


def _facts(ask: AskView, found: Preflight) -> list[tuple[str, str]]:
    chosen = set_of(ask.question_set_id)
    return [
        (_("Letters"), counted(found.audience.reachable, "letters")),
        (_("Without an address"), counted(len(found.audience.silent), "organisations")),
        (_("Question set"), f"{said(chosen.title)} {chosen.version}" if chosen else ""),
        (_("Answer by"), _due_words(ask, found.audience)),
    ]


def _reminder_context(
    ask: AskView, plan: ReminderPlan, *, includes_recent: bool
) -> dict[str, object]:
    count = plan.count + (plan.recent if includes_recent else 0)
    facts = [
        (_("Silent and reachable"), counted(plan.count + plan.recent, "organisations")),
        (_("Reminded in the last 24 hours"), counted(plan.recent, "organisations")),
        (_("Cannot be reached"), counted(plan.unreachable, "organisations")),
    ]
    return {
        "title": _("Send a reminder"),
        "summary": title_of(ask),
        "facts": facts,
        "plan": plan,
        "count": count,
        "includes_recent": includes_recent,
        "button": ngettext("Remind %(n)s recipient", "Remind %(n)s recipients", count)
        % {"n": figure(count)},
        "action_url": reverse("asks:remind", args=[ask.uid]),
        "cancel_url": reverse("asks:board", args=[ask.uid]),
    }


def _number(text: str) -> int:
    """A number of a hidden field; 0, which fits nothing, for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else 0


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
