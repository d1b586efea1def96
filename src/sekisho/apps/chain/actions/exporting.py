"""A picture or table of the chain leaves the house as a file."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sekisho.apps.audit.actions import Change, record_entry
from sekisho.kernel.actor import Actor


@transaction.atomic
def note_export(actor: Actor, *, what: str, now: datetime) -> None:
    """Put on record that a picture or table was taken as a file."""
    change = Change("chain.exported", "chain", payload={"what": what})
    record_entry(actor, change=change, now=now)
