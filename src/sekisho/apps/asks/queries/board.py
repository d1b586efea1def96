"""The board of one ask: how many stand where, for the whole, by tier, country and group company.

Grouped queries count; nothing is opened. The whole is counted at each look, its parts when it has
changed and every ten seconds at most, because twenty people look at the same board on the day of
an alert; once a minute otherwise. Everything is restricted to what the actor reaches.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q

from sekisho.apps.asks.models import AskState, Assignment
from sekisho.apps.asks.queries.drafts import AskView, ask_for
from sekisho.apps.asks.queries.standing import (
    COUNTED_BY,
    Counts,
    counted,
    grouped,
    late_in,
    summed,
)
from sekisho.apps.asks.queries.tallies import NO_TIER, part_filter
from sekisho.apps.organisations.queries import home_id, organisations_by_ids
from sekisho.apps.work.queries.worded import NUMBER, Worded
from sekisho.kernel.actor import Actor, ActorKind, Capability
from sekisho.kernel.reading import remembered
from sekisho.kernel.text import Bilingual

_NAMELESS = Bilingual()


@dataclass(frozen=True, slots=True)
class BoardPart:
    """One tier, country or group company: its key in the address, its name, its counts.

    `names` is empty for a tier or a country, whose words depend on the language.
    """

    key: str
    counts: Counts
    names: Bilingual = _NAMELESS


@dataclass(frozen=True, eq=False)
class Parts:
    """The replies of an ask by tier (by distance), country and group company (by size).

    Each is itself and no other, so that a page may remember what it drew from one.
    """

    tiers: tuple[BoardPart, ...]
    countries: tuple[BoardPart, ...]
    groups: tuple[BoardPart, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """One ask with all its counts."""

    ask: AskView
    counts: Counts
    parts: Parts


def board_for(actor: Actor, uid: uuid.UUID, *, now: datetime) -> Board:
    """The board of an ask within reach. Raises NotFound."""
    ask = ask_for(actor, uid)
    counts = _whole(actor, ask, now)
    return Board(ask, counts, _parts_lately(actor, ask, counts, now))


_PARTS_LIVE, _PARTS_STAND = timedelta(seconds=10), timedelta(seconds=60)
_MOST_KEPT = 200
_kept: dict[tuple[uuid.UUID, frozenset[int], bool], tuple[datetime, Counts, Parts]] = {}


def _parts_lately(actor: Actor, ask: AskView, counts: Counts, now: datetime) -> Parts:
    """The parts as they stood within the last ten seconds, or within a minute while the whole
    stands at the same counts; one reach never sees another's.
    """
    at = actor.organisations_with(Capability.VIEW)
    key = (ask.uid, at, actor.kind is ActorKind.SYSTEM)
    held = _kept.get(key)
    if held is not None:
        live = _PARTS_STAND if held[1] == counts else _PARTS_LIVE
        if timedelta(0) <= now - held[0] < live:
            return held[2]
    if len(_kept) >= _MOST_KEPT:
        _kept.clear()
    found = _all_parts(actor, ask, now)
    _kept[key] = (now, counts, found)
    return found


def _all_parts(actor: Actor, ask: AskView, now: datetime) -> Parts:
    rows = _grouped(actor, ask, now, "subject__tier", "subject__country")
    tiers = _parts(rows, lambda row: tier_key(row["subject__tier"]))
    countries = _parts(rows, lambda row: str(row["subject__country"]))
    ordered = tuple(sorted(tiers, key=lambda part: tier_order(part.key)))
    return Parts(ordered, _by_size(countries), _groups(actor, ask, now))


def counts_of(actor: Actor, uid: uuid.UUID, *, now: datetime) -> tuple[AskView, Counts]:
    """An ask and its counts as a whole, in one grouped query. Raises NotFound."""
    ask = ask_for(actor, uid)
    return ask, _whole(actor, ask, now)


def tier_key(tier: int | None) -> str:
    """How a tier is written in addresses and slices."""
    return NO_TIER if tier is None else str(tier)


def tier_order(key: str) -> tuple[bool, int, bool]:
    """Sorts tiers: upstream by distance, then downstream, those without a tier last."""
    number = 0 if key == NO_TIER else int(key)
    return key == NO_TIER, abs(number), number < 0


def reached(actor: Actor, ask_id: Any) -> Q:
    """A condition over assignments: of this ask and within reach."""
    return Q(ask_id=ask_id) & part_filter(actor)


def is_late(ask: AskView, now: datetime) -> Q:
    """A condition over assignments of this ask: late."""
    return late_in(() if ask.state == AskState.CLOSED else (ask.id,), now)


_STANDING = Worded(
    lambda actor, ask_id: (
        Assignment.objects.filter(reached(actor, ask_id))
        .order_by()
        .values_list(*COUNTED_BY)
        .annotate(n=Count("pk"))
    ),
    ask_id=NUMBER,
)


def _whole(actor: Actor, ask: AskView, now: datetime) -> Counts:
    is_closed = ask.state == AskState.CLOSED
    return remembered(
        (actor, _whole, ask.uid, now),
        lambda: counted(_STANDING.rows(actor, ask_id=ask.id), is_closed=is_closed, now=now),
    )


def _grouped(actor: Actor, ask: AskView, now: datetime, *by: str) -> list[dict[str, Any]]:
    return grouped(reached(actor, ask.id), is_late(ask, now), *by)


def _groups(actor: Actor, ask: AskView, now: datetime) -> tuple[BoardPart, ...]:
    """A partner of two group companies counts at both; who hangs on home alone, at home."""
    by = "subject__seen_from__viewer_id"
    rows = _grouped(actor, ask, now, by)
    home = home_id() if any(row[by] is None for row in rows) else 0
    ids = {int(row[by] or home) for row in rows}
    known = organisations_by_ids(actor, ids)
    parts = []
    for own, at in known.items():
        counts = summed(row for row in rows if (row[by] or home) == own)
        parts.append(BoardPart(str(at.uid), counts, at.names))
    return _by_size(parts)


def _parts(rows: list[dict[str, Any]], key_of: Any) -> list[BoardPart]:
    keys = dict.fromkeys(key_of(row) for row in rows)
    return [BoardPart(key, summed(row for row in rows if key_of(row) == key)) for key in keys]


def _by_size(parts: Iterable[BoardPart]) -> tuple[BoardPart, ...]:
    return tuple(sorted(parts, key=lambda part: (-part.counts.asked, part.key)))
