"""The chance that each node falls, by sampled worlds; and what each block would have saved.

A world throws a coin for each way in from outside and for each link; what can then be taken is
taken, gates included. Coins hang on stable keys (coins.py): a what-if meets the same luck, and only
worlds in which a changed coin matters are walked again. No formula over single links stands in for
this: on graphs with loops the usual one (noisy-OR) was up to three times too high.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sekisho.engines.chain.attack import AttackOverlay, with_chances
from sekisho.engines.chain.coins import Coins, coin, drawn, luck_of
from sekisho.engines.chain.dominators import dominators_of
from sekisho.engines.chain.kernels import Flags, Floats, Ints, Keys, Longs, inner, kernel, spread
from sekisho.engines.chain.snapshot import Csr
from sekisho.engines.chain.walking import Board, new_board, walk_from
from sekisho.kernel.errors import Invalid

_BLOCKS = 16
_ENTRY = 0x5EC15400  # so that a node's coin is not that of a link with the same key


@dataclass(frozen=True, slots=True, eq=False)
class Threat:
    """An attack overlay and how likely each node is entered from outside, with the seed of luck."""

    overlay: AttackOverlay
    entry: Floats
    seed: int


@dataclass(frozen=True, slots=True, eq=False)
class Worlds:
    """The nodes taken in world w: taken[start[w]:start[w + 1]], in the order in which they fell."""

    threat: Threat
    start: Longs
    taken: Ints = field(repr=False)

    @property
    def count(self) -> int:
        """How many worlds there are."""
        return len(self.start) - 1

    def chance(self) -> Floats:
        """For each node the part of worlds in which it is taken."""
        nodes = self.threat.overlay.snapshot.nodes
        return np.asarray(np.bincount(self.taken, minlength=nodes) / self.count)

    def error(self) -> Floats:
        """One standard error of `chance`, at least that of one hit more."""
        chance = np.maximum(self.chance(), 1 / self.count)
        spread_of = chance * (1 - np.minimum(chance, 1 - 1 / self.count))
        return np.asarray(np.sqrt(spread_of / self.count), np.float64)

    def is_taken(self, nodes: Iterable[int]) -> Flags:
        """For each world whether any of these nodes is taken: no independence is assumed."""
        wanted = np.zeros(self.threat.overlay.snapshot.nodes, np.bool_)
        wanted[list(nodes)] = True
        return self.totals(wanted.astype(np.float64)) > 0

    def totals(self, value: Floats) -> Floats:
        """For each world the value of all taken nodes."""
        sums = np.concatenate([[0.0], np.cumsum(value[self.taken])])
        return np.asarray(sums[self.start[1:]] - sums[self.start[:-1]], np.float64)


class Sampler(NamedTuple):
    """A threat as kernels read it."""

    start: Longs
    other: Ints
    key: Keys
    chance: Floats
    needed: Ints
    entry: Ints
    entry_key: Keys
    entry_chance: Floats
    seed: int


class Field(NamedTuple):
    """Work space of one thread: in which world a node was last met, what it misses, the queue."""

    met: Longs
    missing: Ints
    queue: Ints


def threat_of(overlay: AttackOverlay, entry: ArrayLike, seed: int) -> Threat:
    """A threat with one chance of entry a node. Raises Invalid when one lies outside 0..1."""
    column: Floats = overlay.snapshot.of_nodes(entry, np.float64)
    if not ((column >= 0) & (column <= 1)).all():
        raise Invalid("chain.chance", what="chance of entry")
    return Threat(overlay, column, seed)


def worlds_of(threat: Threat, count: int, *, threads: int = 1) -> Worlds:
    """Worlds 0..count-1 of the threat. The same bytes for any number of threads."""
    sampler = sampler_of(threat)

    def work(first: int, beyond: int) -> tuple[Longs, Ints]:
        return _sample(sampler, np.arange(first, beyond))

    parts = spread(work, count, block=_block(count), threads=threads)
    sizes = np.concatenate([np.zeros(1, np.int64), *(sizes for sizes, _ in parts)])
    taken = np.concatenate([np.zeros(0, np.int32), *(taken for _, taken in parts)])
    return Worlds(threat, np.cumsum(sizes), taken)


def block_gains(threat: Threat, value: Floats, count: int, *, threads: int = 1) -> Floats:
    """For each node the mean value saved if it could not be taken: one dominator tree a world.

    Exact for these worlds. Raises Invalid when the overlay has gates: ask `worlds_without` then.
    """
    if threat.overlay.has_gates:
        raise Invalid("chain.gates", what="gains by dominators")
    sampler, worth = sampler_of(threat), np.asarray(value, np.float64)
    rows = threat.overlay.snapshot.forward

    def work(first: int, beyond: int) -> Floats:
        return _gains(sampler, rows, worth, first, beyond)

    gains = np.zeros(len(worth))
    for part in spread(work, count, block=_block(count), threads=threads):
        gains += part
    return gains / max(count, 1)


def worlds_with(worlds: Worlds, changed: Threat) -> Worlds:
    """The same worlds under changed chances; only those where a changed coin matters are walked.

    `changed` must lie over the same snapshot with the same seed.
    """
    before = worlds.threat
    if changed.seed != before.seed or changed.overlay.snapshot is not before.overlay.snapshot:
        raise Invalid("chain.worlds", what="another snapshot or seed")
    again = np.flatnonzero(_differs(worlds, changed))
    if not len(again):
        return Worlds(changed, worlds.start, worlds.taken)
    sizes, taken = _sample(sampler_of(changed), again)
    pieces: list[NDArray[Any]] = np.split(worlds.taken, worlds.start[1:-1])
    for world, piece in zip(again, np.split(taken, np.cumsum(sizes)[:-1]), strict=True):
        pieces[world] = piece
    start = np.concatenate([[0], np.cumsum([len(piece) for piece in pieces])]).astype(np.int64)
    return Worlds(changed, start, np.concatenate(pieces))


def worlds_without(worlds: Worlds, nodes: Iterable[int]) -> Worlds:
    """The same worlds when these nodes cannot be taken; gates are counted."""
    threat, barred = worlds.threat, np.zeros(worlds.threat.overlay.snapshot.nodes, np.bool_)
    barred[list(nodes)] = True
    overlay = threat.overlay
    less = with_chances(overlay, np.where(barred[overlay.snapshot.target], 0.0, overlay.chance))
    return worlds_with(worlds, Threat(less, np.where(barred, 0.0, threat.entry), threat.seed))


def sampler_of(threat: Threat) -> Sampler:
    """The threat as kernels read it."""
    overlay, snapshot = threat.overlay, threat.overlay.snapshot
    entry = np.flatnonzero(threat.entry > 0).astype(np.int32)
    return Sampler(
        start=snapshot.forward.start,
        other=snapshot.forward.other,
        key=snapshot.link_key,
        chance=overlay.chance,
        needed=overlay.needed,
        entry=entry,
        entry_key=snapshot.node_key[entry],
        entry_chance=threat.entry[entry],
        seed=threat.seed,
    )


def _block(count: int) -> int:
    return max(1, (count + _BLOCKS - 1) // _BLOCKS)


def _differs(worlds: Worlds, changed: Threat) -> Flags:
    """For each world whether a link from a taken node, or an entry, is now live or no longer."""
    old, new = worlds.threat, changed
    links = np.flatnonzero(old.overlay.chance != new.overlay.chance)
    nodes = np.flatnonzero(old.entry != new.entry)
    snapshot, seed = old.overlay.snapshot, old.seed
    found: Flags = _entries_differ(
        snapshot.node_key[nodes], old.entry[nodes], new.entry[nodes], seed ^ _ENTRY, worlds.count
    )
    start = np.searchsorted(snapshot.source[links], np.arange(snapshot.nodes + 1))
    columns = (snapshot.link_key[links], old.overlay.chance[links], new.overlay.chance[links])
    _links_differ((worlds.start, worlds.taken), start, columns, seed, found)
    return found


@kernel
def _entries_differ(keys: Keys, before: Floats, after: Floats, seed: int, count: int) -> Flags:
    found = np.zeros(count, np.bool_)
    for world in range(count):
        for place in range(len(keys)):
            fell = drawn(keys[place], seed, world)
            found[world] |= (fell < before[place]) != (fell < after[place])
    return found


@kernel
def _links_differ(
    worlds: tuple[Longs, Ints],
    start: Longs,
    links: tuple[Keys, Floats, Floats],
    seed: int,
    found: Flags,
) -> None:
    bounds, taken = worlds
    keys, before, after = links
    for world in range(len(bounds) - 1):
        for place in range(bounds[world], bounds[world + 1]):
            node = taken[place]
            for at in range(start[node], start[node + 1]):
                fell = drawn(keys[at], seed, world)
                found[world] |= (fell < before[at]) != (fell < after[at])


@kernel
def _sample(sampler: Sampler, chosen: Longs) -> tuple[Longs, Ints]:
    """The number of taken nodes of each chosen world, and the nodes one world after the other."""
    nodes = len(sampler.needed)
    field = Field(
        np.full(nodes, -1, np.int64), np.zeros(nodes, np.int32), np.empty(nodes, np.int32)
    )
    sizes, room, used = np.zeros(len(chosen), np.int64), np.empty(1024, np.int32), 0
    for place in range(len(chosen)):
        size = _fall(sampler, field, chosen[place])
        while used + size > len(room):
            room = np.concatenate((room, np.empty_like(room)))
        room[used : used + size] = field.queue[:size]
        used += size
        sizes[place] = size
    return sizes, room[:used].copy()


@inner
def _fall(sampler: Sampler, field: Field, world: int) -> int:
    """Fill the queue with what falls in one world; returns how many."""
    start, other, chance, key = sampler.start, sampler.other, sampler.chance, sampler.key
    met, missing, queue = field.met, field.missing, field.queue
    size, at, luck = _entered(sampler, field, world), 0, luck_of(sampler.seed, world)
    while at < size:
        node = queue[at]
        at += 1
        for link in range(start[node], start[node + 1]):
            if coin(key[link], luck) >= chance[link]:
                continue
            head = other[link]
            if met[head] != world:
                met[head], missing[head] = world, sampler.needed[head]
            missing[head] -= 1
            if missing[head] == 0:
                queue[size] = head
                size += 1
    return size


@inner
def _entered(sampler: Sampler, field: Field, world: int) -> int:
    size, luck = 0, luck_of(sampler.seed ^ _ENTRY, world)
    for place in range(len(sampler.entry)):
        if coin(sampler.entry_key[place], luck) < sampler.entry_chance[place]:
            node = sampler.entry[place]
            field.met[node], field.missing[node] = world, 0
            field.queue[size] = node
            size += 1
    return size


@kernel
def _gains(sampler: Sampler, rows: Csr, value: Floats, first: int, beyond: int) -> Floats:
    nodes = len(value)
    gains = np.zeros(nodes)
    board = new_board(nodes, len(rows.other))
    field = Field(
        np.full(nodes, -1, np.int64), np.zeros(nodes, np.int32), np.empty(nodes, np.int32)
    )
    for world in range(first, beyond):
        size = _entered(sampler, field, world)
        if size > 0:
            coins = Coins(
                sampler.key, sampler.chance, luck_of(sampler.seed, world), is_certain=False
            )
            _add_gains(rows, coins, field.queue[:size], board, (value, gains))
    return gains


@kernel
def _add_gains(
    rows: Csr, coins: Coins, starts: Ints, board: Board, columns: tuple[Floats, Floats]
) -> None:
    value, gains = columns
    walk = walk_from(rows, coins, starts, board)
    above, node = dominators_of(walk), walk.node
    saved = np.zeros(len(node))
    for number in range(len(node) - 1, 0, -1):
        saved[number] += value[node[number]]
        saved[above[number]] += saved[number]
        gains[node[number]] += saved[number]
