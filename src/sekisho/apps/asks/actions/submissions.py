"""Submitting a reply: who says so, the answers of that moment, and a hash of the whole."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from sekisho.apps.asks.actions.replies import Draft
from sekisho.apps.asks.events import SUBMITTED
from sekisho.apps.asks.models import Assignment, AssignmentState, Submission
from sekisho.apps.asks.queries.respondent import assignment_of, assignment_rows
from sekisho.apps.asks.queries.respondent_receipts import Receipt, hash_of, receipt_of
from sekisho.apps.asks.queries.respondent_standing import require_writable
from sekisho.apps.asks.queries.sealed import seal_part
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.work.actions import emit_event
from sekisho.engines.questionnaire import reply_as_json
from sekisho.kernel.actor import Actor
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Conflict, Invalid

_NAME_CHARACTERS = 120


@dataclass(frozen=True, slots=True)
class Signer:
    """Who submits: a name, perhaps the department, and the approver where one is asked for."""

    name: str
    department: str = ""
    approver: str = ""

    def cleaned(self) -> Signer:
        """Without spaces around. Raises Invalid for a part that is too long."""
        parts = [text.strip() for text in (self.name, self.department, self.approver)]
        if any(len(part) > _NAME_CHARACTERS for part in parts):
            raise Invalid("asks.submit.name_too_long", limit=_NAME_CHARACTERS)
        return Signer(*parts)


@transaction.atomic
def submit_reply(actor: Actor, *, signer: Signer, seen_revision: int, now: datetime) -> Receipt:
    """Submit the reply as it stands; sending the same state twice has one effect.

    `seen_revision` is the reply's revision on the summary that was looked at. Raises Invalid while
    something required is missing, Conflict when a colleague changed it meanwhile or it is read
    only, NotFound for a closed link.
    """
    row = assignment_of(actor, assignment_rows().select_for_update(of=("self",)))
    draft = Draft.of(row)
    again = _same_submission(row, draft)
    if again is not None:
        return again
    require_writable(row, now)
    signer = signer.cleaned()
    _require_complete(row, draft, signer)
    if draft.revision != seen_revision:
        raise Conflict("asks.submit.changed")
    submission = _submission(row, draft, signer, now)
    submission.save()
    _mark_submitted(row, now)
    emit_event(SUBMITTED, now=now, assignment_id=row.pk)
    payload = {"hash": submission.content_hash, "revision": draft.revision}
    change = Change("asks.reply_submitted", "assignment", row.uid, payload=payload)
    record_entry(actor, change=change, now=now)
    return receipt_of(row, submission)


def _same_submission(row: Assignment, draft: Draft) -> Receipt | None:
    """The receipt of a state that was submitted already, so that a double press does no harm."""
    if row.state not in {AssignmentState.SUBMITTED, AssignmentState.CLOSED} or row.is_returned:
        return None
    latest = Submission.objects.filter(assignment_id=row.pk).order_by("-id").first()
    if latest is None or latest.reply_revision != draft.revision:
        return None
    return receipt_of(row, latest)


def _require_complete(row: Assignment, draft: Draft, signer: Signer) -> None:
    progress = draft.progress
    if not progress.is_complete:
        count = len(progress.missing_keys) + len(progress.faults)
        raise Invalid("asks.submit.incomplete", count=count)
    if not signer.name:
        raise Invalid("asks.submit.name_missing")
    if row.ask.needs_approver and not signer.approver:
        raise Invalid("asks.submit.approver_missing")


def _submission(row: Assignment, draft: Draft, signer: Signer, now: datetime) -> Submission:
    uid = new_id()
    record = _record(row, draft, signer, now)
    return Submission(
        uid=uid,
        assignment_id=row.pk,
        reply_revision=draft.revision,
        sealed=seal_part(row, part="submission", row=uid, content=record),
        content_hash=hash_of(record),
        at=now,
    )


def _record(row: Assignment, draft: Draft, signer: Signer, now: datetime) -> dict[str, Any]:
    """What is submitted, hidden answers left out."""
    shown = frozenset(draft.shown_keys)
    stored = {key: one for key, one in draft.stored.items() if key in shown}
    return {
        "form": 1,
        "request": str(row.uid),
        "question_set": draft.question_set.key,
        "version": draft.question_set.version,
        "name": signer.name,
        "department": signer.department,
        "approver": signer.approver,
        "at": now.isoformat(),
        "reply": json.loads(reply_as_json(stored)),
    }


def _mark_submitted(row: Assignment, now: datetime) -> None:
    row.state, row.submitted_at, row.is_returned = AssignmentState.SUBMITTED, now, False
    row.save(update_fields=["state", "submitted_at", "is_returned"])
