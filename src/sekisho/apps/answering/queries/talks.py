"""Talk at questions: threads of one conversation, what waits, and what is shown to everybody."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from sekisho.adapters.vault import Place
from sekisho.apps.answering.models import Clarification, Message, Thread
from sekisho.apps.answering.queries.sealed import opened_words
from sekisho.apps.asks.queries.drafts import ask_for
from sekisho.apps.asks.queries.replies import assignment_row_for
from sekisho.apps.asks.queries.scopes import Scope, own_number, scope_of, scopes_by_ids
from sekisho.apps.asks.queries.sealed import Sealable
from sekisho.apps.organisations.queries import asking_filter, open_home, reach_filter
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.text import Bilingual

THREAD, MESSAGE = "thread", "message"
OFFICE, PARTNER, NOBODY = "office", "partner", ""


@dataclass(frozen=True, slots=True)
class MessageView:
    """One thing that was said."""

    text: str
    by: str
    at: datetime
    is_from_partner: bool


@dataclass(frozen=True, slots=True)
class ThreadView:
    """The talk at one question, oldest first. `waits_for` is office, partner or empty."""

    id: int
    uid: uuid.UUID
    assignment_id: int
    question_key: str
    waits_for: str
    updated_at: datetime
    messages: tuple[MessageView, ...]


@dataclass(frozen=True, slots=True)
class ClarificationView:
    """One question and its answer as everybody reads them."""

    uid: uuid.UUID
    question_key: str
    asked: Bilingual
    answered: Bilingual
    is_shown: bool
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """One reply with how many questions of the partner wait for the office."""

    assignment_uid: uuid.UUID
    ask_uid: uuid.UUID
    names: Bilingual
    title: Bilingual
    count: int
    since: datetime


def threads_for(actor: Actor, *, now: datetime) -> tuple[ThreadView, ...]:
    """All threads of one's own assignment, newest first. Raises NotFound before the code, and for
    a narrower link.
    """
    own = own_number(actor)
    if not Thread.objects.filter(assignment_id=own).exists():
        return ()
    return threads_of(scope_of(actor, now=now))


def threads_of_reply(
    actor: Actor,
    assignment_uid: uuid.UUID,
    *,
    now: datetime,
    capability: Capability = Capability.VIEW,
) -> tuple[ThreadView, ...]:
    """The same for the office that reaches the reply. Raises NotFound."""
    found = assignment_row_for(actor, assignment_uid, capability)
    return threads_of(scopes_by_ids([found], now=now)[found])


def threads_of(scope: Scope) -> tuple[ThreadView, ...]:
    """The threads of an assignment; for this room's own modules."""
    rows = Thread.objects.filter(assignment_id=scope.id).prefetch_related("messages")
    return tuple(_thread(scope, row) for row in rows.order_by("-updated_at", "-id"))


def waiting_for(actor: Actor) -> tuple[Waiting, ...]:
    """Replies within reach in which a partner's question waits for the office, oldest first."""
    rows = Thread.objects.filter(_reached(actor), waits_for=OFFICE).order_by("updated_at", "id")
    found: dict[uuid.UUID, Waiting] = {}
    for row in rows.select_related("assignment__ask", "assignment__subject"):
        at = row.assignment
        held = found.get(at.uid)
        found[at.uid] = Waiting(
            assignment_uid=at.uid,
            ask_uid=at.ask.uid,
            names=Bilingual(at.subject.name, at.subject.name_en),
            title=Bilingual.from_dict(at.ask.title),
            count=held.count + 1 if held else 1,
            since=held.since if held else row.updated_at,
        )
    return tuple(found.values())


def waiting_in(actor: Actor, ask_id: int) -> int:
    """How many questions of partners wait in one ask, as far as the actor reaches."""
    rows = Thread.objects.filter(_reached(actor), waits_for=OFFICE, assignment__ask_id=ask_id)
    return rows.count()


def clarifications_of_link(actor: Actor) -> tuple[ClarificationView, ...]:
    """What was clarified for everybody in the ask of a confirmed link, oldest first."""
    rows = Clarification.objects.filter(ask__assignments=own_number(actor), is_shown=True)
    return tuple(_clarification(row) for row in rows.order_by("id"))


def clarifications_for(
    actor: Actor, ask_uid: uuid.UUID, capability: Capability = Capability.VIEW
) -> tuple[ClarificationView, ...]:
    """All clarifications of an ask within reach, hidden ones too. Raises NotFound."""
    return clarifications_in([ask_for(actor, ask_uid, capability).id])


def clarifications_in(ask_ids: Iterable[int]) -> tuple[ClarificationView, ...]:
    """Those of asks that were checked; for this room's own modules."""
    rows = Clarification.objects.filter(ask_id__in=list(ask_ids)).order_by("id")
    return tuple(_clarification(row) for row in rows)


def clarification_place(uid: uuid.UUID) -> Place:
    """What binds a sealed clarification to its row."""
    return Place("answering_clarification", str(uid), "sealed")


def _clarification(row: Clarification) -> ClarificationView:
    words: dict[str, Any] = json.loads(open_home(clarification_place(row.uid), row.sealed))
    return ClarificationView(
        uid=row.uid,
        question_key=words["key"],
        asked=Bilingual.from_dict(words["asked"]),
        answered=Bilingual.from_dict(words["answered"]),
        is_shown=row.is_shown,
        updated_at=row.updated_at,
    )


def _reached(actor: Actor) -> Q:
    subject = reach_filter(actor, path="assignment__subject")
    respondent = reach_filter(actor, path="assignment__respondent")
    return subject & respondent & asking_filter(actor, path="assignment__ask__organisation")


def _thread(at: Sealable, row: Thread) -> ThreadView:
    words: dict[str, Any] = opened_words(at, THREAD, row.uid, row.sealed)
    said = sorted(row.messages.all(), key=lambda one: one.pk)
    return ThreadView(
        id=row.pk,
        uid=row.uid,
        assignment_id=row.assignment_id,
        question_key=words["key"],
        waits_for=row.waits_for,
        updated_at=row.updated_at,
        messages=tuple(_message(at, one) for one in said),
    )


def _message(at: Sealable, row: Message) -> MessageView:
    words: dict[str, Any] = opened_words(at, MESSAGE, row.uid, row.sealed)
    return MessageView(words["text"], words["by"], row.at, row.is_from_partner)
