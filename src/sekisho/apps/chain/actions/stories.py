"""Copying a story, changing the copy, removing it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.chain.models import Study, StudyKind
from sekisho.apps.chain.queries.reach import reach_of
from sekisho.apps.chain.queries.stories import StoryView, checked
from sekisho.apps.chain.queries.studies import may_change, sealed_content
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Conflict, NotFound

MOST_STORIES = 100
SHIPPED = uuid.UUID(int=0)  # what is shipped is no row


@transaction.atomic
def copy_story(actor: Actor, *, view: StoryView, now: datetime) -> uuid.UUID:
    """A copy of a story, seen by those who see the same chain.

    Raises NotFound, Conflict (story.too_many).
    """
    if not actor.can(Capability.FOLLOW_UP):
        raise NotFound("chain.no_study")
    reach = reach_of(actor)
    if Study.objects.filter(kind=StudyKind.STORY, reach=reach.key).count() >= MOST_STORIES:
        raise Conflict("story.too_many", most=MOST_STORIES)
    document = {key: one for key, one in view.document.items() if key != "version"}
    content = {"story": document, "origin": view.origin, "version": view.version}
    uid = new_id()
    Study.objects.create(
        uid=uid,
        kind=StudyKind.STORY,
        reach=reach.key,
        organisation_ids=list(reach.organisation_ids),
        at=now,
        sealed=sealed_content(uid, content),
    )
    record_entry(actor, change=Change("chain.story_copied", "chain_story", uid), now=now)
    return uid


@transaction.atomic
def change_story(
    actor: Actor, *, view: StoryView, document: Mapping[str, Any], now: datetime
) -> None:
    """Keep a changed document. Raises NotFound, Invalid (story.wrong)."""
    _require(actor)
    row = _row(actor, view)
    content = {"story": checked(document), "origin": view.origin, "version": view.version}
    row.sealed, row.at = sealed_content(row.uid, content), now
    row.save()
    record_entry(actor, change=Change("chain.story_changed", "chain_story", row.uid), now=now)


@transaction.atomic
def remove_story(actor: Actor, *, view: StoryView, now: datetime) -> None:
    """Remove a changed story for good. Raises NotFound."""
    _require(actor)
    row = _row(actor, view)
    uid = row.uid
    row.delete()
    record_entry(actor, change=Change("chain.story_removed", "chain_story", uid), now=now)


def _row(actor: Actor, view: StoryView) -> Study:
    rows = Study.objects.select_for_update()
    uid = view.uid or SHIPPED
    row = rows.filter(uid=uid, kind=StudyKind.STORY, reach=reach_of(actor).key).first()
    if row is None:
        raise NotFound("chain.no_study")
    return row


def _require(actor: Actor) -> None:
    if not may_change(actor, Capability.FOLLOW_UP):
        raise NotFound("chain.no_study")
