"""Choke points: the nodes through which every way from the weak nodes must go.

Semi-NCA (Georgiadis, Tarjan, Werneck 2006) from a super-source before all weak nodes. Exact where
any one way in takes a node; where a live gate needs several, the worlds value a block by walking
again (worlds.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from sekisho.engines.chain.attack import AttackOverlay
from sekisho.engines.chain.coins import Coins
from sekisho.engines.chain.kernels import Floats, Ints, Longs, inner, kernel
from sekisho.engines.chain.snapshot import Csr
from sekisho.engines.chain.walking import Walk, new_board, walk_from


@dataclass(frozen=True, slots=True, eq=False)
class ChokePoints:
    """Reached nodes in depth-first order after the super-source, each with its dominator's number.

    `node[0]` is -1, the super-source; `above[k] < k` for every other number k.
    """

    node: Ints
    above: Ints
    nodes: int

    def immediate(self) -> Ints:
        """For each node its nearest choke point: a node, -1 the super-source, -2 not reached."""
        found = np.full(self.nodes, -2, np.int32)
        found[self.node[1:]] = self.node[self.above[1:]]
        return found

    def dominated(self, value: Floats) -> Floats:
        """For each node the value of all that only falls when it falls, itself included."""
        sums = np.zeros(len(self.node))
        sums[1:] = value[self.node[1:]]
        found = np.zeros(self.nodes)
        found[self.node[1:]] = _gathered(self.above, sums)[1:]
        return found

    def before(self, node: int) -> tuple[int, ...]:
        """The choke points of a node, nearest first, itself not; empty also when not reached."""
        places = np.flatnonzero(self.node == node)
        at = int(self.above[places[0]]) if len(places) else 0
        found = []
        while at > 0:
            found.append(int(self.node[at]))
            at = int(self.above[at])
        return tuple(found)


def choke_points(overlay: AttackOverlay, weak: Iterable[int]) -> ChokePoints:
    """The dominator tree of all that can be reached from the weak nodes over links with a chance.

    Gates count as ordinary nodes here (any one way in).
    """
    starts = np.unique(np.fromiter(weak, dtype=np.int32))
    snapshot = overlay.snapshot
    coins = Coins(snapshot.link_key, overlay.chance, luck=np.uint64(0), is_certain=True)
    node, above = _tree(snapshot.forward, coins, starts)
    return ChokePoints(node, above, snapshot.nodes)


@kernel
def _tree(rows: Csr, coins: Coins, starts: Ints) -> tuple[Ints, Ints]:
    board = new_board(len(rows.start) - 1, len(rows.other))
    walk = walk_from(rows, coins, starts, board)
    return walk.node, dominators_of(walk)


@kernel
def dominators_of(walk: Walk) -> Ints:
    """The immediate dominator of each number of a walk; 0 for number 0."""
    semi = _semidominators(walk)
    above = walk.parent.copy()
    for number in range(1, len(above)):
        at = above[number]
        while at > semi[number]:
            at = above[at]
        above[number] = at
    return above


@kernel
def _semidominators(walk: Walk) -> Ints:
    count = len(walk.node)
    start, tails = _ways_in(walk, count)
    semi = np.zeros(count, np.int32)
    label = np.arange(count).astype(np.int32)
    ancestor = walk.parent.copy()
    stack = np.empty(count, np.int32)
    for number in range(count - 1, 0, -1):
        least = walk.parent[number]
        for place in range(start[number], start[number + 1]):
            tail = tails[place]
            if tail > number:
                _compress(tail, number, label, ancestor, stack)
                tail = label[tail]
            least = min(least, tail)
        semi[number], label[number] = least, least
    return semi


@kernel
def _ways_in(walk: Walk, count: int) -> tuple[Longs, Ints]:
    """The tails of the links into each number, as rows."""
    start = np.zeros(count + 2, np.int64)
    for head in walk.head:
        start[head + 2] += 1
    for number in range(count):
        start[number + 2] += start[number + 1]
    tails = np.empty(len(walk.head), np.int32)
    for link in range(len(walk.head)):
        head = walk.head[link]
        tails[start[head + 1]] = walk.tail[link]
        start[head + 1] += 1
    return start, tails


@inner
def _compress(number: int, last: int, label: Ints, ancestor: Ints, stack: Ints) -> None:
    """Hang everything on the way up from `number` below the first one that is not past `last`."""
    depth = 0
    while ancestor[number] > last:
        stack[depth] = number
        depth += 1
        number = ancestor[number]
    while depth > 0:
        depth -= 1
        below = stack[depth]
        above = ancestor[below]
        label[below] = min(label[below], label[above])
        ancestor[below] = ancestor[above]


@kernel
def _gathered(above: Ints, sums: Floats) -> Floats:
    """Each number's own value and that of everything below it."""
    for number in range(len(above) - 1, 0, -1):
        sums[above[number]] += sums[number]
    return sums
