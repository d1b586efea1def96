"""Sends claimed letters through the channel, one by one, and saves each outcome before the next."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from sekisho.adapters.channels import (
    Delivered,
    Letter,
    Outcome,
    Outgoing,
    Refused,
    Retry,
    SmtpChannel,
    Stamp,
    build_message,
    checked_address,
    message_id,
)
from sekisho.apps.mail.events import RenderedLetter
from sekisho.apps.mail.jobs.claims import (
    Claimed,
    is_still_mine,
    save_delayed,
    save_handed_over,
    save_refused,
)
from sekisho.apps.mail.models import LetterState
from sekisho.apps.mail.queries import (
    configured_channel,
    configured_sender,
    own_domain,
    return_address_of,
)
from sekisho.kernel import clock
from sekisho.kernel.errors import Invalid

_BATCH_SECONDS = 5.0  # then the rest is given back, so that a code never waits behind a wave
_CODE_PRIORITY = 10
Sound = tuple[Claimed, RenderedLetter]


class Sender:
    """The configured channel, connected from the first letter on, with our own names."""

    def __init__(self) -> None:
        self._channel: SmtpChannel = configured_channel()
        self._mailbox = configured_sender()
        self._domain = own_domain()

    def send_all(
        self, letters: Sequence[Sound], name: str, should_stop: Callable[[], bool]
    ) -> None:
        """Send what is still ours, until done, told to stop, out of time, or the server is away."""
        until = time.monotonic() + _BATCH_SECONDS
        for place, (letter, text) in enumerate(letters):
            if should_stop() or time.monotonic() > until:
                return
            if not is_still_mine(letter, name):
                continue
            outcome = self._send(letter, text)
            if isinstance(outcome, Retry) and outcome.is_channel_down:
                rest = [other for other, _text in letters[place:]]
                _save_down(rest, name, outcome)
                return
            _save(letter, name, outcome)

    def close(self) -> None:
        """Say goodbye to the server."""
        self._channel.close()

    def _send(self, letter: Claimed, text: RenderedLetter) -> Outcome:
        try:
            recipient = checked_address(text.to_address)
        except Invalid as problem:
            return Refused(problem.code, is_recipient=True)
        try:
            content = self._content(letter, text)
        except Invalid as problem:  # of our own making: no mark on who would have read it
            return Refused(problem.code)
        return self._channel.send(Outgoing(return_address_of(letter.uid), recipient, content))

    def _content(self, letter: Claimed, text: RenderedLetter) -> bytes:
        stamp = Stamp(
            message_id=message_id(letter.uid, self._domain),
            date=clock.now(),
            language=letter.language,
            is_automatic=letter.priority >= _CODE_PRIORITY,
        )
        return build_message(
            Letter(**{name: getattr(text, name) for name in Letter.__dataclass_fields__}),
            self._mailbox,
            stamp,
        )


def _save(letter: Claimed, name: str, outcome: Outcome) -> None:
    now = clock.now()
    if isinstance(outcome, Delivered):
        save_handed_over(letter, reply=outcome.reply, now=now)
    elif isinstance(outcome, Refused):
        state = LetterState.BOUNCED if outcome.is_recipient else LetterState.FAILED
        save_refused(letter, name, state=state, why=(outcome.reason, outcome.reply))
    else:
        save_delayed(letter, name, outcome, now=now)


def _save_down(letters: Sequence[Claimed], name: str, outcome: Retry) -> None:
    """One look told for all of the batch: nobody is asked again within the minute."""
    now = clock.now()
    for letter in letters:
        save_delayed(letter, name, outcome, now=now)
