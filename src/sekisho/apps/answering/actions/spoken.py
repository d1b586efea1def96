"""Writing down an answer that came by telephone, fax or letter."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from sekisho.apps.accounts.queries import names_of
from sekisho.apps.answering.models import SpokenAnswer
from sekisho.apps.answering.queries.sealed import sealed_words
from sekisho.apps.answering.queries.spoken import CHANNELS, KIND, own_answer, spoken_of
from sekisho.apps.asks.actions.replies import Outcome, SaveResult, save_answer
from sekisho.apps.asks.actions.submissions import Signer, submit_reply
from sekisho.apps.asks.queries.replies import assignment_row_for
from sekisho.apps.asks.queries.respondent import VERB, ReplyView, reply_for
from sekisho.apps.asks.queries.respondent_receipts import Receipt
from sekisho.apps.asks.queries.scopes import own_number, scope_of
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.engines.questionnaire import Answer
from sekisho.kernel.actor import Actor, Capability, LinkScope
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Invalid, NotFound

_NAME = 120


@dataclass(frozen=True, slots=True)
class Told:
    """Who said it, by which of CHANNELS, on which day; who approved the whole, if they said so."""

    said_by: str
    channel: str
    said_on: date
    approver: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """One answer to write down, over the revision that the writer saw, 0 for none."""

    question_key: str
    answer: Answer
    base_revision: int


def reply_to_write(actor: Actor, assignment_uid: uuid.UUID, *, now: datetime) -> ReplyView:
    """The questions with their answers, for who may follow this reply up. Raises NotFound."""
    return reply_for(_lent(actor, assignment_uid), now=now)


@transaction.atomic
def write_down(
    actor: Actor,
    *,
    assignment_uid: uuid.UUID,
    given: Given,
    told: Told,
    now: datetime,
) -> SaveResult:
    """Save one answer as it was told, marked with its source and with the respondent's own answer
    that it takes the place of.

    Raises NotFound out of reach, Invalid for a missing name, channel or a day to come, Conflict
    when the reply is read only.
    """
    _require_told(told, now)
    writer = _lent(actor, assignment_uid)
    before = _before(writer, given.question_key, now)
    result = save_answer(
        writer,
        question_key=given.question_key,
        answer=given.answer,
        base_revision=given.base_revision,
        now=now,
    )
    if result.outcome is not Outcome.SAVED or result.stored is None:
        return result
    scope, uid = scope_of(writer, now=now), new_id()
    words = {
        **_source(told, writer),
        "key": given.question_key,
        "revision": result.stored.revision,
        "over": before,
    }
    sealed = sealed_words(scope, KIND, uid, words)
    SpokenAnswer.objects.create(uid=uid, assignment_id=scope.id, sealed=sealed, at=now)
    verb = "answering.written_over" if before else "answering.written_down"
    payload = {"revision": result.stored.revision, "over": before}
    record_entry(actor, change=Change(verb, "assignment", scope.uid, payload=payload), now=now)
    return result


def _source(told: Told, writer: Actor) -> dict[str, str]:
    return {
        "channel": told.channel,
        "said_by": told.said_by.strip(),
        "said_on": told.said_on.isoformat(),
        "written_by": writer.name,
    }


def _before(writer: Actor, key: str, now: datetime) -> dict[str, Any] | None:
    """What the respondent had said; saved only where nobody else has written since it was read."""
    reply, own = reply_for(writer, now=now), own_number(writer)
    question = next((one for one in reply.asked if one.key == key), None)
    if question is None:
        raise NotFound("asks.no_question")
    return own_answer(question, reply.stored.get(key), spoken_of([own]).get((own, key)))


def submit_told(
    actor: Actor, *, assignment_uid: uuid.UUID, told: Told, seen_revision: int, now: datetime
) -> Receipt:
    """Submit what was told in the name of whoever told it; the receipt says who wrote it down.

    An approver is recorded only as it was told. Raises NotFound out of reach, Invalid while
    something required is missing, Conflict as `submit_reply` does.
    """
    _require_told(told, now)
    writer = _lent(actor, assignment_uid)
    signer = Signer(f"{told.said_by.strip()} ({writer.name})"[:_NAME], approver=told.approver)
    return submit_reply(writer, signer=signer, seen_revision=seen_revision, now=now)


def _lent(actor: Actor, assignment_uid: uuid.UUID) -> Actor:
    """The person with the reach of one reply, after FOLLOW_UP was checked for it."""
    own = assignment_row_for(actor, assignment_uid, Capability.FOLLOW_UP)
    scope = LinkScope(
        link_id=0, holder_id=0, subject_id=own, verbs=frozenset({VERB}), is_confirmed=True
    )
    names = names_of({actor.uid}) if actor.uid else {}
    name = names.get(actor.uid, "") if actor.uid else ""
    return replace(actor, name=name or actor.name, link=scope)


def _require_told(told: Told, now: datetime) -> None:
    if not told.said_by.strip() or len(told.said_by) > _NAME:
        raise Invalid("answering.spoken.no_name")
    if told.channel not in CHANNELS:
        raise Invalid("answering.spoken.no_channel")
    if told.said_on > timezone.localdate(now):
        raise Invalid("answering.spoken.day_to_come")
