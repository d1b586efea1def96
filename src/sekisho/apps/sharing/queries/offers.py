"""What a partner may give again: its own submitted answers to other companies of the group.

Offered only to the named holder of a link whose code was given, at the very organisation that gave
the answers. The office never comes here, whatever scope it was lent.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sekisho.apps.accounts.queries import NO_PERSON
from sekisho.apps.answering.queries.earlier import fitting_answer
from sekisho.apps.asks.queries.elsewhere import SubmittedElsewhere, submitted_elsewhere
from sekisho.apps.asks.queries.linked import LinkedAssignment, linked_assignment
from sekisho.apps.asks.queries.respondent import ReplyView, reply_for
from sekisho.apps.partners.queries import contacts_by_ids
from sekisho.apps.sharing.queries.matching import pairs_between
from sekisho.apps.sharing.queries.settings import setting_of
from sekisho.engines.questionnaire import Answer, is_answered, shown_questions
from sekisho.engines.sharing import months_before
from sekisho.kernel.actor import Actor, ActorKind
from sekisho.kernel.errors import NotFound
from sekisho.kernel.text import Bilingual


@dataclass(frozen=True, slots=True)
class Offered:
    """One answer as it may be given again, under this reply's question key.

    `is_cut` tells that files or a plan whose day is over were left out.
    """

    question_key: str
    answer: Answer
    is_cut: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """Answers once submitted to another company, for questions that have none yet in this reply."""

    source_uid: uuid.UUID
    source_id: int
    company: Bilingual
    title: Bilingual
    submission_uid: uuid.UUID
    revision: int
    at: datetime
    answers: tuple[Offered, ...]


def offers_for(
    actor: Actor, *, now: datetime, reply: ReplyView | None = None, only: uuid.UUID | None = None
) -> tuple[Offer, ...]:
    """One for each earlier ask of another company, newest first; none without an answer to offer.

    Empty for links that name no person of this organisation. Raises NotFound before the code.
    """
    own = linked_assignment(actor)
    if not is_own_voice(actor, own):
        return ()
    reply = reply or reply_for(actor, now=now)
    if not reply.visit.standing.can_write:
        return ()
    since = months_before(now, setting_of(own.asker_id).months)
    found = submitted_elsewhere(actor, since=since, only=only)
    offers = (_offer(one, own, reply, now.date()) for one in found)
    return tuple(offer for offer in offers if offer.answers)


def offer_for(actor: Actor, source_uid: uuid.UUID, *, now: datetime) -> Offer:
    """The one from that earlier ask. Raises NotFound when nothing of it is offered."""
    for offer in offers_for(actor, now=now, only=source_uid):
        return offer
    raise NotFound("sharing.nothing_offered")


def is_own_voice(actor: Actor, own: LinkedAssignment) -> bool:
    """Whether a person of the organisation itself holds the link and speaks about it.

    A lent scope carries the borrower's name: the office by telephone, somebody who was handed a
    part. A printed letter without a person has nobody who could agree.
    """
    link = actor.link
    if actor.kind is not ActorKind.LINK or actor.name or link is None:
        return False
    if link.holder_id == NO_PERSON or not own.is_about_itself:
        return False
    holder = contacts_by_ids([link.holder_id]).get(link.holder_id)
    return holder is not None and holder.is_active and holder.organisation_id == own.respondent_id


def _offer(one: SubmittedElsewhere, own: LinkedAssignment, reply: ReplyView, today: date) -> Offer:
    return Offer(
        source_uid=one.place.uid,
        source_id=one.place.id,
        company=one.place.asker,
        title=one.place.title,
        submission_uid=one.submission_uid,
        revision=one.revision,
        at=one.at,
        answers=_offered(one, own, reply, today),
    )


def _offered(
    one: SubmittedElsewhere, own: LinkedAssignment, reply: ReplyView, today: date
) -> tuple[Offered, ...]:
    """In the order of this reply's questions, and only those that it would show."""
    pairs = pairs_between(one.place.set_id, own.set_id)
    given = {pairs[key]: answer for key, answer in one.answers.items() if key in pairs}
    left = [one for one in reply.asked if not is_answered(one, reply.answers.get(one.key))]
    kept = {}
    for question in left:
        answer = given.get(question.key)
        fitting = fitting_answer(question, answer, today) if answer else None
        if fitting is not None:
            kept[question.key] = Offered(question.key, fitting, fitting != answer)
    together = {**reply.answers, **{key: one.answer for key, one in kept.items()}}
    shown = shown_questions(reply.question_set, together, reply.visit.role)
    return tuple(kept[question.key] for question in shown if question.key in kept)
