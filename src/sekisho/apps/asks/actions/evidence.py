"""Files given with an answer: through the intake, encrypted on disk under a random name."""

from __future__ import annotations

import io
import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q, Sum

from sekisho.adapters.intake import Accepted, Limits, NoScanner, inspect_upload
from sekisho.adapters.vault import write_stored
from sekisho.apps.asks.actions.replies import Draft, locked_assignment, write_reply
from sekisho.apps.asks.models import Assignment, EvidenceFile
from sekisho.apps.asks.queries.respondent import assignment_of, holder_name
from sekisho.apps.asks.queries.respondent_files import content_place, path_of
from sekisho.apps.asks.queries.respondent_standing import require_writable
from sekisho.apps.asks.queries.sealed import key_owner, seal_part
from sekisho.apps.organisations.queries import seal_for
from sekisho.engines.questionnaire import Answer, StoredAnswer
from sekisho.kernel.actor import Actor
from sekisho.kernel.entropy import new_id, random_bytes
from sekisho.kernel.errors import NotFound, TooLarge

_MIB = 1024 * 1024
MOST_FILES = 40
MOST_BYTES = 200 * _MIB
MOST_BYTES_EVER = 3 * MOST_BYTES  # withdrawn ones too: they stay on disk
_NAME_BYTES = 24


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it arrives: its stream and the name that its sender gives it.

    `limit_mb` is the most that is read; 0 means what a form may bring.
    """

    stream: BinaryIO
    declared_name: str
    limit_mb: int = 0


def attach_evidence(actor: Actor, *, question_key: str, upload: Upload, now: datetime) -> uuid.UUID:
    """Keep a file with an answer; returns its outside id.

    Raises TooLarge, Invalid or Unreadable as the intake does, TooLarge when this reply already
    holds as much as it may, NotFound and Conflict as `save_answer` does.
    """
    data, facts = _inspected(upload)
    row = assignment_of(actor)
    require_writable(row, now)
    incoming = _Incoming(new_id(), facts, random_bytes(_NAME_BYTES).hex())
    path = path_of(incoming.stored_name)
    try:
        # Encrypted and written before the transaction: a large file must not hold the one writer.
        write_stored(path, seal_for(key_owner(row), content_place(incoming.uid), data))
        return _attach(actor, question_key, incoming, now)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


@dataclass(frozen=True, slots=True)
class _Incoming:
    uid: uuid.UUID
    facts: Accepted
    stored_name: str


def _inspected(upload: Upload) -> tuple[bytes, Accepted]:
    limit_bytes = (upload.limit_mb or int(settings.SEKISHO_UPLOAD_LIMIT_MB)) * _MIB
    data = upload.stream.read(limit_bytes + 1)
    limits = Limits(size_bytes=limit_bytes)
    return data, inspect_upload(io.BytesIO(data), declared_name=upload.declared_name, limits=limits)


@transaction.atomic
def _attach(actor: Actor, key: str, incoming: _Incoming, now: datetime) -> uuid.UUID:
    row = locked_assignment(actor, now)
    draft = Draft.of(row)
    draft.question(key)
    require_room(row, incoming.facts.size_bytes)
    _file_row(row, key, incoming, now).save()
    given = _with_files(draft, key, actor, now, added=str(incoming.uid))
    write_reply(actor, row=row, draft=given, verb="asks.evidence_attached", now=now)
    return incoming.uid


@transaction.atomic
def withdraw_evidence(actor: Actor, *, uid: uuid.UUID, now: datetime) -> str:
    """Take a file back; returns its question's key. Raises NotFound, Conflict when read only."""
    row = locked_assignment(actor, now)
    draft = Draft.of(row)
    key = next(
        (key for key, one in draft.stored.items() if str(uid) in one.answer.evidence_ids), None
    )
    rows = EvidenceFile.objects.filter(
        assignment_id=row.pk, uid=uid, is_withdrawn=False, erased_at=None
    )
    if key is None or not rows.update(is_withdrawn=True):
        raise NotFound("asks.no_file")
    left = _with_files(draft, key, actor, now, removed=str(uid))
    write_reply(actor, row=row, draft=left, verb="asks.evidence_withdrawn", now=now)
    return key


def _with_files(
    draft: Draft, key: str, actor: Actor, now: datetime, *, added: str = "", removed: str = ""
) -> Draft:
    """The draft with a file more or less; the answer's revision stays: its words did not change."""
    before = draft.stored.get(key) or StoredAnswer(Answer(), 0, now.isoformat(), "")
    ids = tuple(one for one in before.answer.evidence_ids if one != removed)
    ids += (added,) if added else ()
    answer = replace(before.answer, evidence_ids=ids)
    stored = replace(before, answer=answer, saved_at=now.isoformat(), saved_by=holder_name(actor))
    return draft.with_answer(key, stored)


def require_room(row: Assignment, size_bytes: int) -> None:
    """Raises TooLarge when so much more does not fit this reply; for this room's own modules."""
    kept = Q(is_withdrawn=False, erased_at=None)
    held = EvidenceFile.objects.filter(assignment_id=row.pk).aggregate(
        files=Count("id", filter=kept), size=Sum("size_bytes", filter=kept), ever=Sum("size_bytes")
    )
    if held["files"] >= MOST_FILES:
        raise TooLarge("asks.evidence.too_many", limit=MOST_FILES)
    if (held["size"] or 0) + size_bytes > MOST_BYTES:
        raise TooLarge("asks.evidence.too_much", limit_mb=MOST_BYTES // _MIB)
    if (held["ever"] or 0) + size_bytes > MOST_BYTES_EVER:
        raise TooLarge("asks.evidence.too_often", limit_mb=MOST_BYTES_EVER // _MIB)


def _file_row(row: Assignment, key: str, incoming: _Incoming, now: datetime) -> EvidenceFile:
    facts, uid = incoming.facts, incoming.uid
    content = {
        "question": key,
        "name": facts.safe_name,
        "media_type": facts.media_type,
        "sha256": facts.sha256,
    }
    return EvidenceFile(
        uid=uid,
        assignment_id=row.pk,
        stored_name=incoming.stored_name,
        size_bytes=facts.size_bytes,
        scan_state=NoScanner().scan(path_of(incoming.stored_name)).value,
        sealed=seal_part(row, part="evidence", row=uid, content=content),
        created_at=now,
    )
