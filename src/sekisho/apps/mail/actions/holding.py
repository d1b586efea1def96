"""Stopping all hand-over, and letting it go on."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.mail.models import LetterState, MailHold, OutboxLetter
from sekisho.apps.mail.queries import require_mail_office
from sekisho.kernel.actor import Actor

BY_HAND = "by_hand"
RESTORED = "restored"


@transaction.atomic
def hold_mail(actor: Actor, *, reason: str = BY_HAND, now: datetime) -> None:
    """Stop all hand-over until it is released; `reason` is "by_hand" or "restored"."""
    require_mail_office(actor)
    _row, is_new = MailHold.objects.get_or_create(pk=1, defaults={"reason": reason, "since": now})
    if not is_new:
        MailHold.objects.filter(pk=1).update(reason=reason)
    record_entry(
        actor,
        change=Change("mail.held", "mail", payload={"reason": reason, "again": not is_new}),
        now=now,
    )


@transaction.atomic
def release_mail(actor: Actor, *, now: datetime) -> None:
    """Let hand-over go on; nothing happens when mail is not held.

    The time that a letter was held does not count towards giving it up.
    """
    require_mail_office(actor)
    count, _per_model = MailHold.objects.all().delete()
    if count:
        OutboxLetter.objects.filter(state=LetterState.QUEUED).update(tried_since=None)
        record_entry(actor, change=Change("mail.released", "mail"), now=now)
