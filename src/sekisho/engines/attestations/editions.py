"""Which edition of a rule holds on a day: told by the days, stored nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum


class EditionState(StrEnum):
    """A draft may change; from then on an edition waits for its day, holds, and is followed."""

    DRAFT = "draft"
    COMING = "coming"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"


def edition_states(issued: Sequence[tuple[date, bool]], today: date) -> tuple[EditionState, ...]:
    """The state of each edition, given by its first day and whether it was issued.

    They come in the order of issuing: of two with the same first day, the later one holds.
    """
    begun = [
        (first_day, place)
        for place, (first_day, is_issued) in enumerate(issued)
        if is_issued and first_day <= today
    ]
    holds = max(begun)[1] if begun else None
    return tuple(
        _state(place, first_day, holds=holds, today=today) if is_issued else EditionState.DRAFT
        for place, (first_day, is_issued) in enumerate(issued)
    )


def _state(place: int, first_day: date, *, holds: int | None, today: date) -> EditionState:
    if place == holds:
        return EditionState.IN_FORCE
    return EditionState.COMING if first_day > today else EditionState.SUPERSEDED
