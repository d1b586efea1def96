"""Ways in which a letter leaves the house. So far one: a mail server (SMTP).

A channel's contract is `send(outgoing) -> Delivered | Retry | Refused`, one recipient at a time. It
knows neither outbox nor database; what a result means for a letter is the mail room's business.
"""

from __future__ import annotations

from sekisho.adapters.channels.addresses import (
    Mailbox,
    checked_address,
    is_reserved,
    parse_mailbox,
)
from sekisho.adapters.channels.enclosures import Enclosure
from sekisho.adapters.channels.messages import Letter, Stamp, build_message, message_id
from sekisho.adapters.channels.outcomes import Delivered, Outcome, Outgoing, Refused, Retry
from sekisho.adapters.channels.smtp import SmtpChannel
from sekisho.adapters.channels.target import SmtpTarget, parse_smtp_url

__all__ = [
    "Delivered",
    "Enclosure",
    "Letter",
    "Mailbox",
    "Outcome",
    "Outgoing",
    "Refused",
    "Retry",
    "SmtpChannel",
    "SmtpTarget",
    "Stamp",
    "build_message",
    "checked_address",
    "is_reserved",
    "message_id",
    "parse_mailbox",
    "parse_smtp_url",
]
