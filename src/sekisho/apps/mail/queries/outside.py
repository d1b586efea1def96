"""The configured mail server and sender as values of the adapter."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings

from sekisho.adapters.channels import Mailbox, SmtpChannel, parse_mailbox, parse_smtp_url


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
