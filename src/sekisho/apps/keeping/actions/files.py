"""Erasing one file that came with an answer or a finding: marked first, then off the disk."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from sekisho.apps.asks.actions import erasing as asks_erasing
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.keeping.actions.holds import checked_reason
from sekisho.apps.keeping.actions.sweeping import finish_files
from sekisho.apps.keeping.models import Erasure, Kind
from sekisho.apps.keeping.queries.files import answer_file_for, finding_file_for
from sekisho.apps.keeping.queries.holds import require_not_held, sealed_reason
from sekisho.apps.measures.actions import erasing as measures_erasing
from sekisho.kernel.actor import Actor
from sekisho.kernel.entropy import new_id


def erase_answer_file(actor: Actor, *, uid: uuid.UUID, reason: str, now: datetime) -> None:
    """Erase a file given with an answer that the actor runs.

    Raises NotFound, Invalid without a reason, Conflict when partner or ask is on hold.
    """
    words = checked_reason(reason)
    found = answer_file_for(actor, uid)
    with transaction.atomic():
        require_not_held(assignment_id=found.assignment_id)
        asks_erasing.mark_file_erased(actor, uid=uid, now=now)
        _note(actor, "evidence", uid, words, now)
    finish_files(actor)


def erase_finding_file(
    actor: Actor, *, finding_uid: uuid.UUID, uid: uuid.UUID, reason: str, now: datetime
) -> None:
    """Erase a file that was sent with a step of a finding that the actor runs. Raises as above."""
    words = checked_reason(reason)
    found = finding_file_for(actor, finding_uid, uid)
    with transaction.atomic():
        at, source = found.organisation_ids, found.assignment_id
        require_not_held(organisation_ids=at, assignment_id=source)
        measures_erasing.mark_proof_erased(actor, uid=uid, now=now)
        _note(actor, "proof", uid, words, now)
    finish_files(actor)


def _note(actor: Actor, kind: str, uid: uuid.UUID, reason: str, now: datetime) -> None:
    line = new_id()
    Erasure.objects.create(
        uid=line,
        kind=Kind.EVIDENCE,
        count=1,
        at=now,
        by_uid=actor.uid,
        object_uid=uid,
        sealed=sealed_reason("erasure", line, reason),
    )
    record_entry(actor, change=Change("keeping.file_erased", kind, uid), now=now)
