"""What was submitted, when and by whom: the receipt and the exact record behind its hash."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sekisho.apps.asks.models import Assignment, Submission
from sekisho.apps.asks.queries.respondent import assignment_of
from sekisho.apps.asks.queries.sealed import open_part
from sekisho.kernel.actor import Actor

_NUMBER_CHARACTERS = 12


@dataclass(frozen=True, slots=True)
class Receipt:
    """One submission as its sender sees it.

    `content_hash` is the SHA-256 of `record_bytes` as they were submitted.
    """

    uid: uuid.UUID
    at: datetime
    content_hash: str
    reply_revision: int
    name: str
    department: str
    approver: str
    record: Mapping[str, Any]

    @property
    def is_blotted(self) -> bool:
        """Whether a name was erased since: the record no longer has the check value."""
        return "names_erased_at" in self.record

    @property
    def number(self) -> str:
        """What to name on the phone: twelve characters in three groups."""
        text = self.uid.hex[-_NUMBER_CHARACTERS:].upper()
        return "-".join(text[start : start + 4] for start in range(0, _NUMBER_CHARACTERS, 4))


def record_bytes(record: Mapping[str, Any]) -> bytes:
    """The one written form of a record: JSON, keys sorted, no spaces, UTF-8."""
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def hash_of(record: Mapping[str, Any]) -> str:
    """SHA-256 of the record's written form, 64 hex digits."""
    return hashlib.sha256(record_bytes(record)).hexdigest()


def receipts_for(actor: Actor) -> tuple[Receipt, ...]:
    """Every submission of the link's assignment, newest first. Raises NotFound before the code."""
    row = assignment_of(actor)
    rows = Submission.objects.filter(assignment_id=row.pk).order_by("-id")
    return tuple(receipt_of(row, submission) for submission in rows)


def receipt_of(row: Assignment, submission: Submission) -> Receipt:
    """The value of a submission; for this room's own modules."""
    record: dict[str, Any] = open_part(
        row, part="submission", row=submission.uid, sealed=submission.sealed
    )
    return Receipt(
        uid=submission.uid,
        at=submission.at,
        content_hash=submission.content_hash,
        reply_revision=submission.reply_revision,
        name=str(record.get("name", "")),
        department=str(record.get("department", "")),
        approver=str(record.get("approver", "")),
        record=record,
    )
