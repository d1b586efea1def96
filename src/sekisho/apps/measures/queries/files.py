"""Files that go with a finding: their facts for the list, and their content through the gate."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from sekisho.adapters.vault import Place
from sekisho.apps.measures.models import Finding, FindingFile
from sekisho.apps.measures.queries.findings import rows_for
from sekisho.apps.measures.queries.sealed import open_facts, open_part
from sekisho.kernel.actor import Actor
from sekisho.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class FindingFileView:
    """One file that was sent with a step."""

    uid: uuid.UUID
    name: str
    media_type: str
    sha256: str
    size_bytes: int
    scan_state: str
    created_at: datetime


def files_for(actor: Actor, finding_uid: uuid.UUID) -> tuple[FindingFileView, ...]:
    """The files of a finding, oldest first; empty when it is out of reach."""
    rows = FindingFile.objects.filter(finding__in=rows_for(actor).filter(uid=finding_uid))
    rows = rows.filter(erased_at=None)
    found = rows.select_related("finding").order_by("id")
    return tuple(_view(row.finding, row) for row in found)


def file_content_for(
    actor: Actor, finding_uid: uuid.UUID, file_uid: uuid.UUID
) -> tuple[FindingFileView, bytes]:
    """A file with its content, to be sent as an attachment and never shown inline.

    Raises NotFound when it is not theirs or not there, Unreadable when it is damaged.
    """
    within = rows_for(actor).filter(uid=finding_uid)
    rows = FindingFile.objects.select_related("finding").filter(finding__in=within)
    row = rows.filter(uid=file_uid, erased_at=None).first()
    if row is None:
        raise NotFound("measures.no_file")
    sealed = path_of(row.stored_name).read_bytes()
    data = open_part(row.finding, content_place(row.uid), sealed)
    return _view(row.finding, row), data


def path_of(stored_name: str) -> Path:
    """Where an encrypted file lies."""
    return Path(settings.SEKISHO_DATA) / "files" / stored_name


def content_place(uid: uuid.UUID) -> Place:
    """What binds the ciphertext on disk to its row."""
    return Place("measures_finding_file", str(uid), "content")


def _view(finding: Finding, row: FindingFile) -> FindingFileView:
    facts = open_facts(finding, row.uid, row.sealed)
    return FindingFileView(
        uid=row.uid,
        name=facts["name"],
        media_type=facts["media_type"],
        sha256=facts["sha256"],
        size_bytes=row.size_bytes,
        scan_state=row.scan_state,
        created_at=row.created_at,
    )
