"""Evidence files: their facts for the list, and their content through the gate."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db.models import Q

from sekisho.adapters.vault import Place
from sekisho.apps.asks.models import Assignment, EvidenceFile
from sekisho.apps.asks.queries.sealed import key_owner, open_part
from sekisho.apps.organisations.queries import asking_filter, open_for, reach_filter
from sekisho.kernel.actor import Actor, ActorKind
from sekisho.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """One file given with an answer."""

    uid: uuid.UUID
    question_key: str
    name: str
    media_type: str
    sha256: str
    size_bytes: int
    scan_state: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class EvidenceContent:
    """A file in the clear, to be sent as an attachment and never shown inline."""

    view: EvidenceView
    data: bytes


def evidence_views(row: Assignment) -> tuple[EvidenceView, ...]:
    """The files of an assignment that were not withdrawn, oldest first; own modules only."""
    rows = EvidenceFile.objects.filter(assignment_id=row.pk, is_withdrawn=False).order_by("id")
    return tuple(_view(row, file) for file in rows)


def evidence_content_for(actor: Actor, uid: uuid.UUID) -> EvidenceContent:
    """A file's content for its respondent, or for an office that reaches subject and asker.

    Raises NotFound when it is not theirs, withdrawn or not there, Unreadable when it is damaged.
    """
    rows = EvidenceFile.objects.select_related("assignment").filter(_gate(actor))
    file = rows.filter(uid=uid, is_withdrawn=False).first()
    if file is None:
        raise NotFound("asks.no_file")
    sealed = path_of(file.stored_name).read_bytes()
    place = content_place(file.uid)
    data = open_for(key_owner(file.assignment), place, sealed)
    return EvidenceContent(_view(file.assignment, file), data)


def _gate(actor: Actor) -> Q:
    if actor.kind is ActorKind.LINK and actor.link is not None:
        if not actor.link.is_confirmed or "answer" not in actor.link.verbs:
            raise NotFound("entrance.link_closed")
        return Q(assignment_id=actor.link.subject_id)
    return reach_filter(actor, path="assignment__subject") & asking_filter(
        actor, path="assignment__ask__organisation"
    )


def path_of(stored_name: str) -> Path:
    """Where an encrypted file lies."""
    return Path(settings.SEKISHO_DATA) / "files" / stored_name


def content_place(uid: uuid.UUID) -> Place:
    """What binds the ciphertext on disk to its row."""
    return Place("asks_evidence_file", str(uid), "content")


def _view(row: Assignment, file: EvidenceFile) -> EvidenceView:
    facts: Mapping[str, str] = open_part(row, part="evidence", row=file.uid, sealed=file.sealed)
    return EvidenceView(
        uid=file.uid,
        question_key=facts["question"],
        name=facts["name"],
        media_type=facts["media_type"],
        sha256=facts["sha256"],
        size_bytes=file.size_bytes,
        scan_state=file.scan_state,
        created_at=file.created_at,
    )
