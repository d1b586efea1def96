"""Answering concerns before a sending: put the words in, say why not, or one reason for all."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import IntegrityError, transaction

from sekisho.apps.asks.actions.drafts import DraftWords, save_ask_letter, save_words
from sekisho.apps.asks.queries.audience import audience_of
from sekisho.apps.asks.queries.drafts import AskView, ask_for
from sekisho.apps.asks.queries.profiles import REQUEST
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.fairness.models import ConcernAnswer
from sekisho.apps.fairness.queries.gate import INSERTED, look_at, sealed_answer
from sekisho.engines.fairness import Concern, with_advice
from sekisho.engines.letters import Letter
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Conflict, Invalid
from sekisho.kernel.text import Bilingual

EXPLAINED, NOT_APPLICABLE, EMERGENCY = "explained", "not_applicable", "emergency"
LONGEST_REASON = 1_000


@dataclass(frozen=True, slots=True)
class Reply:
    """What is said to a concern: a reason, or that it does not apply here."""

    kind: str
    reason: str = ""


@transaction.atomic
def answer_concern(actor: Actor, *, uid: uuid.UUID, key: str, reply: Reply, now: datetime) -> None:
    """Answer one concern of a draft. Raises NotFound, Conflict when it does not stand there any
    more, Invalid without a reason where one is needed.
    """
    ask = _draft(actor, uid)
    _require_words(reply)
    concern = _open_concern(actor, ask, key, now)
    _keep(actor, ask, [concern], reply, now)


@transaction.atomic
def answer_all(actor: Actor, *, uid: uuid.UUID, reason: str, now: datetime) -> int:
    """An emergency: answer every open concern with one reason; returns how many. Raises NotFound,
    Conflict, Invalid without a reason.
    """
    ask, reply = _draft(actor, uid), Reply(EMERGENCY, reason)
    _require_words(reply)
    left = look_at(ask, audience_of(actor, ask), now=now).open
    _keep(actor, ask, left, reply, now)
    return len(left)


@transaction.atomic
def insert_advice(actor: Actor, *, uid: uuid.UUID, key: str, now: datetime) -> None:
    """Put the proposed words into the draft. Raises NotFound, Conflict when the concern is gone
    or no words can be put in.
    """
    ask = _draft(actor, uid)
    concern = _open_concern(actor, ask, key, now)
    if not concern.can_insert:
        raise Conflict("fairness.nothing_to_insert")
    if concern.place == "letter":
        letter = _mended_letter(ask.letter(REQUEST), concern)
        save_ask_letter(actor, uid=uid, revision=ask.revision, letter=letter, now=now)
    else:
        words = _mended_words(ask, concern)
        save_words(actor, uid=uid, revision=ask.revision, words=words, now=now)
    _keep(actor, ask, [concern], Reply(INSERTED), now)


def _draft(actor: Actor, uid: uuid.UUID) -> AskView:
    ask = ask_for(actor, uid, Capability.RUN)
    if not ask.is_draft:
        raise Conflict("asks.already_sent")
    return ask


def _open_concern(actor: Actor, ask: AskView, key: str, now: datetime) -> Concern:
    left = look_at(ask, audience_of(actor, ask), now=now).open
    concern = next((one for one in left if one.key == key), None)
    if concern is None:
        raise Conflict("fairness.concern_gone")
    return concern


def _require_words(reply: Reply) -> None:
    if reply.kind not in {EXPLAINED, NOT_APPLICABLE, EMERGENCY}:
        raise Invalid("fairness.no_reason")
    if reply.kind != NOT_APPLICABLE and not reply.reason.strip():
        raise Invalid("fairness.no_reason")
    if len(reply.reason) > LONGEST_REASON:
        raise Invalid("fairness.reason_too_long", limit=LONGEST_REASON)


def _mended_words(ask: AskView, concern: Concern) -> DraftWords:
    sender, reason = ask.sender, ask.reason
    if concern.place == "reason":
        reason = _mended(reason, concern)
    elif concern.place == "handling":
        sender = replace(sender, handling=_mended(sender.handling, concern))
    else:
        sender = replace(sender, scope=_mended(sender.scope, concern))
    return DraftWords(ask.title, reason, sender, ask.needs_approver)


def _mended(text: Bilingual, concern: Concern) -> Bilingual:
    """The text with the advice in each language that needs it."""
    found = text.as_dict()
    for language in concern.languages:
        found[language] = with_advice(found[language], concern, language)
    return Bilingual.from_dict(found)


def _mended_letter(letter: Letter, concern: Concern) -> Letter:
    for language in concern.languages:
        words = getattr(letter, language)
        mended = replace(words, body=with_advice(words.body, concern, language))
        letter = replace(letter, **{language: mended})
    return letter


def _keep(
    actor: Actor, ask: AskView, concerns: Iterable[Concern], reply: Reply, now: datetime
) -> None:
    rows = [_answer(actor, ask, concern, reply, now) for concern in concerns]
    # Words that were put in and did not stay answer nothing; any other answer is kept for good.
    done = ConcernAnswer.objects.filter(ask_id=ask.id, kind=INSERTED)
    done.filter(key__in=[row.key for row in rows]).delete()
    try:
        with transaction.atomic():
            ConcernAnswer.objects.bulk_create(rows)
    except IntegrityError as error:
        raise Conflict("fairness.concern_gone") from error
    codes = [row.code for row in rows]
    payload = {"codes": codes, "kind": reply.kind, "reason": reply.reason}
    change = Change("fairness.answered", "ask", ask.uid, payload=payload, count=len(codes))
    record_entry(actor, change=change, now=now)


def _answer(
    actor: Actor, ask: AskView, concern: Concern, reply: Reply, now: datetime
) -> ConcernAnswer:
    uid = new_id()
    sealed = sealed_answer(uid, reason=reply.reason.strip(), found=concern.found)
    by = actor.uid or uid
    return ConcernAnswer(
        uid=uid, ask_id=ask.id, key=concern.key, code=concern.code, kind=reply.kind,
        sealed=sealed, by_uid=by, at=now,
    )  # fmt: skip
