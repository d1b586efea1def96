"""Noting in the record that answers left the house as a file."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from sekisho.apps.asks.queries.drafts import ask_for
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.kernel.actor import Actor


@transaction.atomic
def note_export(actor: Actor, *, uid: uuid.UUID, what: str, count: int, now: datetime) -> None:
    """Record that somebody took the list or the answers of an ask as a file. Raises NotFound."""
    ask_for(actor, uid)
    change = Change("asks.exported", "ask", uid, payload={"what": what}, count=count)
    record_entry(actor, change=change, now=now)
