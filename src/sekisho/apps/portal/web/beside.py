"""What stands beside the questions of a page: last time's answer, talk, clarifications, who has it.

Only for the full link: a narrower one sees nothing of this.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sekisho.apps.answering.forms.words import REASON_WORDS
from sekisho.apps.answering.queries.earlier import Earlier, earlier_for
from sekisho.apps.answering.queries.handovers import HandOverView, handovers_for
from sekisho.apps.answering.queries.refusals import refusal_for
from sekisho.apps.answering.queries.talks import PARTNER, clarifications_of_link, threads_for
from sekisho.apps.asks.queries.respondent import ReplyView
from sekisho.apps.portal.web.addresses import address
from sekisho.apps.portal.web.cards import Card, numbers_of
from sekisho.apps.portal.web.wording import answer_lines
from sekisho.engines.questionnaire import Question, is_answered
from sekisho.kernel import clock
from sekisho.ui.entrances import Request


@dataclass(frozen=True, slots=True)
class Last:
    """Last time's answer in words, as the card offers it."""

    lines: tuple[tuple[str, str], ...]
    at: datetime
    has_old_plan: bool


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the questions of a page, by question key."""

    last: dict[str, Last]
    talks: dict[str, str]  # waits_for of the thread at the question
    clarified: dict[str, list[tuple[str, str]]]


def beside(request: Request, reply: ReplyView) -> Beside:
    """Last answers, talk and clarifications for the cards of a page."""
    now, language = clock.now(), request.LANGUAGE_CODE
    clarified: dict[str, list[tuple[str, str]]] = {}
    for one in clarifications_of_link(request.actor):
        said = (one.asked.in_language(language), one.answered.in_language(language))
        clarified.setdefault(one.question_key, []).append(said)
    questions = {one.key: one for one in reply.asked}
    return Beside(
        last={
            key: _last(questions[key], one, language)
            for key, one in earlier_for(request.actor, now=now, reply=reply).items()
        },
        talks={
            one.question_key: one.waits_for or "nobody"
            for one in threads_for(request.actor, now=now)
        },
        clarified=clarified,
    )


def refusal_words(request: Request) -> dict[str, Any] | None:
    """What was said when the answer was declined, None when it was not."""
    found = refusal_for(request.actor, now=clock.now())
    return {"one": found, "reason": REASON_WORDS[found.reason]} if found else None


def _last(question: Question, one: Earlier, language: str) -> Last:
    return Last(tuple(answer_lines(question, one.answer, language)), one.at, one.has_old_plan)


def with_beside(card: Card, more: Beside, link_uid: uuid.UUID | None) -> Card:
    """The card with what stands beside it."""
    return replace(
        card,
        talk_url=address("talk", link_uid, question=card.key),
        talk=more.talks.get(card.key, ""),
        still_url=address("still", link_uid, question=card.key),
        pieces_url=address("pieces", link_uid, question=card.key),
        last=more.last.get(card.key),
        clarified=tuple(more.clarified.get(card.key, ())),
    )


def answered_talks(request: Request, reply: ReplyView) -> list[tuple[str, str]]:
    """Questions of one's own that the office has answered: number and address."""
    numbers = numbers_of(reply)
    return [
        (numbers.get(one.question_key, ""), address("talk", request.actor.uid, question=key))
        for one in threads_for(request.actor, now=clock.now())
        for key in (one.question_key,)
        if one.waits_for == PARTNER
    ]


def shown_handovers(request: Request, reply: ReplyView) -> list[dict[str, Any]]:
    """Who has which questions and how far."""
    found = handovers_for(request.actor, now=clock.now())
    return [_shown(one, reply) for one in found if one.is_live]


def _shown(one: HandOverView, reply: ReplyView) -> dict[str, Any]:
    numbers = numbers_of(reply)
    own = [question for question in reply.shown if question.key in one.question_keys]
    done = sum(is_answered(question, reply.answers.get(question.key)) for question in own)
    return {
        "one": one,
        "numbers": [numbers[question.key] for question in own],
        "done": done,
        "total": len(own),
    }
