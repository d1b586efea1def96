"""The channel to a mail server: one connection, one recipient a message, an outcome for each.

Replies by RFC 5321 (4yz: later, 5yz: never) and enhanced codes by RFC 3463. Of a reply only its
numbers are kept: its words may repeat addresses and contents.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from types import TracebackType
from typing import Self

from sekisho.adapters.channels.addresses import is_reserved
from sekisho.adapters.channels.outcomes import Delivered, Outcome, Outgoing, Refused, Retry
from sekisho.adapters.channels.target import Security, SmtpTarget

_ENHANCED = re.compile(rb"\s*([245]\.\d{1,3}\.\d{1,3})\b")
_OK = 250
_WILL_FORWARD = 251
_CLOSING = 421
_PERMANENT = 500
_NEEDS_SIGN_IN = {530, 534, 535, 538}
_BAD_MAILBOX = {550, 551, 553}


class SmtpChannel:
    """Hands messages to one mail server; connects when needed and again after a drop.

    Messages to reserved domains are refused unless the server is this machine. `greeting_name` is
    how this installation names itself. Not for use by two threads.
    """

    def __init__(
        self, target: SmtpTarget, *, greeting_name: str, timeout_seconds: float = 30.0
    ) -> None:
        self._target = target
        self._takes_reserved = target.is_loopback
        self._greeting_name = greeting_name
        self._timeout_seconds = timeout_seconds
        self._smtp: smtplib.SMTP | None = None
        self._is_content_out = False

    def send(self, outgoing: Outgoing) -> Outcome:
        """Hand over one message. A connection that went stale is renewed once, unseen.

        When the connection breaks after the content went out, nobody knows whether the server took
        it: the answer is Retry, and the message must keep its Message-ID.
        """
        if not self._takes_reserved and is_reserved(outgoing.recipient):
            return Refused("channels.reserved_address", is_recipient=True)
        was_open = self._smtp is not None
        outcome = self._try(outgoing)
        if was_open and self._smtp is None and not self._is_content_out:
            return self._try(outgoing)
        return outcome

    def close(self) -> None:
        """Say goodbye; nothing happens when there is no connection."""
        smtp, self._smtp = self._smtp, None
        if smtp is None:
            return
        try:
            smtp.quit()
        except (OSError, smtplib.SMTPException):
            smtp.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _try(self, outgoing: Outgoing) -> Outcome:
        self._is_content_out = False
        try:
            smtp = self._connected()
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return _connect_fault(error)
        try:
            outcome = self._talk(smtp, outgoing)
            if not isinstance(outcome, Delivered):
                self._clear(smtp, outcome)
        except (OSError, smtplib.SMTPException):
            self._drop()
            return Retry("channels.connection_lost")
        return outcome

    def _talk(self, smtp: smtplib.SMTP, outgoing: Outgoing) -> Outcome:
        # Addresses of an Outgoing are checked; smtplib's mail() and rcpt() would parse them anew.
        code, words = smtp.docmd("MAIL", f"FROM:<{outgoing.sender}>")
        if code != _OK:
            return _fault(code, words, "channels.sender_refused")
        code, words = smtp.docmd("RCPT", f"TO:<{outgoing.recipient}>")
        if code not in {_OK, _WILL_FORWARD}:
            return _recipient_fault(code, words)
        try:
            self._is_content_out = True
            code, words = smtp.data(outgoing.content)
        except smtplib.SMTPDataError as error:  # the server would not even hear it
            self._is_content_out = False
            code, words = error.smtp_code, _octets(error.smtp_error)
        if code == _OK:
            return Delivered(_reply(code, words))
        return _fault(code, words, "channels.content_refused")

    def _clear(self, smtp: smtplib.SMTP, outcome: Retry | Refused) -> None:
        """Make the connection fit for the next message; what the server said stands in any case."""
        is_closing = outcome.reply.startswith(str(_CLOSING))
        try:
            if not is_closing:
                smtp.rset()
                return
        except (OSError, smtplib.SMTPException):
            pass  # many servers hang up after a refusal
        self._drop()
        self._is_content_out = True  # it has answered: no second try at once

    def _connected(self) -> smtplib.SMTP:
        if self._smtp is None:
            self._smtp = self._open()
        return self._smtp

    def _open(self) -> smtplib.SMTP:
        target, seconds = self._target, self._timeout_seconds
        smtp: smtplib.SMTP
        if target.security is Security.TLS:
            smtp = smtplib.SMTP_SSL(
                target.host,
                target.port,
                self._greeting_name,
                timeout=seconds,
                context=ssl.create_default_context(),
            )
        else:
            smtp = smtplib.SMTP(target.host, target.port, self._greeting_name, timeout=seconds)
        try:
            _introduce(smtp, target)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None


def _introduce(smtp: smtplib.SMTP, target: SmtpTarget) -> None:
    smtp.ehlo_or_helo_if_needed()
    if target.security is Security.STARTTLS:
        smtp.starttls(context=ssl.create_default_context())
        smtp.ehlo()
    if target.user:
        smtp.login(target.user, target.password)


def _connect_fault(error: Exception) -> Retry:
    """No connection: never a letter's own fault, so always to be tried again."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return Retry("channels.sign_in_refused", str(error.smtp_code), is_channel_down=True)
    if isinstance(error, ssl.SSLError | smtplib.SMTPNotSupportedError):
        return Retry("channels.not_protected", is_channel_down=True)
    if isinstance(error, smtplib.SMTPResponseException):
        return Retry("channels.server_busy", str(error.smtp_code), is_channel_down=True)
    return Retry("channels.unreachable", is_channel_down=True)


def _recipient_fault(code: int, words: bytes) -> Retry | Refused:
    """A refusal after RCPT: the address is at fault unless the numbers speak of policy."""
    fault = _fault(code, words, "channels.not_allowed")
    enhanced = fault.reply.partition(" ")[2]
    is_address = enhanced.startswith(("5.1.", "5.2.")) if enhanced else code in _BAD_MAILBOX
    if isinstance(fault, Refused) and is_address:
        return Refused("channels.recipient_refused", fault.reply, is_recipient=True)
    return fault


def _fault(code: int, words: bytes, reason: str) -> Retry | Refused:
    reply = _reply(code, words)
    if code in _NEEDS_SIGN_IN:
        return Retry("channels.sign_in_refused", reply, is_channel_down=True)
    if code < _PERMANENT:
        return Retry("channels.put_off", reply)
    return Refused(reason, reply)


def _reply(code: int, words: bytes) -> str:
    found = _ENHANCED.match(words)
    return f"{code} {found[1].decode('ascii')}" if found else str(code)


def _octets(words: str | bytes) -> bytes:
    return words if isinstance(words, bytes) else words.encode("utf-8", "replace")
