"""Drafts of question sets as frozen values, within the companies in whose name the actor acts."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from sekisho.apps.asks.queries.sets import SetView, sets_by_ids
from sekisho.apps.editor.models import DraftSet, DraftStep
from sekisho.apps.organisations.queries import OrganisationView, granted_ids
from sekisho.apps.organisations.queries.register import frozen
from sekisho.engines.question_drafts import Draft
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import NotFound
from sekisho.kernel.text import Bilingual
from sekisho.ui.paging import Paged, slice_of

UNDO_FOR = timedelta(hours=24)
STEPS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One draft of the list."""

    id: int
    uid: uuid.UUID
    organisation: OrganisationView
    title: Bilingual
    question_count: int
    updated_at: datetime
    updated_by_uid: uuid.UUID
    published: SetView | None


@dataclass(frozen=True, slots=True)
class DraftView:
    """One draft with its content; `base` is the version it was begun from."""

    line: DraftLine
    content: Mapping[str, Any]
    revision: int
    base: SetView | None

    @property
    def draft(self) -> Draft:
        """The content as the engine takes it."""
        return dict(self.content)


@dataclass(frozen=True, slots=True)
class StepView:
    """One change of a draft; `can_undo` while it is recent and not taken back."""

    uid: uuid.UUID
    what: str
    by_uid: uuid.UUID
    at: datetime
    is_undone: bool
    can_undo: bool


def drafts_for(actor: Actor, *, page: int = 1) -> Paged[DraftLine]:
    """The drafts that the actor may see, last changed first."""
    rows = _rows(actor)
    total = rows.count()
    ordered = list(rows.defer("content").order_by("-updated_at", "-id")[slice_of(page)])
    sets = sets_by_ids([row.published_id for row in ordered if row.published_id])
    return Paged(tuple(_line(row, sets) for row in ordered), page, total)


def draft_for(actor: Actor, uid: uuid.UUID, capability: Capability = Capability.VIEW) -> DraftView:
    """One draft that the actor may see, or for RUN may change. Raises NotFound."""
    row = _rows(actor, capability).filter(uid=uid).first()
    if row is None:
        raise NotFound("editor.no_draft")
    sets = sets_by_ids([one for one in (row.base_id, row.published_id) if one])
    return DraftView(_line(row, sets), row.content, row.revision, sets.get(row.base_id or 0))


def steps_of(draft: DraftView, *, now: datetime) -> tuple[StepView, ...]:
    """The newest changes of a draft that was fetched through the gate, newest first."""
    rows = DraftStep.objects.filter(draft_id=draft.line.id).order_by("-number")[:STEPS_SHOWN]
    return tuple(
        StepView(
            uid=row.uid,
            what=row.what,
            by_uid=row.by_uid,
            at=row.at,
            is_undone=row.is_undone,
            can_undo=not row.is_undone and now - row.at < UNDO_FOR,
        )
        for row in rows.defer("patch")
    )


def find_drafts(actor: Actor, words: str, *, size: int = 5) -> tuple[DraftLine, ...]:
    """Drafts whose title holds these words, last changed first."""
    if not words.strip():
        return ()
    rows = _rows(actor).defer("content").order_by("-updated_at", "-id")
    named = rows.filter(title__ja__icontains=words.strip())
    named |= rows.filter(title__en__icontains=words.strip())
    return tuple(_line(row, {}) for row in named[:size])


def _rows(actor: Actor, capability: Capability = Capability.VIEW) -> QuerySet[DraftSet]:
    own = granted_ids(actor, capability)
    rows = DraftSet.objects.select_related("organisation")
    return rows if own is None else rows.filter(organisation_id__in=own)


def _line(row: DraftSet, sets: Mapping[int, SetView]) -> DraftLine:
    return DraftLine(
        id=row.pk,
        uid=row.uid,
        organisation=frozen(row.organisation),
        title=Bilingual.from_dict(row.title),
        question_count=row.question_count,
        updated_at=row.updated_at,
        updated_by_uid=row.updated_by_uid,
        published=sets.get(row.published_id or 0),
    )
