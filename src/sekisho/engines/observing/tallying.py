"""Flows counted by who, where and which port, batch after batch, in bounded memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sekisho.engines.observing.networks import (
    NOBODY,
    Networks,
    Owner,
    read_address,
    stranger_network,
    written_address,
)
from sekisho.kernel.errors import TooLarge

Ints = npt.NDArray[np.int64]
NO_TIME = -1
OURS, PARTNER, STRANGER, BROKEN = 0, 1, 2, 3
MOST_GROUPS = 1_000_000
MOST_STRANGERS = 100_000
_MOST_WORDS = 500_000
_PENDING = 500_000
_NAMED_LINES = 100
OTHERS = "*"
# Which pairs of sides (source, target) are told apart; the others are only counted.
_TOLD = np.zeros(16, dtype=bool)
_TOLD[[PARTNER * 4 + OURS, OURS * 4 + PARTNER, PARTNER * 4 + PARTNER, STRANGER * 4 + OURS]] = True
_A, _B = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)


@dataclass(frozen=True, slots=True)
class FlowBatch:
    """Some rows of a log. An address is a place in `sources` or `targets`; ports and protocols
    are -1 where unknown, times whole seconds since 1970 or NO_TIME. `lines` names the rows.
    """

    sources: Sequence[str]
    source_at: npt.NDArray[Any]
    targets: Sequence[str]
    target_at: npt.NDArray[Any]
    ports: npt.NDArray[Any]
    protocols: npt.NDArray[Any]
    sizes: Ints
    times: Ints
    is_allowed: npt.NDArray[np.bool_]
    lines: Ints


class Tallied(NamedTuple):
    """One distinct (partner's address, our address, port, protocol, direction, allowed).

    Addresses of nobody are counted by their network; `OTHERS` are those beyond the limit.
    """

    partner: str
    partner_owner: Owner
    ours: str
    ours_owner: Owner
    port: int
    protocol: int
    is_outward: bool
    is_allowed: bool
    rows: int
    size_bytes: int
    first_s: int
    last_s: int


@dataclass
class _Groups:
    """Arrays of equal length: ends packed, the rest packed, and what is added up."""

    ends: Ints
    rest: Ints
    rows: Ints
    sizes: Ints
    first: Ints
    last: Ints


@dataclass
class FlowTally:
    """Counts batches; ask `counts` and `table` at the end."""

    networks: Networks
    rows: int = 0
    broken: int = 0
    broken_lines: list[int] = field(default_factory=list)
    _sides: Ints = field(default_factory=lambda: np.zeros(16, dtype=np.int64))
    _labels: list[str] = field(default_factory=list)
    _owners: list[Owner] = field(default_factory=list)
    _gids: dict[str, int] = field(default_factory=dict)
    _words: dict[str, int] = field(default_factory=dict)
    _kept: list[tuple[Sequence[str], Ints, Ints]] = field(default_factory=list)
    _strangers: int = 0
    _pending: list[_Groups] = field(default_factory=list)
    _waiting: int = 0

    def add(self, batch: FlowBatch) -> None:
        """Count one batch. Raises TooLarge (observing.too_many_flows) with `limit`."""
        source_ids, source_sides = self._ends(batch.sources)
        target_ids, target_sides = self._ends(batch.targets)
        sides = source_sides[batch.source_at] * 4 + target_sides[batch.target_at]
        self.rows += len(sides)
        self._sides += np.bincount(sides, minlength=16)
        self._note_broken(batch, sides)
        told = np.flatnonzero(_TOLD[sides])
        if not len(told):
            return
        source, target = source_ids[batch.source_at[told]], target_ids[batch.target_at[told]]
        is_outward = sides[told] == OURS * 4 + PARTNER
        partner = np.where(is_outward, target, source).astype(np.int64)
        ours = np.where(is_outward, source, target).astype(np.int64)
        rest = (batch.ports[told].astype(np.int64) + 1) << 11
        rest |= (batch.protocols[told].astype(np.int64) + 1) << 2
        rest |= is_outward.astype(np.int64) << 1
        rest |= batch.is_allowed[told].astype(np.int64)
        times, ones = batch.times[told], np.ones(len(told), dtype=np.int64)
        found = _Groups(partner << 32 | ours, rest, ones, batch.sizes[told], times, times)
        self._keep(_grouped(found))

    def counts(self) -> dict[str, int]:
        """Rows by what became of them; together they are all rows."""
        told = int(self._sides[_TOLD].sum())
        inside = int(self._sides[OURS * 4 + OURS])
        outward = int(self._sides[OURS * 4 + STRANGER])
        elsewhere = self.rows - told - inside - outward - self.broken
        return {
            "told": told,
            "inside": inside,
            "outward": outward,
            "elsewhere": elsewhere,
            "broken": self.broken,
        }

    def table(self) -> list[Tallied]:
        """Every distinct group, in no order."""
        self._compact()
        if not self._pending:
            return []
        one = self._pending[0]
        columns = zip(
            *(each.tolist() for each in (one.ends, one.rest, one.rows)),
            *(each.tolist() for each in (one.sizes, one.first, one.last)),
            strict=True,
        )
        return [self._row(*values) for values in columns]

    def _row(self, *found: int) -> Tallied:
        ends, rest, rows, sizes, first, last = found
        partner, ours = ends >> 32, ends & 0xFFFFFFFF
        return Tallied(
            self._labels[partner],
            self._owners[partner],
            self._labels[ours],
            self._owners[ours],
            (rest >> 11) - 1,
            ((rest >> 2) & 0x1FF) - 1,
            bool(rest & 2),
            bool(rest & 1),
            rows,
            sizes,
            first,
            last,
        )

    def _ends(self, words: Sequence[str]) -> tuple[Ints, Ints]:
        """Number and side of each word; looked up once, however many rows have it.

        Batches may share one sequence of words: then the sequence is looked up once, too.
        """
        for kept, ids, sides in self._kept:
            if kept is words:
                return ids, sides
        if len(self._words) > _MOST_WORDS:
            self._words.clear()
        known = self._words
        found = np.fromiter((known.get(word, -1) for word in words), np.int64, len(words))
        for place in np.flatnonzero(found < 0).tolist():
            number, side = self._end(words[place])
            found[place] = known[words[place]] = number << 2 | side
        self._kept = [*self._kept[-1:], (words, found >> 2, found & 3)]
        return found >> 2, found & 3

    def _end(self, word: str) -> tuple[int, int]:
        address = read_address(word)
        if address is None:
            return 0, BROKEN
        owner = self.networks.owner_of(address)
        if owner == NOBODY:
            return self._stranger(stranger_network(address)), STRANGER
        return self._gid(written_address(address), owner), OURS if owner.is_ours else PARTNER

    def _stranger(self, network: str) -> int:
        if network not in self._gids:
            if self._strangers >= MOST_STRANGERS:
                return self._gid(OTHERS, NOBODY)
            self._strangers += 1
        return self._gid(network, NOBODY)

    def _gid(self, label: str, owner: Owner) -> int:
        found = self._gids.get(label)
        if found is None:
            found = self._gids[label] = len(self._labels)
            self._labels.append(label)
            self._owners.append(owner)
        return found

    def _note_broken(self, batch: FlowBatch, sides: Ints) -> None:
        bad = np.flatnonzero((sides >= BROKEN * 4) | (sides % 4 == BROKEN))
        self.broken += len(bad)
        room = _NAMED_LINES - len(self.broken_lines)
        self.broken_lines += batch.lines[bad[:room]].tolist() if room > 0 else []

    def _keep(self, found: _Groups) -> None:
        self._pending.append(found)
        self._waiting += len(found.ends)
        if self._waiting > _PENDING:
            self._compact()
            if self._waiting > MOST_GROUPS:
                raise TooLarge("observing.too_many_flows", limit=MOST_GROUPS)

    def _compact(self) -> None:
        if len(self._pending) > 1:
            parts = [
                np.concatenate([getattr(one, name) for one in self._pending])
                for name in ("ends", "rest", "rows", "sizes", "first", "last")
            ]
            self._pending = [_grouped(_Groups(*parts))]
            self._waiting = len(self._pending[0].ends)


def _grouped(found: _Groups) -> _Groups:
    """Equal keys added up. Sorted by a mixed key; should two keys mix alike, by both in full."""
    mixed = found.ends.astype(np.uint64) * _A + found.rest.astype(np.uint64) * _B
    order = np.argsort(mixed)
    ends, rest, mixed = found.ends[order], found.rest[order], mixed[order]
    is_new = (ends[1:] != ends[:-1]) | (rest[1:] != rest[:-1])
    if np.any(is_new & (mixed[1:] == mixed[:-1])):
        order = np.lexsort((found.rest, found.ends))
        ends, rest = found.ends[order], found.rest[order]
        is_new = (ends[1:] != ends[:-1]) | (rest[1:] != rest[:-1])
    starts = np.concatenate(([0], np.flatnonzero(is_new) + 1))
    first = np.where(found.first == NO_TIME, np.iinfo(np.int64).max, found.first)[order]
    least = np.minimum.reduceat(first, starts)
    return _Groups(
        ends[starts],
        rest[starts],
        np.add.reduceat(found.rows[order], starts),
        np.add.reduceat(found.sizes[order], starts),
        np.where(least == np.iinfo(np.int64).max, NO_TIME, least),
        np.maximum.reduceat(found.last[order], starts),
    )
