"""Records of letters whose time of keeping is over. Inside the house only."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from sekisho.apps.mail.models import LetterState, LocalLetter, OutboxLetter
from sekisho.apps.mail.queries.local import opened_letter

_OVER = (
    LetterState.HANDED_OVER,
    LetterState.BOUNCED,
    LetterState.FAILED,
    LetterState.CANCELLED,
)


@dataclass(frozen=True, slots=True)
class Spared:
    """What is on hold, by the numbers that letters carry: of objects and of recipients.

    What these numbers mean depends on the letter, so a little more may be spared than is on hold.
    """

    object_ids: frozenset[int] = frozenset()
    recipient_ids: frozenset[int] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is on hold."""
        return not self.object_ids and not self.recipient_ids


@dataclass(frozen=True, slots=True)
class Ids:
    """Numbers of letters, and of those in the trial mailbox."""

    letters: tuple[int, ...] = ()
    local: tuple[int, ...] = ()


def due_letters(before: datetime, spared: Spared) -> QuerySet[OutboxLetter]:
    """Letters that were settled before a moment; own modules only."""
    over = Q(handed_over_at__lt=before) | Q(handed_over_at=None, created_at__lt=before)
    rows = OutboxLetter.objects.filter(over, state__in=_OVER)
    rows = rows.exclude(object_id__in=list(spared.object_ids))
    return rows.exclude(recipient_id__in=list(spared.recipient_ids))


def due_local(before: datetime, spared: Spared) -> QuerySet[LocalLetter]:
    """Letters of the trial mailbox; kept whole while anything is on hold. Own modules only."""
    rows = LocalLetter.objects.filter(at__lt=before)
    return rows if spared.is_empty else rows.none()


def count_due_letters(before: datetime, spared: Spared) -> int:
    """How many would be erased now."""
    return due_letters(before, spared).count() + due_local(before, spared).count()


def count_letters() -> int:
    """How many records of letters are kept."""
    return OutboxLetter.objects.count() + LocalLetter.objects.count()


def due_letter_ids(before: datetime, spared: Spared, *, size: int) -> Ids:
    """The first letters that are due, and when there are none the first of the trial mailbox."""
    found = _first(due_letters(before, spared), size)
    return Ids(found) if found else Ids((), _first(due_local(before, spared), size))


def _first(rows: QuerySet[Any], size: int) -> tuple[int, ...]:
    return tuple(rows.order_by("id").values_list("id", flat=True)[:size])


def count_to(names: Collection[str], recipient_id: int) -> int:
    """How many letters of these names were written to somebody."""
    rows = OutboxLetter.objects.filter(letter__in=list(names), recipient_id=recipient_id)
    return rows.count()


def local_letters_to(name: str, address: str) -> tuple[int, ...]:
    """What the trial mailbox holds for one person; opens all of it.

    An address may be shared by several people: then the name decides.
    """
    if not address:
        return ()
    rows = LocalLetter.objects.iterator(chunk_size=500)
    opened = ((row.pk, opened_letter(row)) for row in rows)
    return tuple(
        own
        for own, letter in opened
        if letter.to_address == address and letter.to_name in {"", name}
    )
