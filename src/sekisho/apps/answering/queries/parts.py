"""What a narrower link shows: its questions with their answers, who asks, who handed over.

Nothing else of the conversation: no other answers, no findings, no talk, no receipts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sekisho.apps.answering.queries.handovers import VERB, HandOverView, handover_of_link
from sekisho.apps.asks.queries.respondent import VERB as ANSWER
from sekisho.apps.asks.queries.respondent import ReplyView, reply_for
from sekisho.apps.asks.queries.respondent_files import EvidenceContent, evidence_content_for
from sekisho.engines.questionnaire import Question, is_answered
from sekisho.kernel.actor import Actor
from sekisho.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class PartView:
    """The handed-over part: `reply` holds its answers only, `shown` its questions in order.

    `is_all` tells that every question was handed over.
    """

    handover: HandOverView
    reply: ReplyView
    shown: tuple[Question, ...]
    answered: int
    is_all: bool
    is_complete: bool


def part_for(actor: Actor, *, now: datetime) -> PartView:
    """The part of a narrower link, while answers may be written. Raises NotFound."""
    handover = handover_of_link(actor, now=now)
    whole = reply_for(lent(actor, handover), now=now)
    if not whole.visit.standing.can_write:
        raise NotFound("entrance.link_closed")
    own = frozenset(handover.question_keys)
    shown = tuple(one for one in whole.shown if one.key in own)
    mine = replace(
        whole,
        stored={key: one for key, one in whole.stored.items() if key in own},
        remarks={key: one for key, one in whole.remarks.items() if key in own},
        general_remark="",
        evidence=tuple(file for file in whole.evidence if file.question_key in own),
    )
    return PartView(
        handover=handover,
        reply=mine,
        shown=shown,
        answered=sum(is_answered(one, mine.answers.get(one.key)) for one in shown),
        is_all=own >= {one.key for one in whole.asked},
        is_complete=whole.progress.is_complete,
    )


def part_file_for(actor: Actor, file_uid: object, *, now: datetime) -> EvidenceContent:
    """A file given with one of the handed-over questions. Raises NotFound."""
    part = part_for(actor, now=now)
    for file in part.reply.evidence:
        if file.uid == file_uid:
            return evidence_content_for(lent(actor, part.handover), file.uid)
    raise NotFound("asks.no_file")


def lent(actor: Actor, handover: HandOverView) -> Actor:
    """The narrower link with the reach of the whole reply, for one call after its scope was
    checked; this room's own modules. Without the code it reaches nothing either.
    """
    link = actor.link
    if link is None or VERB not in link.verbs:
        raise NotFound("entrance.link_closed")
    name = handover.name or handover.masked_email
    return replace(actor, name=name, link=replace(link, verbs=frozenset({ANSWER})))
