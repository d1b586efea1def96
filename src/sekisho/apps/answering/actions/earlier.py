"""Confirming one answer of last time: nothing is ever taken over without this press."""

from __future__ import annotations

from datetime import datetime

from sekisho.apps.answering.queries.earlier import earlier_for
from sekisho.apps.asks.actions.replies import SaveResult, save_answer
from sekisho.apps.asks.queries.respondent import reply_for
from sekisho.kernel.actor import Actor
from sekisho.kernel.errors import NotFound


def confirm_earlier(actor: Actor, *, question_key: str, now: datetime) -> SaveResult:
    """Say "still so" to last time's answer of one question; it is saved like a typed one.

    Raises NotFound where none is offered, which is so as soon as the question has an answer.
    """
    found = earlier_for(actor, now=now).get(question_key)
    if found is None:
        raise NotFound("answering.nothing_earlier")
    stored = reply_for(actor, now=now).stored.get(question_key)
    return save_answer(
        actor,
        question_key=question_key,
        answer=found.answer,
        base_revision=stored.revision if stored else 0,
        now=now,
    )
