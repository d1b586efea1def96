"""A draft that is sent at a moment, by the rights that its planner has then."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import transaction

from sekisho.apps.accounts.queries import actor_of_uid
from sekisho.apps.asks.actions.waves import send_wave
from sekisho.apps.asks.queries.drafts import AskView, ask_for, asks_by_ids
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.reminders.models import PlannedSending, SendingState
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import Conflict, Invalid, Problem

FARTHEST = timedelta(days=366)


@transaction.atomic
def plan_sending(actor: Actor, *, uid: uuid.UUID, at: datetime, now: datetime) -> None:
    """Have a draft sent at a moment. Raises NotFound, Conflict once it was sent, Invalid for a
    moment that has passed or lies more than a year away.
    """
    ask = _draft(actor, uid)
    if not now < at <= now + FARTHEST:
        raise Invalid("reminders.moment_out_of_range")
    values = {
        "at": at,
        "by_uid": actor.uid,
        "state": SendingState.WAITING,
        "code": "",
        "ended_at": None,
        "created_at": now,
    }
    PlannedSending.objects.update_or_create(pk=ask.id, defaults=values)
    payload = {"at": at.isoformat()}
    record_entry(
        actor, change=Change("reminders.sending_planned", "ask", uid, None, payload), now=now
    )


@transaction.atomic
def cancel_sending(actor: Actor, *, uid: uuid.UUID, now: datetime) -> None:
    """Leave a draft to be sent by hand. Raises NotFound, Conflict once it was sent."""
    ask = _draft(actor, uid)
    _end(ask.id, SendingState.CANCELLED, now)
    record_entry(actor, change=Change("reminders.sending_cancelled", "ask", uid), now=now)


def send_planned(*, ask_id: int, now: datetime) -> bool:
    """Send one draft whose moment has come; returns whether this call sent it.

    Late when the house stood still, and once: a draft is sent only while it is one. What stands
    against it is kept for the page, and the draft stays as it is.
    """
    row = PlannedSending.objects.filter(pk=ask_id, state=SendingState.WAITING).first()
    if row is None or row.at > now:
        return False
    ask = asks_by_ids([ask_id])[ask_id]
    actor = actor_of_uid(row.by_uid)
    if not ask.is_draft:
        _end(ask_id, SendingState.SENT, now)
        return False
    try:
        send_wave(actor, uid=ask.uid, revision=ask.revision, now=now)
    except Conflict:
        return False  # changed or sent at this moment: the next look tells which
    except Problem as problem:
        _stop(actor, ask, str(problem.params.get("snag", problem.code)), now)
        return False
    _end(ask_id, SendingState.SENT, now)
    return True


def _draft(actor: Actor, uid: uuid.UUID) -> AskView:
    ask = ask_for(actor, uid, Capability.RUN)
    if not ask.is_draft:
        raise Conflict("asks.already_sent")
    return ask


def _end(ask_id: int, state: SendingState, now: datetime, code: str = "") -> bool:
    rows = PlannedSending.objects.filter(pk=ask_id, state=SendingState.WAITING)
    return bool(rows.update(state=state, ended_at=now, code=code[:80]))


@transaction.atomic
def _stop(actor: Actor, ask: AskView, code: str, now: datetime) -> None:
    if _end(ask.id, SendingState.STOPPED, now, code):
        change = Change("reminders.sending_stopped", "ask", ask.uid, payload={"code": code})
        record_entry(actor, change=change, now=now)
