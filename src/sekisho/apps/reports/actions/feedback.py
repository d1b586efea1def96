"""Sending feedback: freeze the comparison, and tell every partner once where to read its sheet."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from sekisho.apps.asks.queries.drafts import ask_for
from sekisho.apps.asks.queries.series import answered_recipients
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.mail.actions import NewLetter, queue_letters
from sekisho.apps.reports.models import Feedback
from sekisho.apps.reports.queries.feedback import next_figures, sealed_figures
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Conflict

LETTER = "reports.feedback"


def send_feedback(actor: Actor, *, uid: uuid.UUID, now: datetime) -> int:
    """Freeze what partners are compared with and queue a letter to each that has submitted; who
    was told before is not told again. Returns how many letters are new.

    Raises NotFound, Conflict for a draft or while nobody has submitted.
    """
    ask = ask_for(actor, uid, Capability.RUN)
    if ask.is_draft:
        raise Conflict("reports.not_sent")
    recipients = answered_recipients(actor, ask.id)
    if not recipients:
        raise Conflict("reports.nobody_answered")
    # Before the transaction: ten thousand replies take longer than the writer may be held.
    sealed = sealed_figures(ask.id, next_figures(ask.id))
    letters = [
        NewLetter(LETTER, own, contact, language, f"{LETTER}:{own}")
        for own, contact, language in recipients
    ]
    with transaction.atomic():
        count = queue_letters(actor, letters=letters, now=now)
        _keep(actor, ask.id, sealed, count, now)
        change = Change("reports.feedback_sent", "ask", uid, payload={"to": count}, count=count)
        record_entry(actor, change=change, now=now)
    return count


def _keep(actor: Actor, ask_id: int, sealed: bytes, count: int, now: datetime) -> None:
    row = Feedback.objects.select_for_update().filter(pk=ask_id).first()
    if row is None:
        row = Feedback(ask_id=ask_id, created_at=now, sent=0)
    row.sealed, row.count, row.updated_at = sealed, count, now
    row.sent += 1
    row.by_uid = actor.uid or new_id()
    row.save()
