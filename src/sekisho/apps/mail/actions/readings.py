"""How reading the mailbox stands: whether it waits for a worker already, and how it last went."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from sekisho.apps.mail.models import MailboxReading
from sekisho.apps.work.actions import start_job

_GIVEN_UP = timedelta(hours=1)  # a job that was lost is queued again; twice does no harm


def start_reading(job: str, *, now: datetime) -> bool:
    """Queue the job by its dotted name unless it waits already; returns whether it was queued."""
    MailboxReading.objects.get_or_create(pk=1)
    free = Q(waiting_since=None) | Q(waiting_since__lt=now - _GIVEN_UP) | Q(waiting_since__gt=now)
    if not MailboxReading.objects.filter(free, pk=1).update(waiting_since=now):
        return False
    start_job(job)
    return True


def begin_reading() -> None:
    """The job has begun: the next one may be queued."""
    MailboxReading.objects.filter(pk=1).update(waiting_since=None)


def end_reading(*, problem: str = "", now: datetime) -> None:
    """Keep how it went: `problem` is a code, empty when the mailbox was read."""
    MailboxReading.objects.get_or_create(pk=1)
    row = MailboxReading.objects.filter(pk=1)
    if problem:
        row.update(problem=problem, failing_since=Coalesce(F("failing_since"), now))
    else:
        row.update(problem="", failing_since=None, read_at=now)
