"""Queueing, cancelling and retrying letters; holding all mail; the test letter."""

from __future__ import annotations

from sekisho.apps.mail.actions.holding import hold_mail, release_mail
from sekisho.apps.mail.actions.outbox import (
    NewLetter,
    cancel_letters,
    mark_bounced,
    queue_letters,
    retry_letter,
    retry_letters,
)
from sekisho.apps.mail.actions.returns import Noted, forget_returns, note_return
from sekisho.apps.mail.actions.trial import send_test_letter

__all__ = [
    "NewLetter",
    "Noted",
    "cancel_letters",
    "forget_returns",
    "hold_mail",
    "mark_bounced",
    "note_return",
    "queue_letters",
    "release_mail",
    "retry_letter",
    "retry_letters",
    "send_test_letter",
]
