"""Leases on due letters: who hands over what, for how long, and what became of it.

A lease lasts longer than the slowest batch. A letter is looked at again right before it is sent, so
that a lease lost, a cancellation or a hold counts at once.
"""

from __future__ import annotations

import hashlib
import os
import socket
import time
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Q, QuerySet

from sekisho.adapters.channels import Retry
from sekisho.apps.mail.events import LetterRef
from sekisho.apps.mail.jobs.patience import next_try
from sekisho.apps.mail.models import LetterState, OutboxLetter
from sekisho.kernel.entropy import random_bytes

LEASE = timedelta(minutes=5)
_FIELDS = (
    *("id", "uid", "letter", "object_id", "recipient_id", "language"),
    *("priority", "attempts", "tried_since"),
)
_STILL_MINE = (
    "SELECT 1 FROM mail_outboxletter WHERE id = %s AND leased_by = %s AND state = 'queued' "
    "AND NOT EXISTS (SELECT 1 FROM mail_mailhold)"
)
# What the server has taken is handed over, whatever happened to the row meanwhile.
_HANDED_OVER = (
    "UPDATE mail_outboxletter SET state = 'handed_over', handed_over_at = %s, reply = %s, "
    "reason = '', attempts = attempts + 1, leased_by = '', leased_until = NULL "
    "WHERE id = %s AND state IN ('queued', 'cancelled')"
)
_SAVE_TRIES = 7


@dataclass(frozen=True, slots=True)
class Claimed:
    """A leased letter."""

    id: int
    uid: uuid.UUID
    letter: str
    object_id: int
    recipient_id: int
    language: str
    priority: int
    attempts: int
    tried_since: datetime | None

    @property
    def ref(self) -> LetterRef:
        return LetterRef(self.id, self.object_id, self.recipient_id, self.language)


def new_lease_name() -> str:
    """Names the machine, the process and the lease."""
    return f"{_machine()}:{os.getpid()}:{random_bytes(8).hex()}"


def claim_due(name: str, *, limit: int, now: datetime) -> list[Claimed]:
    """Lease the most urgent letters that are due and free; two claimers never get the same."""
    if not _due(now).exists():  # a write lock is asked for only when there is something to do
        return []
    with transaction.atomic():
        rows = _due(now).order_by("-priority", "next_at", "id")
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        found = [Claimed(*row) for row in rows.values_list(*_FIELDS)[:limit]]
        mine = OutboxLetter.objects.filter(id__in=[letter.id for letter in found])
        mine.update(leased_by=name, leased_until=now + LEASE)
    return found


def _due(now: datetime) -> QuerySet[OutboxLetter]:
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    return OutboxLetter.objects.filter(free, state=LetterState.QUEUED, next_at__lte=now)


def is_still_mine(letter: Claimed, name: str) -> bool:
    """Whether the letter may be sent this moment under this lease."""
    with connection.cursor() as cursor:
        cursor.execute(_STILL_MINE, (letter.id, name))
        return cursor.fetchone() is not None


def release(name: str) -> None:
    """Give back what was leased and not dealt with."""
    OutboxLetter.objects.filter(leased_by=name).update(leased_by="", leased_until=None)


def release_dead() -> int:
    """Give back the leases of processes of this machine that are no more; returns how many."""
    held = OutboxLetter.objects.filter(
        leased_by__startswith=f"{_machine()}:", state=LetterState.QUEUED
    )
    names = set(held.values_list("leased_by", flat=True))
    dead = [name for name in names if not _is_alive(int(name.split(":")[1]))]
    return held.filter(leased_by__in=dead).update(leased_by="", leased_until=None)


def save_handed_over(letter: Claimed, *, reply: str, now: datetime) -> None:
    """One commit for one letter, tried again while the database is away: it has left the house."""
    at = connection.ops.adapt_datetimefield_value(now)
    for attempt in range(_SAVE_TRIES):
        try:
            with connection.cursor() as cursor:
                cursor.execute(_HANDED_OVER, (at, reply, letter.id))
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block or attempt == _SAVE_TRIES - 1:
                raise
            connection.close()
            time.sleep(2**attempt / 4)
        else:
            return


def save_refused(letter: Claimed, name: str, *, state: LetterState, why: tuple[str, str]) -> None:
    """The letter will not be sent; `why` is a code and the numbers of the server's reply."""
    _mine(letter, name).update(
        state=state,
        reason=why[0],
        reply=why[1],
        attempts=letter.attempts + 1,
        leased_by="",
        leased_until=None,
    )


def save_delayed(letter: Claimed, name: str, outcome: Retry, *, now: datetime) -> None:
    """The letter is tried again later, or given up after two days of trying."""
    since = letter.tried_since or now
    at = next_try(letter.attempts, since=since, now=now, is_channel_down=outcome.is_channel_down)
    _mine(letter, name).update(
        state=LetterState.FAILED if at is None else LetterState.QUEUED,
        reason=outcome.reason,
        reply=outcome.reply,
        attempts=letter.attempts + 1,
        tried_since=since,
        next_at=at or now,
        leased_by="",
        leased_until=None,
    )


def _mine(letter: Claimed, name: str) -> QuerySet[OutboxLetter]:
    return OutboxLetter.objects.filter(id=letter.id, leased_by=name, state=LetterState.QUEUED)


def _machine() -> str:
    return hashlib.sha256(socket.gethostname().encode()).hexdigest()[:10]


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
