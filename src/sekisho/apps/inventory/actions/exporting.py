"""The inventory leaves the house as a file."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sekisho.apps.audit.actions import Change, record_entry
from sekisho.kernel.actor import Actor


@transaction.atomic
def note_export(actor: Actor, *, count: int, now: datetime) -> None:
    """Put on record that entries were taken as a file."""
    record_entry(
        actor, change=Change("inventory.exported", "inventory_entry", count=count), now=now
    )
