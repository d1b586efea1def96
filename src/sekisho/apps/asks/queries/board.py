"""The board of one ask: how many stand where, for the whole, by tier, country and group company.

Grouped queries count; nothing is opened. The whole is counted at each look, its parts every ten
seconds at most, because twenty people look at the same board on the day of an alert. Everything
is restricted to what the actor reaches.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q

from sekisho.apps.asks.models import AskState, Assignment, AssignmentState
from sekisho.apps.asks.queries.drafts import OPEN_STATES, AskView, ask_for
from sekisho.apps.asks.queries.tallies import NO_TIER, part_filter
from sekisho.apps.organisations.queries import home_id, organisations_by_ids
from sekisho.kernel.actor import Actor, ActorKind, Capability
from sekisho.kernel.text import Bilingual

STATES = tuple(AssignmentState.values)
MARKS = ("needs_you", "overdue", "bounced", "returned")
_NAMELESS = Bilingual()
_FIGURES = ("asked", "replied", *MARKS)


@dataclass(frozen=True, slots=True)
class BoardCounts:
    """How many assignments stand in each state, and how many carry a mark.

    `needs_you` is what the office must act on: submitted, come back, or overdue; each once.
    """

    states: Mapping[str, int]
    asked: int = 0
    replied: int = 0
    needs_you: int = 0
    overdue: int = 0
    bounced: int = 0
    returned: int = 0

    def mark(self, name: str) -> int:
        """How many carry one of the MARKS."""
        return int(getattr(self, name))


@dataclass(frozen=True, slots=True)
class BoardPart:
    """One tier, country or group company: its key in the address, its name, its counts.

    `names` is empty for a tier or a country, whose words depend on the language.
    """

    key: str
    counts: BoardCounts
    names: Bilingual = _NAMELESS


@dataclass(frozen=True, slots=True)
class Board:
    """One ask with all its counts. Parts are sorted: tiers by distance, others by size."""

    ask: AskView
    counts: BoardCounts
    tiers: tuple[BoardPart, ...]
    countries: tuple[BoardPart, ...]
    groups: tuple[BoardPart, ...]


def board_for(actor: Actor, uid: uuid.UUID, *, now: datetime) -> Board:
    """The board of an ask within reach. Raises NotFound."""
    ask = ask_for(actor, uid)
    counts = _counts(_grouped(actor, ask, now))
    return Board(ask, counts, *_parts_lately(actor, ask, now))


_Three = tuple[tuple[BoardPart, ...], tuple[BoardPart, ...], tuple[BoardPart, ...]]
_PARTS_LIVE = timedelta(seconds=10)
_MOST_KEPT = 200
_kept: dict[tuple[uuid.UUID, frozenset[int], bool], tuple[datetime, _Three]] = {}


def _parts_lately(actor: Actor, ask: AskView, now: datetime) -> _Three:
    """The parts as they stood within the last ten seconds; one reach never sees another's."""
    at = actor.organisations_with(Capability.VIEW)
    key = (ask.uid, at, actor.kind is ActorKind.SYSTEM)
    held = _kept.get(key)
    if held is not None and timedelta(0) <= now - held[0] < _PARTS_LIVE:
        return held[1]
    if len(_kept) >= _MOST_KEPT:
        _kept.clear()
    found = _all_parts(actor, ask, now)
    _kept[key] = (now, found)
    return found


def _all_parts(actor: Actor, ask: AskView, now: datetime) -> _Three:
    rows = list(_grouped(actor, ask, now, "subject__tier", "subject__country"))
    tiers = _parts(rows, lambda row: tier_key(row["subject__tier"]))
    countries = _parts(rows, lambda row: str(row["subject__country"]))
    ordered = tuple(sorted(tiers, key=lambda part: tier_order(part.key)))
    return ordered, _by_size(countries), _groups(actor, ask, now)


def counts_of(actor: Actor, uid: uuid.UUID, *, now: datetime) -> tuple[AskView, BoardCounts]:
    """An ask and its counts as a whole, in one grouped query. Raises NotFound."""
    ask = ask_for(actor, uid)
    return ask, _counts(_grouped(actor, ask, now))


def late(now: datetime) -> Q:
    """A condition over assignments: not answered, and the date that counts has passed."""
    passed = Q(returned_until=None) | Q(returned_until__lt=now)
    return Q(state__in=OPEN_STATES, due_at__lt=now) & passed


def mark_filter(mark: str, ask: AskView, now: datetime) -> Q:
    """A condition over assignments for one of the MARKS; in a closed ask nothing is late."""
    is_late = Q(pk__in=()) if ask.state == AskState.CLOSED else late(now)
    bounced = Q(state__in=OPEN_STATES, is_bounced=True)
    return {
        "overdue": is_late,
        "bounced": bounced,
        "returned": Q(is_returned=True),
        "needs_you": Q(state=AssignmentState.SUBMITTED) | bounced | is_late,
    }[mark]


def tier_key(tier: int | None) -> str:
    """How a tier is written in addresses and slices."""
    return NO_TIER if tier is None else str(tier)


def tier_order(key: str) -> tuple[bool, int, bool]:
    """Sorts tiers: upstream by distance, then downstream, those without a tier last."""
    number = 0 if key == NO_TIER else int(key)
    return key == NO_TIER, abs(number), number < 0


def reached(actor: Actor, ask_id: int) -> Q:
    """A condition over assignments: of this ask and within reach."""
    return Q(ask_id=ask_id) & part_filter(actor)


def _grouped(actor: Actor, ask: AskView, now: datetime, *by: str) -> Iterable[dict[str, Any]]:
    rows = Assignment.objects.filter(reached(actor, ask.id)).order_by()
    marks = {mark: Count("id", filter=mark_filter(mark, ask, now)) for mark in MARKS}
    replied = Count("id", filter=Q(submitted_at__isnull=False))
    grouped: Iterable[dict[str, Any]] = rows.values("state", *by).annotate(
        asked=Count("id"), replied=replied, **marks
    )
    return grouped


def _groups(actor: Actor, ask: AskView, now: datetime) -> tuple[BoardPart, ...]:
    """A partner of two group companies counts at both; who hangs on home alone, at home."""
    by = "subject__seen_from__viewer_id"
    rows = list(_grouped(actor, ask, now, by))
    home = home_id() if any(row[by] is None for row in rows) else 0
    ids = {int(row[by] or home) for row in rows}
    known = organisations_by_ids(actor, ids)
    parts = []
    for own, at in known.items():
        counts = _counts(row for row in rows if (row[by] or home) == own)
        parts.append(BoardPart(str(at.uid), counts, at.names))
    return _by_size(parts)


def _parts(rows: list[dict[str, Any]], key_of: Any) -> list[BoardPart]:
    keys = dict.fromkeys(key_of(row) for row in rows)
    return [BoardPart(key, _counts(row for row in rows if key_of(row) == key)) for key in keys]


def _counts(rows: Iterable[Mapping[str, Any]]) -> BoardCounts:
    states: Counter[str] = Counter(dict.fromkeys(STATES, 0))
    sums: Counter[str] = Counter()
    for row in rows:
        states[row["state"]] += row["asked"]
        sums.update({name: row[name] for name in _FIGURES})
    return BoardCounts(dict(states), **sums)


def _by_size(parts: Iterable[BoardPart]) -> tuple[BoardPart, ...]:
    return tuple(sorted(parts, key=lambda part: (-part.counts.asked, part.key)))
