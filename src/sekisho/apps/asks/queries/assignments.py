"""Assignments of an ask as plain references, for the house's own programs (demo, bench, jobs)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sekisho.apps.asks.models import Assignment, AssignmentState, Reply
from sekisho.kernel.actor import Actor, ActorKind
from sekisho.kernel.errors import Forbidden


@dataclass(frozen=True, slots=True)
class AssignmentRef:
    """Who is asked about whom, by inside numbers, and by when."""

    id: int
    uid: uuid.UUID
    subject_id: int
    respondent_id: int
    contact_id: int | None
    language: str
    due_at: datetime


def assignments_in(actor: Actor, ask_id: int) -> tuple[AssignmentRef, ...]:
    """All of an ask in the order of asking. Only the system may list without a grant."""
    if actor.kind is not ActorKind.SYSTEM:
        raise Forbidden("asks.not_granted")
    names = AssignmentRef.__dataclass_fields__
    rows = Assignment.objects.filter(ask_id=ask_id).order_by("id").values_list(*names)
    return tuple(AssignmentRef(*row) for row in rows)


def submitted_in(actor: Actor, ask_id: int) -> tuple[tuple[AssignmentRef, int], ...]:
    """Those of an ask that wait for the office's review, each with its reply's revision."""
    waiting = Reply.objects.filter(
        assignment__ask_id=ask_id, assignment__state=AssignmentState.SUBMITTED
    )
    revisions = dict(waiting.values_list("assignment_id", "revision"))
    found = assignments_in(actor, ask_id)
    return tuple((ref, revisions[ref.id]) for ref in found if ref.id in revisions)
