"""Changing the promise of an open ask: more time for all or some, or taking it back; recipients
are told by letter. The letters are fanned out by the same job as those of a wave.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from sekisho.apps.asks.actions.waves import SentWave, freeze_wave, locked_ask
from sekisho.apps.asks.events import ASK_WITHDRAWN
from sekisho.apps.asks.models import Ask, AskState, Assignment, AssignmentState
from sekisho.apps.asks.queries.changing import EXTENDED, WITHDRAWN, changeable
from sekisho.apps.asks.queries.zones import end_of_recipient_day
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.work.actions import emit_event
from sekisho.kernel.actor import Actor
from sekisho.kernel.errors import Conflict, Invalid

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Extension:
    """The new last day, and to whom it is given: everybody awaited, or those named."""

    due_on: date
    only: tuple[uuid.UUID, ...] = ()


@transaction.atomic
def extend_deadline(
    actor: Actor, *, uid: uuid.UUID, revision: int, extension: Extension, now: datetime
) -> SentWave:
    """Give more time; who has an address is told, and links live as long.

    Raises NotFound, Conflict when the ask is not open or was changed meanwhile, Invalid for a day
    that is over or brings nobody more time.
    """
    row = _open(actor, uid, revision)
    if end_of_recipient_day(extension.due_on, "") <= now:
        raise Invalid("asks.extension_past")
    audience = _moved(row, extension)
    if not audience:
        raise Invalid("asks.extension_brings_nothing")
    if not extension.only:
        row.due_on = extension.due_on
    row.revision, row.updated_at = row.revision + 1, now
    row.save(update_fields=["due_on", "revision", "updated_at"])
    payload = {"due_on": extension.due_on.isoformat(), "all": not extension.only}
    change = Change("asks.deadline_extended", "ask", uid, payload=payload, count=len(audience))
    record_entry(actor, change=change, now=now)
    told = [list(one) for one in audience if one[1] is not None]
    return freeze_wave(actor, row, kind=EXTENDED, audience=told, now=now)


@transaction.atomic
def withdraw_ask(actor: Actor, *, uid: uuid.UUID, revision: int, now: datetime) -> SentWave:
    """Take an ask back: nobody need answer any more. Whoever was written to and has not answered
    is told; links go on and say so. Raises NotFound, Conflict as above.
    """
    row = _open(actor, uid, revision)
    rows = Assignment.objects.filter(changeable(row.pk), contact_id__isnull=False)
    rows = rows.exclude(state=AssignmentState.NOT_DELIVERED)  # who got no letter is spared this one
    audience = [list(found) for found in rows.values_list("id", "contact_id", "language")]
    row.state, row.closed_at, row.updated_at = AskState.CLOSED, now, now
    row.revision += 1
    row.save(update_fields=["state", "closed_at", "updated_at", "revision"])
    emit_event(ASK_WITHDRAWN, now=now, ask_id=row.pk)
    change = Change("asks.withdrawn", "ask", uid, count=len(audience))
    record_entry(actor, change=change, now=now)
    return freeze_wave(actor, row, kind=WITHDRAWN, audience=audience, now=now)


def _open(actor: Actor, uid: uuid.UUID, revision: int) -> Ask:
    row = locked_ask(actor, uid)
    if row.state != AskState.OPEN:
        raise Conflict("asks.not_open")
    if row.revision != revision:
        raise Conflict("asks.changed_meanwhile")
    return row


def _moved(row: Ask, extension: Extension) -> list[Sequence[Any]]:
    """Set the later date where it is later; answers those it concerns as wave rows."""
    chosen = changeable(row.pk) & (Q(uid__in=extension.only) if extension.only else Q())
    rows = Assignment.objects.filter(chosen)
    found: list[Sequence[Any]] = []
    for country in sorted(set(rows.values_list("respondent__country", flat=True))):
        due_at = end_of_recipient_day(extension.due_on, country)
        there = rows.filter(respondent__country=country, due_at__lt=due_at)
        part = list(there.order_by("id").values_list("id", "contact_id", "language"))
        for start in range(0, len(part), _BATCH):
            ids = [one[0] for one in part[start : start + _BATCH]]
            Assignment.objects.filter(pk__in=ids).update(due_at=due_at)
        found += part
    return found
