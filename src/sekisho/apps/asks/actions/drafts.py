"""Composing an ask: begin, change, copy, delete. Once sent nothing here touches it any more."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from sekisho.apps.asks.models import Ask, AskState
from sekisho.apps.asks.queries.drafts import AskView, AudienceSpec, ask_for
from sekisho.apps.asks.queries.profiles import (
    REQUEST,
    Sender,
    default_sender,
    letter_as_dict,
    organisation_asking,
)
from sekisho.apps.asks.queries.sets import set_for
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.engines.letters import Letter
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Conflict, Invalid
from sekisho.kernel.text import Bilingual

MOST_DAYS = 90


@dataclass(frozen=True, slots=True)
class DraftWords:
    """The text part of a draft: title, reason, sender, and whether an approver must be named."""

    title: Bilingual
    reason: Bilingual
    sender: Sender
    needs_approver: bool = False


@dataclass(frozen=True, slots=True)
class DraftPlan:
    """What is asked and until when: the outside id of the set, days or a fixed date."""

    question_set_uid: uuid.UUID | None
    answer_days: int
    due_on: date | None = None


@transaction.atomic
def create_draft(actor: Actor, *, organisation_uid: uuid.UUID, now: datetime) -> uuid.UUID:
    """Begin an ask in a group company's name with its profile; returns the outside id."""
    organisation = organisation_asking(actor, organisation_uid)
    sender, days = default_sender(organisation.id)
    row = Ask(uid=new_id(), organisation_id=organisation.id, created_by_uid=actor.uid or new_id())
    row.sender, row.answer_days = sender.as_dict(), days
    row.created_at = row.updated_at = now
    row.save()
    _record(actor, "asks.draft_created", row.uid, organisation.uid, now)
    return row.uid


@transaction.atomic
def save_words(
    actor: Actor, *, uid: uuid.UUID, revision: int, words: DraftWords, now: datetime
) -> int:
    """Keep title, reason and sender; returns the new revision. Raises NotFound, Conflict."""
    row = _open_draft(actor, uid, revision)
    row.title, row.reason = words.title.as_dict(), words.reason.as_dict()
    row.sender, row.needs_approver = words.sender.as_dict(), words.needs_approver
    return _saved(actor, row, "words", now)


@transaction.atomic
def save_contents(
    actor: Actor,
    *,
    uid: uuid.UUID,
    revision: int,
    words: DraftWords,
    plan: DraftPlan,
    now: datetime,
) -> int:
    """Keep words and plan together; returns the new revision. Raises as the two do."""
    revision = save_words(actor, uid=uid, revision=revision, words=words, now=now)
    return save_plan(actor, uid=uid, revision=revision, plan=plan, now=now)


@transaction.atomic
def save_plan(
    actor: Actor, *, uid: uuid.UUID, revision: int, plan: DraftPlan, now: datetime
) -> int:
    """Keep question set and deadline; returns the new revision. Raises NotFound, Conflict,
    Invalid for days that cannot be.
    """
    row = _open_draft(actor, uid, revision)
    if not 1 <= plan.answer_days <= MOST_DAYS:
        raise Invalid("asks.days_out_of_range", most=MOST_DAYS)
    chosen = plan.question_set_uid
    row.question_set_id = set_for(actor, chosen)[0].id if chosen else None
    row.answer_days, row.due_on = plan.answer_days, plan.due_on
    return _saved(actor, row, "plan", now)


@transaction.atomic
def save_audience(
    actor: Actor, *, uid: uuid.UUID, revision: int, audience: AudienceSpec, now: datetime
) -> int:
    """Keep whom to ask; returns the new revision. Raises NotFound, Conflict."""
    row = _open_draft(actor, uid, revision)
    row.audience = audience.as_dict()
    return _saved(actor, row, "audience", now)


@transaction.atomic
def save_ask_letter(
    actor: Actor, *, uid: uuid.UUID, revision: int, letter: Letter | None, now: datetime
) -> int:
    """Keep this ask's own first letter, or with None go back to the company's; returns the new
    revision. A letter with faults may be kept; it cannot be sent. Raises NotFound, Conflict.
    """
    row = _open_draft(actor, uid, revision)
    letters: Mapping[str, Any] = {REQUEST: letter_as_dict(letter)} if letter else {}
    row.letters = {**{k: v for k, v in row.letters.items() if k != REQUEST}, **letters}
    return _saved(actor, row, "letter", now)


@transaction.atomic
def copy_ask(actor: Actor, *, uid: uuid.UUID, now: datetime) -> uuid.UUID:
    """Begin a draft with the same words, questions, audience and letters; returns its id."""
    source: AskView = ask_for(actor, uid, Capability.RUN)
    old = Ask.objects.get(pk=source.id)
    row = Ask(uid=new_id(), created_by_uid=actor.uid or new_id(), created_at=now, updated_at=now)
    for name in _COPIED:
        setattr(row, name, getattr(old, name))
    row.save()
    _record(actor, "asks.copied", row.uid, None, now)
    return row.uid


_COPIED = (
    *("organisation_id", "title", "reason", "question_set_id", "audience", "letters"),
    *("sender", "answer_days", "needs_approver"),
)


@transaction.atomic
def delete_draft(actor: Actor, *, uid: uuid.UUID, now: datetime) -> None:
    """Delete a draft for good. Raises NotFound, Conflict once it has been sent."""
    row = _open_draft(actor, uid, None)
    row.delete()
    _record(actor, "asks.draft_deleted", uid, None, now)


def _open_draft(actor: Actor, uid: uuid.UUID, revision: int | None) -> Ask:
    """The locked row of a draft that the actor may change and nobody else has changed since."""
    view = ask_for(actor, uid, Capability.RUN)
    row = Ask.objects.select_for_update().get(pk=view.id)
    if row.state != AskState.DRAFT:
        raise Conflict("asks.already_sent")
    if revision is not None and row.revision != revision:
        raise Conflict("asks.changed_meanwhile")
    return row


def _saved(actor: Actor, row: Ask, part: str, now: datetime) -> int:
    row.revision += 1
    row.updated_at = now
    row.save()
    _record(actor, "asks.draft_saved", row.uid, None, now, part=part, revision=row.revision)
    return row.revision


def _record(
    actor: Actor,
    verb: str,
    uid: uuid.UUID,
    organisation_uid: uuid.UUID | None,
    now: datetime,
    **payload: str | int,
) -> None:
    change = Change(verb, "ask", uid, organisation_uid, payload)
    record_entry(actor, change=change, now=now)
