"""The way of due letters out of the house: claim, render, send one by one, save after each 250.

Between the server's 250 and our commit a letter may be repeated after a crash: one at most, with
the same Message-ID. Nowhere else, and none is lost.
"""

from __future__ import annotations

import logging
import signal
from collections.abc import Sequence
from threading import Event
from types import FrameType

from django.db import close_old_connections, connections, transaction

from sekisho.adapters.channels import Retry
from sekisho.apps.mail.jobs.claims import (
    Claimed,
    claim_due,
    is_still_mine,
    new_lease_name,
    release,
    release_dead,
    save_delayed,
    save_handed_over,
    save_refused,
)
from sekisho.apps.mail.jobs.news import tell_settled
from sekisho.apps.mail.jobs.sending import Sender, Sound
from sekisho.apps.mail.models import LetterState, LocalLetter
from sekisho.apps.mail.queries import Way, mail_state, render_letters, sealed_letter
from sekisho.kernel import clock
from sekisho.kernel.errors import Problem, Unavailable

_log = logging.getLogger(__name__)
_BATCH = 100
_IDLE_SECONDS = 1.0
_AFTER_FAILURE_SECONDS = 5.0


class HandOver:
    """One worker; keeps the connection to the server between batches."""

    def __init__(self, stop: Event | None = None) -> None:
        self._stop = stop or Event()
        self._sender: Sender | None = None

    def next_batch(self, limit: int = _BATCH) -> int:
        """Deal with one batch of due letters; returns how many were claimed, 0 when idle."""
        state = mail_state()
        if not state.is_moving:
            return 0
        name = new_lease_name()
        letters = claim_due(name, limit=limit, now=clock.now())
        if not letters:
            return 0
        try:
            sound = _set_aside(letters, name)
            if state.way is Way.LOCAL:
                _keep(sound, name)
            else:
                self._sender = self._sender or Sender()
                self._sender.send_all(sound, name, self._stop.is_set)
        finally:
            release(name)
        return len(letters)

    def close(self) -> None:
        """End the connection to the server."""
        if self._sender is not None:
            self._sender.close()
            self._sender = None


def hand_over_due(*, limit: int = 100_000) -> int:
    """Deal with what is due now, tell of it, and come back; returns how many were claimed."""
    worker, claimed = HandOver(), 0
    try:
        while claimed < limit and (count := worker.next_batch(min(_BATCH, limit - claimed))):
            claimed += count
    finally:
        worker.close()
    while tell_settled():
        pass
    return claimed


def hand_over() -> None:
    """The same as a job."""
    hand_over_due()


def hand_over_loop(stop: Event | None = None) -> None:
    """Hand letters over until told to stop; a running batch ends after the letter in hand.

    Without an event of its own the loop stops at SIGTERM. A database that is away is waited for.
    """
    stop = stop or _stop_at_sigterm()
    worker = HandOver(stop)
    is_fresh = True
    while not stop.is_set():
        try:
            if is_fresh:
                release_dead()
                is_fresh = False
            pause = 0.0 if _turn(worker) else _IDLE_SECONDS
        except Exception:  # noqa: BLE001 - the letters wait in the outbox, the worker goes on
            _log.exception("Handing over stopped for a moment")
            connections.close_all()
            pause = _AFTER_FAILURE_SECONDS
        stop.wait(pause)
    worker.close()


def _turn(worker: HandOver) -> bool:
    close_old_connections()
    claimed = worker.next_batch()
    return bool(tell_settled() or claimed)


def _stop_at_sigterm() -> Event:
    stop = Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    return stop


def _set_aside(letters: Sequence[Claimed], name: str) -> list[Sound]:
    """Render; save why some letters cannot be sent; give back the others with their text."""
    rendered = render_letters((letter.letter, letter.ref) for letter in letters)
    sound: list[Sound] = []
    for letter in letters:
        given = rendered[letter.id]
        if isinstance(given, Unavailable):
            save_delayed(letter, name, Retry(given.code), now=clock.now())
        elif isinstance(given, Problem):
            save_refused(letter, name, state=LetterState.FAILED, why=(given.code, ""))
        else:
            sound.append((letter, given))
    return sound


def _keep(letters: Sequence[Sound], name: str) -> None:
    """Into the local mailbox, all at once: letter and state share a transaction."""
    now = clock.now()
    with transaction.atomic():
        kept = [(letter, text) for letter, text in letters if is_still_mine(letter, name)]
        LocalLetter.objects.bulk_create(
            LocalLetter(
                uid=letter.uid, at=now, sealed=sealed_letter(letter.uid, text, letter.language)
            )
            for letter, text in kept
        )
        for letter, _text in kept:
            save_handed_over(letter, reply="", now=now)
