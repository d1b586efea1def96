"""Choosing before a sending how those are met whom a sister company asked already."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from sekisho.apps.asks.queries.drafts import ask_for
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.sharing.models import ReuseChoice
from sekisho.apps.sharing.queries.before import MODES
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import Conflict, Forbidden, Invalid


@transaction.atomic
def choose_reuse(actor: Actor, *, uid: uuid.UUID, mode: str, now: datetime) -> None:
    """Show those partners the questions ("ask") or the offer of their own answers ("reuse") first.

    Raises NotFound, Conflict once the ask was sent, Invalid for another mode.
    """
    ask = ask_for(actor, uid, Capability.RUN)
    if mode not in MODES:
        raise Invalid("sharing.no_mode")
    if actor.uid is None:
        raise Forbidden("asks.not_granted")
    if not ask.is_draft:
        raise Conflict("asks.already_sent")
    values = {"mode": mode, "by_uid": actor.uid, "at": now}
    ReuseChoice.objects.update_or_create(ask_id=ask.id, defaults=values)
    change = Change("sharing.reuse_chosen", "ask", ask.uid, payload={"mode": mode})
    record_entry(actor, change=change, now=now)
