"""Judges one mail of the mailbox: what it says of which letter. It holds nothing of its words."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from email import message_from_bytes
from email.message import Message

from sekisho.adapters.mailboxes.absences import (
    absent_until,
    is_absence,
    is_automatic,
    is_by_machine,
)
from sekisho.adapters.mailboxes.bounces import (
    Bounce,
    bounce_in,
    is_other_report,
    returned_headers,
)
from sekisho.adapters.mailboxes.marks import letter_marks
from sekisho.adapters.mailboxes.reports import Kind, Report
from sekisho.adapters.mailboxes.texts import SHORT_HEADERS, header, headers

# Where servers write to which address a mail came.
_ENVELOPE = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-Delivered-To")
_THREAD = ("In-Reply-To", "References")


def read_report(raw: bytes, *, today: date) -> Report:
    """Judge a mail from its bytes, which may be cut, broken or in any encoding.

    A bounce belongs to the letter named by the address it came to or by what it returns; an answer
    to the letter named by that address or by its thread. `today` helps with dates without a year.
    """
    message = message_from_bytes(raw, policy=SHORT_HEADERS)
    bounce = bounce_in(message)
    if bounce is not None:
        return _bounced(message, bounce, _key(message, raw))
    own = (*_to(message), *_values(message, _THREAD))
    kind = _kind(message)
    return Report(
        key=_key(message, raw),
        kind=kind,
        marks=letter_marks(own),
        until=absent_until(message, today) if kind is Kind.ABSENCE else None,
    )


def _bounced(message: Message, bounce: Bounce, key: str) -> Report:
    own = (*_to(message), *returned_headers(message), *_values(message, _THREAD))
    return Report(key, bounce.kind, letter_marks(own), bounce.recipients, bounce.status)


def _kind(message: Message) -> Kind:
    if is_other_report(message):
        return Kind.OTHER
    if is_automatic(message):
        return Kind.ABSENCE if is_absence(message) else Kind.OTHER
    return Kind.OTHER if is_by_machine(message) else Kind.REPLY


def _to(message: Message) -> Iterator[str]:
    yield from _values(message, (*_ENVELOPE, "To", "Cc"))


def _values(message: Message, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        yield from headers(message, name)


def _key(message: Message, raw: bytes) -> str:
    """Its Message-ID, or its content when it has none: both outlive a mailbox's own numbers."""
    own = header(message, "Message-ID")
    return hashlib.sha256(f"id {own}".encode() if own else raw).hexdigest()
