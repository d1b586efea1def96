"""Talk at questions: threads of one conversation, what waits, and what is shown to everybody."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Prefetch, Q, QuerySet

from sekisho.adapters.vault import Place
from sekisho.apps.answering.models import Clarification, Message, Thread
from sekisho.apps.answering.queries.sealed import opened_words
from sekisho.apps.asks.queries.drafts import ask_for
from sekisho.apps.asks.queries.replies import assignment_row_for
from sekisho.apps.asks.queries.scopes import Scope, own_number, scope_of, scopes_by_ids
from sekisho.apps.asks.queries.sealed import Sealable
from sekisho.apps.organisations.queries import (
    asking_filter,
    granted_ids,
    open_home,
    reach_filter,
)
from sekisho.apps.work.queries.worded import NUMBER, Worded
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import NotFound
from sekisho.kernel.text import Bilingual

THREAD, MESSAGE = "thread", "message"
MOST_THREADS, MOST_MESSAGES, MOST_WAITING = 300, 1000, 100
OFFICE, PARTNER, NOBODY = "office", "partner", ""
_WAITING = (
    *("assignment__uid", "assignment__ask__uid", "assignment__ask__title"),
    *("assignment__subject__name", "assignment__subject__name_en"),
)


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
    if _THREAD.first(own=own) is None:
        return ()
    return threads_of(scope_of(actor, now=now))


_THREAD = Worded(
    lambda own: Thread.objects.filter(assignment_id=own).values_list("pk")[:1], own=NUMBER
)


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
    """The newest threads of an assignment, at most three hundred with together the newest
    thousand messages; for this room's own modules.
    """
    rows = Thread.objects.filter(assignment_id=scope.id).order_by("-updated_at", "-id")
    newest = Message.objects.filter(thread__assignment_id=scope.id).order_by("-id")
    shown = newest.values_list("pk", flat=True)[:MOST_MESSAGES]
    said = Prefetch("messages", Message.objects.filter(pk__in=list(shown)))
    return tuple(_thread(scope, row) for row in rows.prefetch_related(said)[:MOST_THREADS])


def thread_at(scope: Scope, question_key: str) -> int | None:
    """The number of the thread at a question, None while nobody spoke there; own modules only."""
    rows = Thread.objects.filter(assignment_id=scope.id).order_by("-id")
    for pk, uid, sealed in rows.values_list("pk", "uid", "sealed"):
        if opened_words(scope, THREAD, uid, sealed)["key"] == question_key:
            return pk
    return None


def thread_of_reply(
    actor: Actor, assignment_uid: uuid.UUID, thread_uid: uuid.UUID, capability: Capability
) -> tuple[int, int]:
    """The numbers of a thread and its assignment, for the office. Raises NotFound."""
    own = assignment_row_for(actor, assignment_uid, capability)
    rows = Thread.objects.filter(assignment_id=own, uid=thread_uid)
    found = rows.values_list("pk", flat=True).first()
    if found is None:
        raise NotFound("answering.no_thread")
    return found, own


def waiting_for(actor: Actor, ask_id: int | None = None) -> tuple[Waiting, ...]:
    """Replies within reach in which a partner's question waits for the office, oldest first; at
    most a hundred, of one ask where its number is given.
    """
    grouped = _waiting_threads(actor, ask_id).order_by().values(*_WAITING)
    counted = grouped.annotate(count=Count("pk"), since=Min("updated_at"))
    return tuple(
        Waiting(
            assignment_uid=row["assignment__uid"],
            ask_uid=row["assignment__ask__uid"],
            names=Bilingual(row["assignment__subject__name"], row["assignment__subject__name_en"]),
            title=Bilingual.from_dict(row["assignment__ask__title"]),
            count=row["count"],
            since=row["since"],
        )
        for row in counted.order_by("since", "assignment__uid")[:MOST_WAITING]
    )


def waiting_counts(actor: Actor, ask_id: int | None = None) -> tuple[int, int]:
    """How many questions of partners wait within reach, and in how many replies."""
    rows = _waiting_threads(actor, ask_id)
    found = rows.aggregate(n=Count("pk"), replies=Count("assignment", distinct=True))
    return int(found["n"]), int(found["replies"])


def waiting_in(actor: Actor, ask_id: int) -> int:
    """How many questions of partners wait in one ask, as far as the actor reaches."""
    if granted_ids(actor) is None:
        return len(_WAITING_IN.rows(ask_id=ask_id))
    return waiting_counts(actor, ask_id)[0]


_WAITING_IN = Worded(
    lambda ask_id: Thread.objects.filter(assignment__ask_id=ask_id, waits_for=OFFICE).values_list(
        "pk", flat=True
    ),
    ask_id=NUMBER,
)


def _waiting_threads(actor: Actor, ask_id: int | None) -> QuerySet[Thread]:
    rows = Thread.objects.filter(_reached(actor), waits_for=OFFICE)
    return rows if ask_id is None else rows.filter(assignment__ask_id=ask_id)


def clarifications_of_link(actor: Actor) -> tuple[ClarificationView, ...]:
    """What was clarified for everybody in the ask of a confirmed link, oldest first."""
    rows = _SHOWN.rows(own=own_number(actor))
    return tuple(_clarification(row) for row in rows)


_SHOWN = Worded(
    lambda own: Clarification.objects.filter(ask__assignments__id=own, is_shown=True).order_by(
        "id"
    ),
    own=NUMBER,
)


def clarifications_for(
    actor: Actor, ask_uid: uuid.UUID, capability: Capability = Capability.VIEW
) -> tuple[ClarificationView, ...]:
    """All clarifications of an ask within reach, hidden ones too. Raises NotFound."""
    return clarifications_in([ask_for(actor, ask_uid, capability).id])


def clarified_count(actor: Actor, ask_uid: uuid.UUID) -> int:
    """How many clarifications an ask within reach has, hidden ones too. Raises NotFound."""
    return len(_CLARIFIED.rows(ask_id=ask_for(actor, ask_uid).id))


_CLARIFIED = Worded(
    lambda ask_id: Clarification.objects.filter(ask_id=ask_id).values_list("pk", flat=True),
    ask_id=NUMBER,
)


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
