"""Saying something at a question, from either side; clarifying something for everybody."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from sekisho.apps.answering.models import Clarification, Message, Thread
from sekisho.apps.answering.queries.sealed import sealed_words
from sekisho.apps.answering.queries.talks import (
    MESSAGE,
    NOBODY,
    OFFICE,
    PARTNER,
    THREAD,
    clarification_place,
    thread_at,
    thread_of_reply,
)
from sekisho.apps.asks.queries.drafts import ask_for
from sekisho.apps.asks.queries.respondent import reply_for
from sekisho.apps.asks.queries.scopes import Scope, scope_of, scopes_by_ids
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.organisations.queries import seal_home
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Conflict, Invalid, NotFound

MOST_CHARACTERS = 2000
MOST_AN_HOUR = 20
MOST_CLARIFICATIONS = 100


@dataclass(frozen=True, slots=True)
class Saying:
    """What is said and by whom."""

    text: str
    by: str


@transaction.atomic
def ask_question(actor: Actor, *, question_key: str, saying: Saying, now: datetime) -> uuid.UUID:
    """Ask the office something at a question; returns the thread's outside id.

    Raises Invalid for no words or too many, Conflict after twenty within an hour or once the ask
    has ended, NotFound for a question that is not asked, before the code and for a narrower link.
    """
    scope = scope_of(actor, now=now)
    reply = reply_for(actor, now=now)
    if question_key not in {one.key for one in reply.asked}:
        raise NotFound("asks.no_question")
    if reply.visit.standing.value in {"ended", "accepted"}:
        raise Conflict(f"asks.read_only.{reply.visit.standing.value}")
    said = _cleaned(saying)
    lately = Message.objects.filter(
        thread__assignment_id=scope.id, is_from_partner=True, at__gt=now - timedelta(hours=1)
    )
    if lately.count() >= MOST_AN_HOUR:
        raise Conflict("answering.talk.too_fast", limit=MOST_AN_HOUR)
    thread = _thread_at(scope, question_key, now)
    _say(scope, thread, said, is_from_partner=True, now=now)
    _record(actor, "answering.asked", scope.uid, now)
    return thread.uid


@transaction.atomic
def answer_question(
    actor: Actor,
    *,
    assignment_uid: uuid.UUID,
    thread_uid: uuid.UUID,
    saying: Saying,
    now: datetime,
) -> None:
    """Answer a partner's question; it is told by letter that an answer waits, never which.

    Raises NotFound out of reach, Invalid for no words or too many.
    """
    thread, scope = _office_thread(actor, assignment_uid, thread_uid, now)
    _say(scope, thread, _cleaned(saying), is_from_partner=False, now=now)
    _record(actor, "answering.answered", scope.uid, now)


@transaction.atomic
def settle_thread(
    actor: Actor, *, assignment_uid: uuid.UUID, thread_uid: uuid.UUID, now: datetime
) -> None:
    """Say that nothing more is to be answered here, for example after a call. Raises NotFound."""
    thread, scope = _office_thread(actor, assignment_uid, thread_uid, now)
    Thread.objects.filter(pk=thread.pk).update(waits_for=NOBODY, updated_at=now)
    _record(actor, "answering.settled", scope.uid, now)


@dataclass(frozen=True, slots=True)
class Clarified:
    """What everybody will read at a question, in both languages."""

    question_key: str
    asked_ja: str
    asked_en: str
    answered_ja: str
    answered_en: str


@transaction.atomic
def clarify(
    actor: Actor,
    *,
    ask_uid: uuid.UUID,
    words: Clarified,
    uid: uuid.UUID | None = None,
    is_shown: bool = True,
    now: datetime,
) -> uuid.UUID:
    """Show an answer to everybody who was asked, or change one that is shown.

    Raises NotFound out of reach, Invalid while a language is missing, Conflict above a hundred.
    """
    ask = ask_for(actor, ask_uid, Capability.RUN)
    own = uid or new_id()
    sealed = _sealed_clarification(own, words)
    rows = Clarification.objects.filter(ask_id=ask.id)
    if uid is None:
        if rows.count() >= MOST_CLARIFICATIONS:
            raise Conflict("answering.clarify.too_many", limit=MOST_CLARIFICATIONS)
        Clarification.objects.create(
            uid=own,
            ask_id=ask.id,
            sealed=sealed,
            is_shown=is_shown,
            created_at=now,
            updated_at=now,
        )
    elif not rows.filter(uid=uid).update(sealed=sealed, is_shown=is_shown, updated_at=now):
        raise NotFound("answering.no_clarification")
    record_entry(actor, change=Change("answering.clarified", "ask", ask.uid), now=now)
    return own


def _sealed_clarification(uid: uuid.UUID, words: Clarified) -> bytes:
    parts = (words.asked_ja, words.asked_en, words.answered_ja, words.answered_en)
    if not all(part.strip() for part in parts):
        raise Invalid("answering.clarify.missing")
    if any(len(part) > MOST_CHARACTERS for part in parts):
        raise Invalid("answering.too_long", limit=MOST_CHARACTERS)
    content = {
        "key": words.question_key,
        "asked": {"ja": words.asked_ja.strip(), "en": words.asked_en.strip()},
        "answered": {"ja": words.answered_ja.strip(), "en": words.answered_en.strip()},
    }
    return seal_home(clarification_place(uid), json.dumps(content, ensure_ascii=False).encode())


def _office_thread(
    actor: Actor, assignment_uid: uuid.UUID, thread_uid: uuid.UUID, now: datetime
) -> tuple[Thread, Scope]:
    found, own = thread_of_reply(actor, assignment_uid, thread_uid, Capability.FOLLOW_UP)
    thread = Thread.objects.select_for_update().get(pk=found)
    return thread, scopes_by_ids([own], now=now)[own]


def _thread_at(scope: Scope, key: str, now: datetime) -> Thread:
    known = thread_at(scope, key)
    if known is not None:
        return Thread.objects.select_for_update().get(pk=known)
    uid = new_id()
    sealed = sealed_words(scope, THREAD, uid, {"key": key})
    return Thread.objects.create(
        uid=uid, assignment_id=scope.id, sealed=sealed, created_at=now, updated_at=now
    )


def _say(
    scope: Scope, thread: Thread, saying: Saying, *, is_from_partner: bool, now: datetime
) -> None:
    uid = new_id()
    words = {"text": saying.text, "by": saying.by}
    Message.objects.create(
        uid=uid,
        thread=thread,
        is_from_partner=is_from_partner,
        sealed=sealed_words(scope, MESSAGE, uid, words),
        at=now,
    )
    waits_for = OFFICE if is_from_partner else PARTNER
    Thread.objects.filter(pk=thread.pk).update(waits_for=waits_for, updated_at=now)


def _cleaned(saying: Saying) -> Saying:
    text, by = saying.text.strip(), saying.by.strip()
    if not text:
        raise Invalid("answering.talk.no_words")
    if len(text) > MOST_CHARACTERS:
        raise Invalid("answering.too_long", limit=MOST_CHARACTERS)
    return Saying(text, by[:120])


def _record(actor: Actor, verb: str, uid: uuid.UUID, now: datetime) -> None:
    record_entry(actor, change=Change(verb, "assignment", uid), now=now)
