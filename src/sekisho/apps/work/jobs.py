"""The one task that runs jobs, the delivery of events, and the tick of the schedules.

A failed job keeps error class and code only; message and traceback go to the log, not to the table.
"""

from __future__ import annotations

import logging
import time
from datetime import datetime, timedelta
from typing import Any

from django.db import close_old_connections, connection
from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from sekisho.apps.work.events import planned
from sekisho.apps.work.models import Delivery, Event, Schedule
from sekisho.kernel import clock
from sekisho.kernel.errors import Problem

_log = logging.getLogger(__name__)
_BATCH = 200
_LONGEST_WAIT_SECONDS = 3600
_KEPT = timedelta(days=7)
_CLEARED_AT_ONCE, _PORTIONS = 500, 40  # so the one writer of SQLite is never held for long


class JobFailed(Exception):
    """What the task table may know of a failure: a class name and a code."""


@task()
def run_job(job: str, ids: dict[str, Any]) -> None:
    """Run the job with this dotted name. Raises JobFailed without the cause's message."""
    failure = _failure_of(job, ids)
    if failure:
        raise JobFailed(failure)


def _failure_of(job: str, ids: dict[str, Any]) -> str:
    try:
        import_string(job)(**ids)
    except Problem as problem:
        _log.warning("Job %s failed: %s", job, problem.code)
        return f"{type(problem).__name__}:{problem.code}"
    except Exception as error:  # noqa: BLE001 - whatever breaks a job must not reach the task table
        _log.exception("Job %s failed", job)
        return type(error).__name__
    return ""


def deliver_events() -> int:
    """Deliver what is owed and due, oldest first; returns how many deliveries were tried."""
    owed = Delivery.objects.filter(is_done=False, next_at__lte=clock.now()).select_related("event")
    tried = 0
    for delivery in owed.order_by("id")[:_BATCH]:
        tried += _deliver(delivery)
    return tried


def _deliver(delivery: Delivery) -> int:
    """Claim by a conditional update, so that two deliverers never run one at the same time."""
    wait = min(2**delivery.attempts, _LONGEST_WAIT_SECONDS)
    claimed = Delivery.objects.filter(
        pk=delivery.pk, is_done=False, attempts=delivery.attempts
    ).update(attempts=delivery.attempts + 1, next_at=clock.now() + timedelta(seconds=wait + 30))
    if not claimed:
        return 0
    failure = _failure_of(delivery.handler, delivery.event.payload)
    if failure:
        later = clock.now() + timedelta(seconds=wait)
        Delivery.objects.filter(pk=delivery.pk).update(failure=failure, next_at=later)
    else:
        Delivery.objects.filter(pk=delivery.pk).update(is_done=True, failure="")
    return 1


def tick_schedules() -> int:
    """Start every job that is due and move it on; a long silence is made up by one run."""
    now, started = clock.now(), 0
    for row in Schedule.objects.filter(is_held=False, next_at__lte=now):
        next_at = now + timedelta(seconds=row.every_seconds)
        moved = Schedule.objects.filter(pk=row.pk, next_at=row.next_at).update(next_at=next_at)
        if moved:
            run_scheduled(row.job)
            started += 1
    return started


def run_scheduled(job: str) -> None:
    """Run a scheduled job in this process; its failure never stops the clock."""
    _failure_of(job, {})


def plan_schedules() -> None:
    """Set the schedules that rooms registered, keeping the next times of those that exist."""
    for name, job, every_seconds in planned():
        row, _is_new = Schedule.objects.get_or_create(
            name=name,
            defaults={"job": job, "every_seconds": every_seconds, "next_at": clock.now()},
        )
        Schedule.objects.filter(pk=row.pk).update(job=job, every_seconds=every_seconds)


def has_waiting_jobs() -> bool:
    """Whether a worker would find something to do now."""
    return bool(DBTaskResult.objects.ready().exists())


def has_job(job: str, *, since: datetime) -> bool:
    """Whether a job of this dotted name waits, or runs and was started since a moment."""
    rows = DBTaskResult.objects.filter(args_kwargs__args__0=job)
    waits = Q(status=TaskResultStatus.READY)
    return rows.filter(waits | Q(status=TaskResultStatus.RUNNING, started_at__gt=since)).exists()


def release_interrupted() -> int:
    """Queue again what a killed worker left marked as running; returns how many.

    Called once at the start of the only worker. Jobs are written to be taken up where they stopped.
    """
    rows = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)
    return rows.update(status=TaskResultStatus.READY, started_at=None, worker_ids=[])


def clear_old() -> None:
    """Forget news that everybody has had and jobs that are over, a week later, in portions."""
    before = clock.now() - _KEPT
    _clear(Event.objects.filter(at__lt=before).exclude(deliveries__is_done=False))
    _clear(DBTaskResult.objects.finished().filter(finished_at__lt=before))


def _clear(rows: QuerySet[Any]) -> None:
    for _portion in range(_PORTIONS):
        ids = list(rows.order_by("pk").values_list("pk", flat=True)[:_CLEARED_AT_ONCE])
        rows.model.objects.filter(pk__in=ids).delete()
        if len(ids) < _CLEARED_AT_ONCE:
            return


def scheduler_loop(*, pause_seconds: float = 1.0) -> None:
    """Tick and deliver until the process is told to stop."""
    while True:
        close_old_connections()
        tick_schedules()
        if not deliver_events():
            time.sleep(pause_seconds)
        if connection.in_atomic_block:  # pragma: no cover - a handler left a transaction open
            connection.close()
