"""Taking the list of what was erased as a file."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.keeping.queries.rules import require_keeper
from sekisho.kernel.actor import Actor


@transaction.atomic
def note_log_taken(actor: Actor, *, count: int, now: datetime) -> None:
    """Record that the list was taken. Raises Forbidden."""
    require_keeper(actor)
    record_entry(actor, change=Change("keeping.log_exported", "erasure", count=count), now=now)
