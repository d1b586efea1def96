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
from sekisho.apps.work.queries.worded import NUMBER, Worded
from sekisho.kernel.actor import Actor, ActorKind, Capability
from sekisho.kernel.errors import NotFound, Unreadable


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


@dataclass(frozen=True, slots=True)
class ErasedFile:
    """What is left of an erased file: at which question it lay, when it went, by whom.

    `question_key` is empty when its facts could not be opened, `by_uid` None when a rule erased it.
    """

    uid: uuid.UUID
    question_key: str
    at: datetime
    by_uid: uuid.UUID | None


def evidence_views(row: Assignment) -> tuple[EvidenceView, ...]:
    """The files of an assignment that were not withdrawn, oldest first; own modules only."""
    return kept_and_erased(row)[0]


def kept_and_erased(
    row: Assignment,
) -> tuple[tuple[EvidenceView, ...], tuple[ErasedFile, ...]]:
    """The files that are there, and what is left of erased ones; own modules only."""
    rows = _TOLD.rows(own=row.pk)
    erased = (
        ErasedFile(one.uid, question_of(row, one), one.erased_at, one.erased_by_uid)
        for one in rows
        if one.erased_at is not None
    )
    return tuple(_view(row, one) for one in rows if one.erased_at is None), tuple(erased)


_TOLD = Worded(
    lambda own: EvidenceFile.objects.filter(
        Q(is_withdrawn=False) | Q(erased_at__isnull=False), assignment_id=own
    ).order_by("id"),
    own=NUMBER,
)


def question_of(row: Assignment, file: EvidenceFile) -> str:
    """At which question a file lay, empty when that cannot be read any more."""
    try:
        return str(open_part(row, part="evidence", row=file.uid, sealed=file.sealed)["question"])
    except Unreadable:
        return ""


def evidence_content_for(actor: Actor, uid: uuid.UUID) -> EvidenceContent:
    """A file's content for its respondent, or for an office that reaches subject and asker.

    Raises NotFound when it is not theirs, withdrawn or not there, Unreadable when it is damaged.
    """
    rows = EvidenceFile.objects.select_related("assignment").filter(_gate(actor))
    file = rows.filter(uid=uid, is_withdrawn=False, erased_at=None).first()
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
    return evidence_content_gate(actor, Capability.VIEW)


def evidence_content_gate(actor: Actor, capability: Capability) -> Q:
    """A condition over files: an office with this capability reaches subject and asker."""
    subject = reach_filter(actor, capability=capability, path="assignment__subject")
    return subject & asking_filter(
        actor, capability=capability, path="assignment__ask__organisation"
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
