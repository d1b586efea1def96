"""Django's mail backend for letters that somebody waits for: sign-in mail and the test letter.

They hold tokens, so they never stand in the outbox: they leave at once or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import get_language

from sekisho.adapters.channels import (
    Delivered,
    Letter,
    Outgoing,
    Stamp,
    build_message,
    checked_address,
    message_id,
)
from sekisho.apps.mail.events import RenderedLetter
from sekisho.apps.mail.models import LocalLetter
from sekisho.apps.mail.queries import (
    Way,
    configured_channel,
    configured_sender,
    mail_state,
    own_domain,
    sealed_letter,
)
from sekisho.kernel import clock
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Conflict, Invalid, Problem, Unavailable

_TIMEOUT_SECONDS = 10.0  # somebody looks at the page


class ConfiguredBackend(BaseEmailBackend):
    """Sends the plain text of each message to each of its recipients, one message for each."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """How many were taken. Raises a Problem unless told to fail silently."""
        return sum(self._take(message) for message in email_messages)

    def _take(self, message: EmailMessage) -> bool:
        try:
            for letter in _letters_of(message):
                _send(letter, language=get_language() or "ja")
        except Problem:
            if not self.fail_silently:
                raise
            return False
        return True


def _letters_of(message: EmailMessage) -> Iterator[RenderedLetter]:
    for address in message.recipients():
        yield RenderedLetter(address, "", str(message.subject), str(message.body))


def _send(letter: RenderedLetter, *, language: str) -> None:
    """Raises Conflict while mail is held, Unavailable when it did not leave, Invalid."""
    state = mail_state()
    if state.is_held:
        raise Conflict("mail.held")
    if state.way is Way.CLOSED:
        raise Unavailable("mail.no_base_url")
    if state.way is Way.LOCAL:
        uid = new_id()
        LocalLetter.objects.create(
            uid=uid, at=clock.now(), sealed=sealed_letter(uid, letter, language)
        )
        return
    with configured_channel(timeout_seconds=_TIMEOUT_SECONDS) as channel:
        outcome = channel.send(_outgoing(letter, language))
    if not isinstance(outcome, Delivered):
        raise Unavailable("mail.not_sent", reason=outcome.reason, reply=outcome.reply)


def _outgoing(letter: RenderedLetter, language: str) -> Outgoing:
    sender = configured_sender()
    stamp = Stamp(message_id(new_id(), own_domain()), clock.now(), language, is_automatic=True)
    try:
        recipient = checked_address(letter.to_address)
        about = Letter(recipient, letter.to_name, letter.subject, letter.text)
        return Outgoing(sender.address, recipient, build_message(about, sender, stamp))
    except Invalid as problem:
        raise Unavailable("mail.not_sent", reason=problem.code, reply="") from problem
