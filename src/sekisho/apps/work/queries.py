"""What a person may see of long work."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sekisho.apps.work.models import Run
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


def _frozen(row: Run) -> RunView:
    return RunView(**{name: getattr(row, name) for name in RunView.__dataclass_fields__})
