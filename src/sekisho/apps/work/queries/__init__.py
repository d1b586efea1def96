"""What a person may see of long work."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sekisho.apps.work.models import Run, RunState
from sekisho.kernel.actor import Actor
from sekisho.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class RunView:
    """How one piece of long work stands. `total` is 0 while unknown."""

    uid: uuid.UUID
    kind: str
    subject_uid: uuid.UUID | None
    state: str
    done: int
    total: int
    can_cancel: bool
    is_cancel_asked: bool
    code: str
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in {RunState.DONE, RunState.FAILED, RunState.CANCELLED}


def run_for(actor: Actor, uid: uuid.UUID) -> RunView:
    """A run of one's own. Raises NotFound for anybody else's."""
    row = Run.objects.filter(uid=uid, started_by_uid=actor.uid).first()
    if row is None or actor.uid is None:
        raise NotFound("work.no_run")
    return _frozen(row)


def runs_for(actor: Actor, *, size: int = 20) -> tuple[RunView, ...]:
    """One's own runs, newest first."""
    if actor.uid is None:
        return ()
    rows = Run.objects.filter(started_by_uid=actor.uid).order_by("-created_at")[:size]
    return tuple(_frozen(row) for row in rows)


def running_for(actor: Actor) -> tuple[RunView, ...]:
    """One's own runs that are not over, newest first."""
    return tuple(run for run in runs_for(actor) if not run.is_over)


def seconds_left(run: RunView, *, now: datetime) -> int | None:
    """What the pace so far lets expect, in whole seconds; None while nothing can be said."""
    if run.started_at is None or not run.done or not run.total:
        return None
    spent = (now - run.started_at).total_seconds()
    return max(0, round(spent / run.done * (run.total - run.done)))


def _frozen(row: Run) -> RunView:
    return RunView(**{name: getattr(row, name) for name in RunView.__dataclass_fields__})
