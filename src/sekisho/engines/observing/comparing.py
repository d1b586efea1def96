"""Flows against approved connections: what was approved, what was not, what nobody uses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from sekisho.engines.inventory.reach import PortRange
from sekisho.engines.observing.networks import PrefixIndex
from sekisho.engines.observing.tallying import NO_TIME, Tallied


class Direction(StrEnum):
    """From where a connection is opened, as seen from us."""

    INWARD = "inward"
    OUTWARD = "outward"
    BOTH = "both"


class Verdict(StrEnum):
    """What a point of connection is, the gravest first. BLOCKED was tried and not let through."""

    UNAPPROVED = "unapproved"
    EXPIRED = "expired"
    UNDATED = "undated"  # approved, and nobody knows until when
    STRANGER = "stranger"  # let in from an address that no organisation claims
    APPROVED = "approved"
    BLOCKED = "blocked"


class Usage(StrEnum):
    """What became of an approved connection in the log."""

    SEEN = "seen"
    EXPIRED = "expired"  # seen after its approval had ended
    FORGOTTEN = "forgotten"  # approved and never seen
    OVER = "over"  # approval ended, and not seen either
    UNCLEAR = "unclear"  # addresses or ports are not known: it cannot be compared


@dataclass(frozen=True, slots=True)
class Approval:
    """An approved connection. `ends_s` is the first second after the last approved day, None
    where nobody knows it. Without networks at both ends and ports it approves nothing.
    """

    key: str
    organisation_id: int
    partner: tuple[str, ...]
    ours: tuple[str, ...]
    ports: tuple[PortRange, ...]
    direction: Direction
    ends_s: int | None

    @property
    def is_clear(self) -> bool:
        """Whether flows can be held against it at all."""
        return bool(self.partner and self.ours and self.ports)


class Point(NamedTuple):
    """One distinct point of connection with its verdict; `approval` names what approved it."""

    seen: Tallied
    verdict: Verdict
    approval: str = ""


@dataclass(frozen=True, slots=True)
class ApprovalUse:
    """What the log says of one approved connection."""

    key: str
    usage: Usage
    rows: int = 0
    size_bytes: int = 0
    last_s: int = NO_TIME


@dataclass(frozen=True, slots=True)
class Comparison:
    """Points, the gravest and most used first; approvals in their given order."""

    points: tuple[Point, ...]
    uses: tuple[ApprovalUse, ...]


def compare(table: Iterable[Tallied], approvals: Sequence[Approval], *, now_s: int) -> Comparison:
    """Judge every point and every approval.

    A point is approved when one approval that had not ended at its last flow holds both ends, the
    port and the direction. A log without times is judged as of `now_s`.
    """
    judge = _Judge(approvals, now_s)
    points = [judge.point(one) for one in table]
    order = {one: place for place, one in enumerate(Verdict)}
    points.sort(key=lambda one: (order[one.verdict], -one.seen.rows, one.seen.partner))
    return Comparison(tuple(points), tuple(judge.use(place) for place in range(len(approvals))))


class _Judge:
    def __init__(self, approvals: Sequence[Approval], now_s: int) -> None:
        self.approvals, self.now_s = approvals, now_s
        clear = [(place, one) for place, one in enumerate(approvals) if one.is_clear]
        self.partner = PrefixIndex((net, place) for place, one in clear for net in one.partner)
        self.ours = PrefixIndex((net, place) for place, one in clear for net in one.ours)
        self.seen: dict[int, list[int]] = {}

    def point(self, seen: Tallied) -> Point:
        if not seen.is_allowed:
            return Point(seen, Verdict.BLOCKED)
        last = seen.last_s if seen.last_s != NO_TIME else self.now_s
        fitting = self._fitting(seen)
        for place in fitting:
            self._note(place, seen, last)
        ends = {place: self.approvals[place].ends_s for place in fitting}
        for place, end in ends.items():
            if end is not None and last < end:
                return Point(seen, Verdict.APPROVED, self.approvals[place].key)
        if fitting:
            undated = [place for place in fitting if ends[place] is None]
            verdict = Verdict.UNDATED if undated else Verdict.EXPIRED
            return Point(seen, verdict, self.approvals[(undated or fitting)[0]].key)
        is_known = seen.partner_owner.organisation_id != 0
        return Point(seen, Verdict.UNAPPROVED if is_known else Verdict.STRANGER)

    def use(self, place: int) -> ApprovalUse:
        one = self.approvals[place]
        if not one.is_clear:
            return ApprovalUse(one.key, Usage.UNCLEAR)
        if place not in self.seen:
            is_over = one.ends_s is not None and one.ends_s <= self.now_s
            return ApprovalUse(one.key, Usage.OVER if is_over else Usage.FORGOTTEN)
        rows, size_bytes, last = self.seen[place]
        is_expired = one.ends_s is not None and last >= one.ends_s
        usage = Usage.EXPIRED if is_expired else Usage.SEEN
        return ApprovalUse(one.key, usage, rows, size_bytes, last)

    def _fitting(self, seen: Tallied) -> list[int]:
        places = self.partner.at(seen.partner) & self.ours.at(seen.ours)
        way = Direction.OUTWARD if seen.is_outward else Direction.INWARD
        return [
            place
            for place in sorted(places)
            if self.approvals[place].direction in {Direction.BOTH, way}
            and any(one.holds(seen.port, seen.protocol) for one in self.approvals[place].ports)
        ]

    def _note(self, place: int, seen: Tallied, last: int) -> None:
        kept = self.seen.setdefault(place, [0, 0, NO_TIME])
        kept[0] += seen.rows
        kept[1] += seen.size_bytes
        kept[2] = max(kept[2], last)
