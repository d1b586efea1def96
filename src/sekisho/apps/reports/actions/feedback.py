"""Sending feedback: freeze the comparison, and tell every partner once where to read its sheet."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sekisho.apps.asks.actions.reminding import open_links
from sekisho.apps.asks.queries.drafts import ask_for
from sekisho.apps.asks.queries.series import answered_recipients
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.mail.actions import NewLetter, queue_letters
from sekisho.apps.reports.models import Feedback
from sekisho.apps.reports.queries.feedback import (
    LETTER,
    next_published,
    sealed_published,
    still_to_tell,
)
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Conflict

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Keeping:
    """What is frozen: the sealed states, after how many sendings, and how many letters go out."""

    sealed: bytes
    sent_before: int
    count: int


def send_feedback(actor: Actor, *, uid: uuid.UUID, now: datetime) -> int:
    """Freeze what partners are compared with and queue a letter to each that has submitted, with a
    link that opens; who was told before is not told again. Returns how many letters are new.

    Raises NotFound, Conflict for a draft, while nobody has submitted, if sent meanwhile, or once
    answers were erased.
    """
    ask = ask_for(actor, uid, Capability.RUN)
    if ask.is_draft:
        raise Conflict("reports.not_sent")
    if ask.erased_at is not None:
        raise Conflict("reports.answers_erased")
    if not answered_recipients(actor, ask.id):
        raise Conflict("reports.nobody_answered")
    # Before the transaction: ten thousand replies take longer than the writer may be held.
    published = next_published(ask.id)
    sealed = sealed_published(ask.id, published, now)
    letters = _letters(actor, ask.id)
    count = len(letters)
    with transaction.atomic():
        _keep(actor, ask.id, Keeping(sealed, published.sent, count), now)
        change = Change("reports.feedback_sent", "ask", uid, payload={"to": count}, count=count)
        record_entry(actor, change=change, now=now)
    # Whoever is missed by an interruption is still to be told, and gets it with the next sending.
    return sum(
        _queue(actor, letters[start : start + _BATCH], now) for start in range(0, count, _BATCH)
    )


@transaction.atomic
def _queue(actor: Actor, letters: list[NewLetter], now: datetime) -> int:
    open_links(actor, pairs=[(one.recipient_id, one.object_id) for one in letters], now=now)
    return queue_letters(actor, letters=letters, now=now)


def _letters(actor: Actor, ask_id: int) -> list[NewLetter]:
    return [
        NewLetter(
            *(LETTER, one.assignment_id, one.contact_id, one.language),
            f"{LETTER}:{one.assignment_id}:{one.tries}",
        )
        for one in still_to_tell(actor, ask_id)
    ]


def _keep(actor: Actor, ask_id: int, what: Keeping, now: datetime) -> None:
    """Keep the states, unless another sending has published others in the meantime."""
    fresh = {"sealed": what.sealed, "count": what.count, "by_uid": actor.uid or new_id()}
    fresh |= {"updated_at": now, "sent": what.sent_before + 1}
    if what.sent_before:
        is_kept = Feedback.objects.filter(pk=ask_id, sent=what.sent_before).update(**fresh) == 1
    else:
        first = {**fresh, "created_at": now}
        _row, is_kept = Feedback.objects.get_or_create(ask_id=ask_id, defaults=first)
    if not is_kept:
        raise Conflict("reports.sent_meanwhile")
