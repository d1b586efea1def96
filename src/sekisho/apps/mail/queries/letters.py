"""What became of letters, for the rooms that queued them."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sekisho.apps.mail.models import OutboxLetter

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Outcome:
    """One letter and its state: queued, handed_over, bounced, failed or cancelled."""

    outbox_id: int
    letter: str
    object_id: int
    recipient_id: int
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class LetterView:
    """One letter to one recipient, for boards; `reason` is a code, empty while all is well."""

    outbox_id: int
    uid: uuid.UUID
    letter: str
    object_id: int
    recipient_id: int
    language: str
    state: str
    reason: str
    reply: str
    attempts: int
    created_at: datetime
    next_at: datetime
    handed_over_at: datetime | None


def outcomes(outbox_ids: Iterable[int]) -> tuple[Outcome, ...]:
    """The letters of these outbox numbers, by number; unknown ones are absent."""
    wanted = sorted(set(outbox_ids))
    found: list[Outcome] = []
    for start in range(0, len(wanted), _BATCH):
        rows = OutboxLetter.objects.filter(id__in=wanted[start : start + _BATCH]).order_by("id")
        names = ("id", "letter", "object_id", "recipient_id", "state", "reason")
        found.extend(Outcome(*row) for row in rows.values_list(*names))
    return tuple(found)


def letters_of(
    letter_names: Sequence[str], object_ids: Iterable[int]
) -> dict[int, tuple[LetterView, ...]]:
    """Letters of these names per object, oldest first; objects without any are absent.

    For rooms that have checked their actor against the objects.
    """
    wanted = sorted(set(object_ids))
    found: dict[int, list[LetterView]] = defaultdict(list)
    for start in range(0, len(wanted), _BATCH):
        part = wanted[start : start + _BATCH]
        rows = OutboxLetter.objects.filter(letter__in=list(letter_names), object_id__in=part)
        for row in rows.order_by("id"):
            found[row.object_id].append(view_of(row))
    return {object_id: tuple(letters) for object_id, letters in found.items()}


def view_of(row: OutboxLetter) -> LetterView:
    """The frozen form of a row; for this room's own modules."""
    names = [name for name in LetterView.__dataclass_fields__ if name != "outbox_id"]
    return LetterView(outbox_id=row.pk, **{name: getattr(row, name) for name in names})
