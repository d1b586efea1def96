"""Beginning a question set, changing it step by step, going back, throwing it away."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from sekisho.apps.asks.queries.set_documents import set_document_for, versions_of
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.editor.models import DraftSet, DraftStep
from sekisho.apps.editor.queries.drafts import UNDO_FOR, draft_for
from sekisho.apps.organisations.queries import group_members_for
from sekisho.engines.question_drafts import (
    MOST_QUESTIONS,
    Draft,
    draft_from,
    empty_document,
    patch_between,
    undone,
)
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Conflict, NotFound, TooLarge

STEPS_KEPT = 60


@transaction.atomic
def begin_draft(
    actor: Actor,
    *,
    organisation_uid: uuid.UUID,
    document: Mapping[str, Any],
    now: datetime,
    base_id: int | None = None,
) -> uuid.UUID:
    """Begin a question set in a group company's name from values; returns its outside id.

    `document` is of form 1 and may be incomplete: what is missing is told on the page. Raises
    NotFound for a company in whose name the actor does not act, TooLarge beyond 500 questions.
    """
    ours = {one.uid: one for one in group_members_for(actor, Capability.RUN)}
    if organisation_uid not in ours:
        raise NotFound("editor.no_draft")
    content = draft_from(document, lambda: str(new_id()))
    if len(content["questions"]) > MOST_QUESTIONS:
        raise TooLarge("question_drafts.too_many_questions", limit=MOST_QUESTIONS)
    who = actor.uid or new_id()
    row = DraftSet(uid=new_id(), organisation_id=ours[organisation_uid].id, base_id=base_id)
    row.created_by_uid = row.updated_by_uid = who
    row.created_at = now
    _keep(row, content, now)
    _record(actor, "editor.draft_begun", row, ours[organisation_uid].uid, now)
    return row.uid


def begin_empty(
    actor: Actor, *, organisation_uid: uuid.UUID, key: str, title: Mapping[str, str], now: datetime
) -> uuid.UUID:
    """Begin with one blank section and question; returns the outside id. Raises NotFound."""
    document = empty_document(key, ja=title.get("ja", ""), en=title.get("en", ""))
    return begin_draft(actor, organisation_uid=organisation_uid, document=document, now=now)


def begin_from_set(
    actor: Actor, *, organisation_uid: uuid.UUID, set_uid: uuid.UUID, now: datetime
) -> uuid.UUID:
    """Begin the next version of a published set; returns the outside id. Raises NotFound."""
    view, document = set_document_for(actor, set_uid)
    document["version"] = next_version(view.version, versions_of(view.key))
    return begin_draft(
        actor, organisation_uid=organisation_uid, document=document, now=now, base_id=view.id
    )


def next_version(version: str, taken: tuple[str, ...]) -> str:
    """The following version that is free: 1.0 -> 1.1."""
    head, _dot, tail = version.rpartition(".")
    number = int(tail) if tail.isdigit() else 0
    parts = f"{head}." if head else ""
    while f"{parts}{number}" in taken or f"{parts}{number}" == version:
        number += 1
    return f"{parts}{number}"


@transaction.atomic
def change_draft(
    actor: Actor,
    *,
    uid: uuid.UUID,
    change: Callable[[Draft], Draft],
    what: str,
    now: datetime,
) -> uuid.UUID | None:
    """Make one change of the engine; returns the step that undoes it, None when nothing changed.

    Raises NotFound, and Conflict or TooLarge as the change itself does.
    """
    view, row = _locked(actor, uid)
    before: Draft = row.content
    after = change(before)
    patch = patch_between(before, after)
    if not patch:
        return None
    step = _step(actor, row, what, patch, now)
    row.updated_by_uid = actor.uid or row.updated_by_uid
    _keep(row, after, now)
    _record(actor, "editor.draft_changed", row, view, now)
    return step


@transaction.atomic
def undo_step(actor: Actor, *, uid: uuid.UUID, step_uid: uuid.UUID, now: datetime) -> None:
    """Take one recent change back.

    Raises NotFound, Conflict when what it touched has changed since or it is too long ago.
    """
    view, row = _locked(actor, uid)
    step = DraftStep.objects.filter(draft=row, uid=step_uid).first()
    if step is None:
        raise NotFound("editor.no_step")
    if step.is_undone or now - step.at >= UNDO_FOR:
        raise Conflict("editor.undo_over")
    row.updated_by_uid = actor.uid or row.updated_by_uid
    _keep(row, undone(row.content, step.patch), now)
    step.is_undone = True
    step.save(update_fields=["is_undone"])
    _record(actor, "editor.step_undone", row, view, now)


@transaction.atomic
def discard_draft(actor: Actor, *, uid: uuid.UUID, now: datetime) -> None:
    """Throw a draft away; what was published from it stays. Raises NotFound."""
    view, row = _locked(actor, uid)
    _record(actor, "editor.draft_discarded", row, view, now)
    row.delete()


def _locked(actor: Actor, uid: uuid.UUID) -> tuple[uuid.UUID, DraftSet]:
    view = draft_for(actor, uid, Capability.RUN)
    row = DraftSet.objects.select_for_update().get(pk=view.line.id)
    return view.line.organisation.uid, row


def _keep(row: DraftSet, content: Draft, now: datetime) -> None:
    row.content, row.title = content, content["title"]
    row.question_count = len(content["questions"])
    row.revision = (row.revision or 0) + (1 if row.pk else 0)
    row.updated_at = now
    row.save()


def _step(
    actor: Actor, row: DraftSet, what: str, patch: dict[str, Any], now: datetime
) -> uuid.UUID:
    last = DraftStep.objects.filter(draft=row).order_by("-number").first()
    number = last.number + 1 if last else 1
    step = DraftStep(uid=new_id(), draft=row, number=number, what=what, patch=patch, at=now)
    step.by_uid = actor.uid or row.created_by_uid
    step.save()
    DraftStep.objects.filter(draft=row, number__lte=number - STEPS_KEPT).delete()
    return step.uid


def _record(
    actor: Actor, verb: str, row: DraftSet, organisation_uid: uuid.UUID, now: datetime
) -> None:
    payload = {"revision": row.revision, "questions": row.question_count}
    change = Change(verb, "draft_set", row.uid, organisation_uid, payload)
    record_entry(actor, change=change, now=now)
