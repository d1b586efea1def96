"""Erasing what was said, files, and a person's name. The room that keeps the times calls these and
records one entry for each batch; what stays is who was asked, the state and its dates, the tally.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from sekisho.apps.asks.models import Ask, Assignment, EvidenceFile, Reply, Review, Submission
from sekisho.apps.asks.queries.erasing import (
    Spared,
    due_files,
    due_replies,
    files_to_remove,
    is_theirs,
    spoken_for,
)
from sekisho.apps.asks.queries.respondent import stored_reply
from sekisho.apps.asks.queries.respondent_files import (
    evidence_content_gate,
    path_of,
    question_of,
)
from sekisho.apps.asks.queries.respondent_receipts import hash_of, receipt_of
from sekisho.apps.asks.queries.sealed import seal_part, sealed_reply
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.partners.queries.erasing import Traces
from sekisho.engines.questionnaire import StoredAnswer, reply_as_json, reply_from_json
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import NotFound


@transaction.atomic
def erase_replies(
    actor: Actor, *, ids: Sequence[int], before: datetime, spared: Spared, now: datetime
) -> tuple[int, ...]:
    """Erase answers, submissions and reviews of these assignments; returns those it concerned.

    What is not due any more, or was put on hold meanwhile, is left alone. The calling action
    records the audit entry for `actor`.
    """
    rows = due_replies(before, spared).filter(pk__in=ids)
    found = dict(rows.order_by("id").values_list("id", "ask_id"))
    for model in (Reply, Submission, Review):
        model.objects.filter(assignment_id__in=found).delete()
    Assignment.objects.filter(pk__in=found).update(erased_at=now)
    Ask.objects.filter(pk__in=set(found.values()), erased_at=None).update(erased_at=now)
    return tuple(found)


@transaction.atomic
def mark_files_erased(
    actor: Actor, *, ids: Sequence[int], before: datetime, spared: Spared, now: datetime
) -> int:
    """Mark due files as erased and drop their facts; returns how many.

    They leave the disk with `remove_erased_files`. The calling action records the audit entry for
    `actor`.
    """
    rows = due_files(before, spared).filter(pk__in=ids).select_related("assignment")
    return sum(_mark(row, None, now) for row in rows)


@transaction.atomic
def mark_file_erased(actor: Actor, *, uid: uuid.UUID, now: datetime) -> int:
    """Mark one file of a reply that the actor runs; returns its assignment.

    Raises NotFound out of reach, or when it is gone already. The calling action records the audit
    entry for `actor`.
    """
    rows = EvidenceFile.objects.select_for_update(of=("self",)).select_related("assignment")
    rows = rows.filter(evidence_content_gate(actor, Capability.RUN), uid=uid, erased_at=None)
    row = rows.first()
    if row is None:
        raise NotFound("asks.no_file")
    _mark(row, actor.uid, now)
    return row.assignment_id


def _mark(row: EvidenceFile, by_uid: uuid.UUID | None, now: datetime) -> int:
    content = {"question": question_of(row.assignment, row)}
    sealed = seal_part(row.assignment, part="evidence", row=row.uid, content=content)
    rows = EvidenceFile.objects.filter(pk=row.pk, erased_at=None)
    return rows.update(erased_at=now, erased_by_uid=by_uid, sealed=sealed, size_bytes=0)


def remove_erased_files(actor: Actor, *, size: int) -> int:
    """Take erased files off the disk, then forget their stored names; returns how many.

    Killed in between, it is finished by the next call. Marking them was recorded.
    """
    found = files_to_remove(size=size)
    for own, name in found:
        path_of(name).unlink(missing_ok=True)
        EvidenceFile.objects.filter(pk=own, stored_name=name).update(stored_name="")
    return len(found)


@transaction.atomic
def take_name_out(actor: Actor, *, traces: Traces, now: datetime) -> int:
    """Take a person's name out of submissions and saved answers; returns how many were changed.

    The check value of a submission stays that of what was submitted; an entry of its own records
    the value of the record as it is since, so that neither can be passed off as the other.
    """
    changed = 0
    for row in spoken_for(traces).select_for_update():
        changed += _from_reply(row, traces)
        for held in Submission.objects.filter(assignment_id=row.pk).order_by("id"):
            changed += _from_submission(actor, row, held, traces, now)
    return changed


def _from_reply(row: Assignment, traces: Traces) -> int:
    stored, _revision = stored_reply(row)
    kept = _nameless(stored, traces, is_own=row.contact_id == traces.contact_id)
    if kept == stored:
        return 0
    sealed = sealed_reply(row, reply_as_json(kept).decode())
    return Reply.objects.filter(pk=row.pk).update(sealed=sealed)


def _from_submission(
    actor: Actor, row: Assignment, held: Submission, traces: Traces, now: datetime
) -> int:
    record = dict(receipt_of(row, held).record)
    blotted = _blotted(record, traces, is_own=row.contact_id == traces.contact_id)
    if blotted == record:
        return 0
    blotted["names_erased_at"] = now.isoformat()
    sealed = seal_part(row, part="submission", row=held.uid, content=blotted)
    Submission.objects.filter(pk=held.pk).update(sealed=sealed)
    payload = {
        "submission": str(held.uid),
        "submitted": held.content_hash,
        "since": hash_of(blotted),
    }
    change = Change("asks.name_taken_out", "assignment", row.uid, payload=payload)
    record_entry(actor, change=change, now=now)
    return 1


def _blotted(record: dict[str, Any], traces: Traces, *, is_own: bool) -> dict[str, Any]:
    blotted = dict(record)
    for name in ("name", "approver"):
        if is_theirs(traces, str(record.get(name, "")), is_own=is_own):
            blotted[name] = ""
    if record.get("name") and not blotted["name"]:
        blotted["department"] = ""
    stored = reply_from_json(json.dumps(record["reply"]).encode())
    kept = _nameless(stored, traces, is_own=is_own)
    if kept != stored:
        blotted["reply"] = json.loads(reply_as_json(kept))
    return blotted


def _nameless(
    stored: dict[str, StoredAnswer], traces: Traces, *, is_own: bool
) -> dict[str, StoredAnswer]:
    return {
        key: replace(one, saved_by="") if is_theirs(traces, one.saved_by, is_own=is_own) else one
        for key, one in stored.items()
    }
