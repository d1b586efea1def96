"""Whether a job of this room waits for a worker already: a stopped worker finds one, not many."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from sekisho.apps.reminders.models import Turn
from sekisho.apps.work.actions import start_job

_GIVEN_UP = timedelta(hours=1)  # a job that was lost is queued again; twice does no harm


def start_once(job: str, *, now: datetime) -> bool:
    """Queue a job by its dotted name unless it waits already; returns whether it was queued."""
    name = job.rpartition(".")[2]
    Turn.objects.get_or_create(pk=name)
    free = Q(waiting_since=None) | Q(waiting_since__lt=now - _GIVEN_UP) | Q(waiting_since__gt=now)
    if not Turn.objects.filter(free, pk=name).update(waiting_since=now):
        return False
    start_job(job)
    return True


def take_turn(job: str) -> None:
    """The job has begun: the next one may be queued."""
    Turn.objects.filter(pk=job.rpartition(".")[2]).update(waiting_since=None)
