"""What this room puts into other pages: the board of an ask, its last look before sending."""

from __future__ import annotations

from typing import Any

from sekisho.apps.reminders.queries.later import sendings_for, unsent_issues_for
from sekisho.apps.reminders.queries.plans import plan_of
from sekisho.apps.reminders.web.plans import title_of
from sekisho.kernel.actor import Actor, Capability
from sekisho.ui.slots import Panel, register_panel


def ask_panel(actor: Actor, subject: Any) -> Panel | None:
    """Whether an ask reminds by itself; for whoever runs asks. `subject` is an AskView."""
    if subject.state == "closed" or not _may_run(actor, subject.organisation_id):
        return None
    return Panel("reminders/parts/of_ask.html", {"ask": subject, "view": plan_of(subject)})


def check_panel(actor: Actor, subject: Any) -> Panel | None:
    """The same before it is sent; `subject`: ask and audience."""
    ask, _audience = subject
    return ask_panel(actor, ask)


def today_panel(actor: Actor, _subject: Any) -> Panel | None:
    """Drafts that a series has made, and sendings that something stood against."""
    if not actor.can(Capability.RUN):
        return None
    made = [(one, title_of(one)) for one in unsent_issues_for(actor)]
    stopped = [(one, title_of(one.ask)) for one in sendings_for(actor) if one.state == "stopped"]
    if not made and not stopped:
        return None
    return Panel("reminders/parts/today.html", {"made": made, "stopped": stopped})


def register() -> None:
    """What the room's apps.py calls."""
    register_panel("ask", "reminders", ask_panel, order=60)
    register_panel("today", "reminders", today_panel, order=30)
    register_panel("ask_check", "reminders", check_panel, order=60)


def _may_run(actor: Actor, organisation_id: int) -> bool:
    return organisation_id in actor.organisations_with(Capability.RUN)
