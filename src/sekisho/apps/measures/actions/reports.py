"""A respondent's step on a finding, with a file where one goes along."""

from __future__ import annotations

import io
import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from sekisho.adapters.intake import Accepted, Limits, NoScanner, inspect_upload
from sekisho.adapters.vault import write_stored
from sekisho.apps.measures.actions.steps import Step, take_step
from sekisho.apps.measures.models import FindingFile
from sekisho.apps.measures.queries.files import content_place, path_of
from sekisho.apps.measures.queries.findings import row_for, seal_owner_for
from sekisho.apps.measures.queries.sealed import seal_facts
from sekisho.apps.organisations.queries import seal_for
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.entropy import new_id, random_bytes
from sekisho.kernel.errors import TooLarge

MOST_FILES = 10
_MIB = 1024 * 1024
_NAME_BYTES = 24


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it arrives: its stream and the name that its sender gives it."""

    stream: BinaryIO
    declared_name: str


@dataclass(frozen=True, slots=True)
class _Incoming:
    uid: uuid.UUID
    facts: Accepted
    stored_name: str


def report_step(
    actor: Actor,
    *,
    uid: uuid.UUID,
    step: Step,
    revision: int,
    upload: Upload | None,
    now: datetime,
) -> None:
    """Take a step and keep the file that proves it: both or neither.

    Raises as `take_step` does, TooLarge, Invalid or Unreadable as the intake does, TooLarge when
    the finding holds as many files as it may.
    """
    if upload is None:
        take_step(actor, uid=uid, step=step, revision=revision, now=now)
        return
    data, facts = _inspected(upload)
    owner_id = seal_owner_for(actor, uid)
    incoming = _Incoming(new_id(), facts, random_bytes(_NAME_BYTES).hex())
    path = path_of(incoming.stored_name)
    step = replace(step, file=facts.safe_name)
    try:
        # Encrypted and written before the transaction: a large file must not hold the one writer.
        write_stored(path, seal_for(owner_id, content_place(incoming.uid), data))
        with transaction.atomic():
            _keep(actor, uid, incoming, now)
            take_step(actor, uid=uid, step=step, revision=revision, now=now)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _inspected(upload: Upload) -> tuple[bytes, Accepted]:
    limit_bytes = int(settings.SEKISHO_UPLOAD_LIMIT_MB) * _MIB
    data = upload.stream.read(limit_bytes + 1)
    limits = Limits(size_bytes=limit_bytes)
    return data, inspect_upload(io.BytesIO(data), declared_name=upload.declared_name, limits=limits)


def _keep(actor: Actor, uid: uuid.UUID, incoming: _Incoming, now: datetime) -> None:
    row, facts = row_for(actor, uid, Capability.FOLLOW_UP), incoming.facts
    if FindingFile.objects.filter(finding=row).count() >= MOST_FILES:
        raise TooLarge("measures.too_many_files", limit=MOST_FILES)
    content = {"name": facts.safe_name, "media_type": facts.media_type, "sha256": facts.sha256}
    FindingFile(
        uid=incoming.uid,
        finding=row,
        stored_name=incoming.stored_name,
        size_bytes=facts.size_bytes,
        scan_state=NoScanner().scan(path_of(incoming.stored_name)).value,
        sealed=seal_facts(row, incoming.uid, content),
        created_at=now,
    ).save()
