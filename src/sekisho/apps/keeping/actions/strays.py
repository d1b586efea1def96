"""Encrypted files that no row names: a process was killed between the disk and the database."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.keeping.queries.strays import stray_files
from sekisho.kernel.actor import Actor


@transaction.atomic
def remove_strays(actor: Actor, *, now: datetime) -> int:
    """Take stray files off the disk; returns how many. They tell nobody anything any more."""
    count = 0
    for path in stray_files(now):
        path.unlink(missing_ok=True)
        count += 1
    if count:
        record_entry(actor, change=Change("keeping.strays_removed", "file", count=count), now=now)
    return count
