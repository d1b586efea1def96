"""What an upper room has against the words of a proposal before partners read it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sekisho.kernel.text import Bilingual


@dataclass(frozen=True, slots=True)
class Proposed:
    """What would be read, by when, by which organisations, in whose name."""

    advice: Bilingual
    proposed_on: date | None
    partner_ids: frozenset[int]
    asker_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that stands against it. `advice` is what to write instead, by language."""

    key: str
    code: str
    what: str
    found: str = ""
    hint: str = ""
    advice: tuple[tuple[str, str, str], ...] = ()
    source_title: str = ""
    source_address: str = ""


Look = Callable[[Proposed, datetime], Iterable[Point]]
_looks: dict[str, Look] = {}


def register_look(name: str, look: Look) -> None:
    """Let an upper room look over each proposal to many; the same name replaces."""
    _looks[name] = look


def points_against(proposed: Proposed, now: datetime) -> tuple[Point, ...]:
    """All that stands against these words."""
    return tuple(point for look in _looks.values() for point in look(proposed, now))
