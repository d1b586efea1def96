"""Start jobs, tell news, watch long work. Called by the actions of the rooms above.

These writes carry no audit entry of their own: each belongs to an action that has one.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from sekisho.apps.work.events import handlers_of
from sekisho.apps.work.jobs import has_job, run_job
from sekisho.apps.work.models import Delivery, Event, Run, RunState
from sekisho.kernel.actor import Actor
from sekisho.kernel.entropy import new_id

__all__ = [
    "MAIL_QUEUE",
    "RunState",
    "Work",
    "advance_run",
    "ask_cancel",
    "begin_run",
    "emit_event",
    "end_run",
    "open_run",
    "start_job",
    "start_job_once",
]

MAIL_QUEUE = "mail"
_GIVEN_UP = timedelta(hours=1)  # what runs longer was lost with its worker


def emit_event(name: str, *, now: datetime, **ids: int | str) -> None:
    """Write one event and what is owed of it, in the caller's transaction."""
    handlers = handlers_of(name)
    if not handlers:
        return
    event = Event.objects.create(name=name, payload=ids, at=now)
    Delivery.objects.bulk_create(
        Delivery(event=event, handler=handler, next_at=now) for handler in handlers
    )


def start_job(job: str, *, queue: str = "default", **ids: int | str) -> None:
    """Queue a job by its dotted name; it starts after the caller's transaction commits.

    Arguments are ids only: the task table is clear text.
    """
    transaction.on_commit(lambda: run_job.using(queue_name=queue).enqueue(job, ids))


def start_job_once(job: str, *, now: datetime) -> bool:
    """Queue a job without arguments unless one waits or runs already; returns whether it did.

    For what comes by the clock: a run that takes longer than its interval finds one, not many.
    """
    if has_job(job, since=now - _GIVEN_UP):
        return False
    start_job(job)
    return True


@dataclass(frozen=True, slots=True)
class Work:
    """What a watched run is about: kind, subject, whose it is, size, may it be cancelled."""

    kind: str
    organisation_id: int
    subject_uid: uuid.UUID | None = None
    total: int = 0
    can_cancel: bool = False


def open_run(actor: Actor, *, work: Work, now: datetime) -> uuid.UUID:
    """Make a watched run in state waiting; returns its outside id."""
    run = Run.objects.create(
        uid=new_id(),
        kind=work.kind,
        subject_uid=work.subject_uid,
        organisation_id=work.organisation_id,
        started_by_uid=actor.uid,
        total=work.total,
        can_cancel=work.can_cancel,
        created_at=now,
    )
    return run.uid


def begin_run(uid: uuid.UUID, *, total: int, now: datetime) -> None:
    """Mark a run as running with its known total; a second call after a crash changes nothing."""
    rows = Run.objects.filter(uid=uid, state__in=[RunState.WAITING, RunState.RUNNING])
    rows.update(state=RunState.RUNNING, total=total)
    rows.filter(started_at=None).update(started_at=now)


def advance_run(uid: uuid.UUID, *, done: int) -> bool:
    """Set how much is done; returns False when somebody asked to cancel."""
    Run.objects.filter(uid=uid).update(done=done)
    return not Run.objects.filter(uid=uid, is_cancel_asked=True).exists()


def end_run(uid: uuid.UUID, *, state: str, now: datetime, code: str = "") -> None:
    """Close a run as done, failed (with the problem's code) or cancelled."""
    Run.objects.filter(uid=uid).update(state=state, ended_at=now, code=code)
    if state == RunState.DONE:
        Run.objects.filter(uid=uid).update(done=F("total"))


def ask_cancel(actor: Actor, *, uid: uuid.UUID) -> None:
    """Ask a running piece of work to stop at the next safe place; only who may see it."""
    from sekisho.apps.work.queries import run_for

    run_for(actor, uid)
    Run.objects.filter(uid=uid, can_cancel=True).update(is_cancel_asked=True)
