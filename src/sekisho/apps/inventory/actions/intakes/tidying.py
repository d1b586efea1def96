"""Lists that nobody looks after: broken off on their way in, or never decided."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.inventory.actions.intakes.steps import JOB
from sekisho.apps.inventory.models import Intake
from sekisho.apps.inventory.queries.intakes import CHECKED, DISCARDED, MOVING
from sekisho.apps.work.actions import start_job
from sekisho.kernel.actor import Actor

LOST_AFTER = timedelta(minutes=10)  # a batch takes a second
FORGOTTEN_AFTER = timedelta(days=7)


@transaction.atomic
def take_up_lists(actor: Actor, *, now: datetime) -> int:
    """Start again what a stopped worker left behind; returns how many lists."""
    rows = Intake.objects.select_for_update().filter(state=MOVING)
    lost = list(rows.filter(touched_at__lt=now - LOST_AFTER))
    for row in lost:
        row.touched_at = now
        row.save(update_fields=["touched_at"])
        start_job(JOB, run_uid=str(row.run_uid), intake_id=row.pk)
    _record(actor, "inventory.lists_taken_up", len(lost), now)
    return len(lost)


@transaction.atomic
def forget_lists(actor: Actor, *, now: datetime) -> int:
    """Forget the rows of lists that were looked over and never decided; returns how many lists."""
    old = Intake.objects.filter(state=CHECKED, created_at__lt=now - FORGOTTEN_AFTER)
    count = old.update(state=DISCARDED, sealed=b"", ended_at=now)
    _record(actor, "inventory.lists_forgotten", count, now)
    return count


def _record(actor: Actor, verb: str, count: int, now: datetime) -> None:
    if count:
        record_entry(actor, change=Change(verb, "inventory_list", count=count), now=now)
