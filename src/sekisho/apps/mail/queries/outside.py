"""The configured mail server, sender and mailbox as values of the adapters."""

from __future__ import annotations

import uuid
from urllib.parse import urlsplit

from django.conf import settings

from sekisho.adapters.channels import Mailbox, SmtpChannel, parse_mailbox, parse_smtp_url
from sekisho.adapters.mailboxes import ImapMailbox, parse_mailbox_url, return_address


def configured_channel(*, timeout_seconds: float = 30.0) -> SmtpChannel:
    """A channel to the configured server; nothing connects before the first message."""
    return SmtpChannel(
        parse_smtp_url(settings.SEKISHO_SMTP_URL),
        greeting_name=own_domain(),
        timeout_seconds=timeout_seconds,
    )


def configured_sender() -> Mailbox:
    """The sender address of all mail."""
    return parse_mailbox(settings.SEKISHO_MAIL_FROM)


def own_domain() -> str:
    """The host name in this site's address; the sender's domain while there is none."""
    return urlsplit(settings.SEKISHO_BASE_URL).hostname or configured_sender().domain


def return_address_of(uid: uuid.UUID) -> str:
    """The address to which servers return a letter: one of its own, or the sender's."""
    base = settings.SEKISHO_RETURN_ADDRESS
    return return_address(base, uid) if base else configured_sender().address


def configured_mailbox() -> ImapMailbox:
    """The mailbox to which letters come back; nothing connects before its with block."""
    return ImapMailbox(parse_mailbox_url(settings.SEKISHO_MAILBOX_URL))
