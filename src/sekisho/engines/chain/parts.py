"""Strongly connected parts, and who reaches what: many questions answered in one sweep.

Tarjan (1972) numbers the parts so that every link between two parts leads to the smaller number.
Over parts there are no loops, so one sweep in that order carries 64 targets in each word of bits.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sekisho.engines.chain.kernels import Floats, Ints, Keys, Longs, inner, kernel
from sekisho.engines.chain.snapshot import Csr, Snapshot, counted

_ONE = np.uint64(1)


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """The part of each node, 0..count-1, sinks first; `members` lists nodes part by part."""

    part: Ints
    start: Longs
    members: Longs

    @property
    def count(self) -> int:
        """How many parts there are."""
        return len(self.start) - 1

    def sizes(self) -> Longs:
        """How many nodes each part has."""
        return np.diff(self.start)


@dataclass(frozen=True, slots=True, eq=False)
class Reached:
    """Bit k of a part's words: target number k of `targets` can be reached from it."""

    parts: Parts
    targets: Longs
    words: Keys

    def sources_of(self, place: int) -> Longs:
        """The nodes from which `targets[place]` can be reached, itself included; sorted."""
        bits = self.words[:, place >> 6] >> np.uint64(place & 63) & _ONE
        return np.flatnonzero(bits[self.parts.part])

    def summed(self, value: Floats) -> Floats:
        """For each target the value of all nodes from which it can be reached."""
        by_part: Floats = np.bincount(
            self.parts.part, weights=value, minlength=self.parts.count
        ).astype(np.float64)
        return _summed(self.words, by_part, len(self.targets))


def parts_of(snapshot: Snapshot) -> Parts:
    """The strongly connected parts over all links."""
    part, count = _parts(snapshot.forward)
    start, members = counted(part, count)
    return Parts(part, start, members)


def who_reaches(snapshot: Snapshot, targets: Iterable[int], parts: Parts | None = None) -> Reached:
    """From which nodes each target can be reached, every target on its own."""
    parts = parts_of(snapshot) if parts is None else parts
    chosen = np.fromiter(targets, dtype=np.int64)
    words = np.zeros((parts.count, (len(chosen) + 63) // 64), np.uint64)
    _mark(words, parts.part, chosen)
    _sweep(snapshot.forward, parts.part, parts.members, words)
    return Reached(parts, chosen, words)


@kernel
def _mark(words: Keys, part: Ints, targets: Longs) -> None:
    for place in range(len(targets)):
        words[part[targets[place]], place >> 6] |= _ONE << np.uint64(place & 63)


@kernel
def _sweep(rows: Csr, part: Ints, members: Longs, words: Keys) -> None:
    wide = words.shape[1]
    for node in members:
        mine = part[node]
        for place in range(rows.start[node], rows.start[node + 1]):
            other = part[rows.other[place]]
            if other != mine:
                for word in range(wide):
                    words[mine, word] |= words[other, word]


@kernel
def _summed(words: Keys, value: Floats, targets: int) -> Floats:
    sums = np.zeros(targets)
    for part in range(len(words)):
        for target in range(targets):
            if words[part, target >> 6] >> np.uint64(target & 63) & _ONE:
                sums[target] += value[part]
    return sums


class Search(NamedTuple):
    """Tarjan's arrays: order of finding, lowest order seen, part, both stacks and [their sizes]."""

    order: Ints
    low: Ints
    part: Ints
    open: Ints
    stack: Ints
    place: Longs
    sizes: Longs


@kernel
def _parts(rows: Csr) -> tuple[Ints, int]:
    nodes = len(rows.start) - 1
    search = Search(
        np.zeros(nodes, np.int32),
        np.zeros(nodes, np.int32),
        np.full(nodes, -1, np.int32),
        np.empty(nodes, np.int32),
        np.empty(nodes, np.int32),
        np.empty(nodes, np.int64),
        np.zeros(3, np.int64),  # nodes on the open stack, nodes found, parts closed
    )
    for node in range(nodes):
        if search.order[node] == 0:
            _explore(rows, search, node)
    return search.part, search.sizes[2]


@inner
def _explore(rows: Csr, search: Search, start: int) -> None:
    depth = 0
    _open(rows, search, start, depth)
    while depth >= 0:
        node, place = search.stack[depth], search.place[depth]
        if place < rows.start[node + 1]:
            search.place[depth] += 1
            other = rows.other[place]
            if search.order[other] == 0:
                depth += 1
                _open(rows, search, other, depth)
            elif search.part[other] < 0:
                search.low[node] = min(search.low[node], search.order[other])
        else:
            depth -= 1
            if search.low[node] == search.order[node]:
                _close(search, node)
            if depth >= 0:
                above = search.stack[depth]
                search.low[above] = min(search.low[above], search.low[node])


@inner
def _open(rows: Csr, search: Search, node: int, depth: int) -> None:
    search.stack[depth], search.place[depth] = node, rows.start[node]
    search.open[search.sizes[0]] = node
    search.sizes[0] += 1
    search.sizes[1] += 1
    search.order[node] = search.low[node] = search.sizes[1]


@inner
def _close(search: Search, node: int) -> None:
    """Everything found since `node` and still open is one part."""
    while True:
        search.sizes[0] -= 1
        member = search.open[search.sizes[0]]
        search.part[member] = search.sizes[2]
        if member == node:
            break
    search.sizes[2] += 1
