"""Who would get a reminder: asked, silent, reachable, and not reminded within a day."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Q

from sekisho.apps.asks.models import Assignment, Wave
from sekisho.apps.asks.queries.drafts import ask_for
from sekisho.apps.asks.queries.standing import OPEN_STATES
from sekisho.kernel.actor import Actor, Capability

BETWEEN_REMINDERS = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class ReminderChoice:
    """Whom to remind: all silent ones, or those named by outside id; whether also those who got
    a reminder in the last 24 hours. `number` is the wave that the sender saw as the next one.
    """

    number: int
    only: tuple[uuid.UUID, ...] = ()
    includes_recent: bool = False


@dataclass(frozen=True, slots=True)
class ReminderPlan:
    """What sending a reminder now would do: how many get one, how many were reminded lately, how
    many cannot be reached; `number` is the wave it would be.
    """

    number: int
    count: int
    recent: int
    unreachable: int


def reminder_plan(
    actor: Actor, uid: uuid.UUID, *, only: tuple[uuid.UUID, ...] = (), now: datetime
) -> ReminderPlan:
    """Look over a reminder before it is confirmed. Raises NotFound."""
    ask = ask_for(actor, uid, Capability.RUN)
    choice = ReminderChoice(next_number(ask.id), only)
    count = _count(silent_ones(ask.id, choice, now))
    everybody = _count(silent_ones(ask.id, replace(choice, includes_recent=True), now))
    silent = Q(ask_id=ask.id, state__in=OPEN_STATES)
    if only:
        silent &= Q(uid__in=only)
    return ReminderPlan(choice.number, count, everybody - count, _count(silent) - everybody)


def silent_ones(ask_id: int, choice: ReminderChoice, now: datetime) -> Q:
    """A condition over assignments: asked, not answered, reachable, and not just reminded."""
    where = Q(ask_id=ask_id, state__in=OPEN_STATES, is_bounced=False, contact_id__isnull=False)
    if choice.only:
        where &= Q(uid__in=choice.only)
    if not choice.includes_recent:
        where &= Q(reminded_at=None) | Q(reminded_at__lte=now - BETWEEN_REMINDERS)
    return where


def next_number(ask_id: int) -> int:
    """The number that the next wave of an ask will carry."""
    last = Wave.objects.filter(ask_id=ask_id).order_by("-number").values_list("number", flat=True)
    return (last.first() or 0) + 1


def _count(where: Q) -> int:
    return Assignment.objects.filter(where).count()
