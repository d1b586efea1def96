"""Giving the same answers to another company of the group: only by the partner's own press."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sekisho.apps.asks.actions.filed import FiledAnswer, save_answers
from sekisho.apps.asks.queries.respondent import ReplyView, reply_for
from sekisho.apps.asks.queries.scopes import scope_of
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.sharing.models import Consent
from sekisho.apps.sharing.queries.consents import sealed_consent
from sekisho.apps.sharing.queries.offers import Offer, Offered, offer_for
from sekisho.kernel.actor import Actor
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Conflict, Invalid, NotFound

LONGEST_NAME = 120
VERB = "sharing.answers_given"


@dataclass(frozen=True, slots=True)
class Agreement:
    """What somebody presses: their name, the submission they were shown, and one question's key
    or "" for all that is offered.
    """

    by: str
    submission_uid: uuid.UUID
    question_key: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """How many answers were written, and the consent that says so."""

    count: int
    consent_uid: uuid.UUID


@transaction.atomic
def give_answers(
    actor: Actor, *, source_uid: uuid.UUID, agreement: Agreement, now: datetime
) -> Given:
    """Write what was submitted elsewhere into this reply, and keep who agreed.

    Never over an answer. Raises NotFound when nothing of it is offered (any more), Invalid without
    a name, Conflict when the other answers were submitted anew meanwhile, when a colleague was
    quicker at every question, or when the reply is read only.
    """
    by = agreement.by.strip()
    if not by or len(by) > LONGEST_NAME:
        raise Invalid("sharing.no_name", limit=LONGEST_NAME)
    offer = offer_for(actor, source_uid, now=now)
    if offer.submission_uid != agreement.submission_uid:
        raise Conflict("sharing.source_changed")
    answers = _wanted(offer, agreement, reply_for(actor, now=now))
    result = save_answers(actor, answers=answers, verb=VERB, now=now)
    if not result.saved:
        raise Conflict("sharing.nothing_given")
    own, uid = scope_of(actor, now=now), new_id()
    Consent.objects.create(
        uid=uid,
        target_id=own.id,
        source_id=offer.source_id,
        submission_uid=offer.submission_uid,
        source_revision=offer.revision,
        count=len(result.saved),
        sealed=sealed_consent(own, uid, by=by, revisions=result.saved),
        at=now,
    )
    payload = {
        "from": str(source_uid),
        "submission": str(offer.submission_uid),
        "revision": offer.revision,
    }
    count = len(result.saved)
    change = Change("sharing.consented", "assignment", own.uid, payload=payload, count=count)
    record_entry(actor, change=change, now=now)
    return Given(count, uid)


def _wanted(offer: Offer, agreement: Agreement, reply: ReplyView) -> dict[str, FiledAnswer]:
    key = agreement.question_key
    chosen = [one for one in offer.answers if key in {"", one.question_key}]
    if not chosen:
        raise NotFound("sharing.nothing_offered")
    return {one.question_key: _filed(one, reply) for one in chosen}


def _filed(one: Offered, reply: ReplyView) -> FiledAnswer:
    """One that was emptied before has a revision of its own."""
    stored = reply.stored.get(one.question_key)
    return FiledAnswer(one.answer, stored.revision if stored else 0)
