"""Putting a partner or an ask on hold, and lifting that again."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from sekisho.apps.asks.queries.drafts import ask_for
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.keeping.models import Hold
from sekisho.apps.keeping.queries.holds import sealed_reason
from sekisho.apps.keeping.queries.rules import require_keeper
from sekisho.apps.organisations.queries import organisation_for
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Conflict, Invalid, NotFound

LONGEST = 1_000


@transaction.atomic
def hold_partner(actor: Actor, *, uid: uuid.UUID, reason: str, now: datetime) -> uuid.UUID:
    """Let nothing of a partner be erased; returns the hold.

    Raises Forbidden, NotFound, Invalid without a reason, Conflict when it is on hold already.
    """
    require_keeper(actor)
    at = organisation_for(actor, uid, Capability.ADMINISTER)
    taken = Hold.objects.filter(organisation_id=at.id, lifted_at=None).exists()
    row = Hold(uid=new_id(), organisation_id=at.id)
    return _hold(actor, row, reason, is_taken=taken, now=now)


@transaction.atomic
def hold_ask(actor: Actor, *, uid: uuid.UUID, reason: str, now: datetime) -> uuid.UUID:
    """Let nothing of an ask be erased; returns the hold. Raises as `hold_partner`."""
    require_keeper(actor)
    ask = ask_for(actor, uid, Capability.ADMINISTER)
    taken = Hold.objects.filter(ask_id=ask.id, lifted_at=None).exists()
    return _hold(actor, Hold(uid=new_id(), ask_id=ask.id), reason, is_taken=taken, now=now)


def _hold(actor: Actor, row: Hold, reason: str, *, is_taken: bool, now: datetime) -> uuid.UUID:
    words = checked_reason(reason)
    if is_taken:
        raise Conflict("keeping.already_held")
    row.sealed = sealed_reason("hold", row.uid, words)
    row.by_uid, row.at = actor.uid, now
    row.save()
    _record(actor, "keeping.held", row, now)
    return row.uid


@transaction.atomic
def lift_hold(actor: Actor, *, uid: uuid.UUID, now: datetime) -> None:
    """Lift a hold: what is due goes with the next night. Raises Forbidden, NotFound when lifted."""
    require_keeper(actor)
    row = Hold.objects.select_for_update().filter(uid=uid, lifted_at=None).first()
    if row is None:
        raise NotFound("keeping.no_hold")
    row.lifted_at, row.lifted_by_uid = now, actor.uid
    row.save(update_fields=["lifted_at", "lifted_by_uid"])
    _record(actor, "keeping.hold_lifted", row, now)


def checked_reason(reason: str) -> str:
    """A reason without spaces around. Raises Invalid when there is none or it is too long."""
    words = reason.strip()
    if not words:
        raise Invalid("keeping.no_reason")
    if len(words) > LONGEST:
        raise Invalid("keeping.reason_too_long", limit=LONGEST)
    return words


def _record(actor: Actor, verb: str, row: Hold, now: datetime) -> None:
    payload = {"organisation": row.organisation_id, "ask": row.ask_id}
    record_entry(actor, change=Change(verb, "hold", row.uid, payload=payload), now=now)
