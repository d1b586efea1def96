"""Cut nodes: those without which the chain, directions aside, falls apart.

Hopcroft and Tarjan (1973). In large chains there are thousands and most cut off one neighbour only;
rank by value dominated (dominators.py) before showing them.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sekisho.engines.chain.kernels import Flags, Ints, Longs, inner, kernel
from sekisho.engines.chain.snapshot import Csr, Snapshot


class Descent(NamedTuple):
    """Order of finding, lowest order seen, the stack of nodes, their place and the link in."""

    order: Ints
    low: Ints
    stack: Ints
    place: Longs
    came: Ints


def cut_nodes(snapshot: Snapshot) -> Flags:
    """For each node whether it is a cut node of the graph without directions."""
    return _cut_nodes(snapshot.forward, snapshot.backward)


@kernel
def _cut_nodes(ahead: Csr, back: Csr) -> Flags:
    nodes = len(ahead.start) - 1
    descent = Descent(
        np.zeros(nodes, np.int32),
        np.zeros(nodes, np.int32),
        np.empty(nodes, np.int32),
        np.empty(nodes, np.int64),
        np.empty(nodes, np.int32),
    )
    cut, found = np.zeros(nodes, np.bool_), 0
    for root in range(nodes):
        if descent.order[root] == 0:
            found = _descend(ahead, back, descent, cut, root, found)
    return cut


@inner
def _descend(ahead: Csr, back: Csr, descent: Descent, cut: Flags, root: int, found: int) -> int:
    depth, below_root = 0, 0
    found = _enter(descent, root, -1, depth, found)
    while depth >= 0:
        node, place = descent.stack[depth], descent.place[depth]
        other, link = _neighbour(ahead, back, node, place)
        if link < 0:
            depth -= 1
            if depth >= 0:
                above = descent.stack[depth]
                descent.low[above] = min(descent.low[above], descent.low[node])
                below_root += depth == 0
                cut[above] |= depth > 0 and descent.low[node] >= descent.order[above]
            continue
        descent.place[depth] += 1
        if descent.order[other] == 0:
            depth += 1
            found = _enter(descent, other, link, depth, found)
        elif link != descent.came[depth]:
            descent.low[node] = min(descent.low[node], descent.order[other])
    cut[root] = below_root > 1
    return found


@inner
def _enter(descent: Descent, node: int, link: int, depth: int, found: int) -> int:
    descent.stack[depth], descent.place[depth], descent.came[depth] = node, 0, link
    descent.order[node] = descent.low[node] = found + 1
    return found + 1


@inner
def _neighbour(ahead: Csr, back: Csr, node: int, place: int) -> tuple[int, int]:
    """The neighbour and link at a place of the node's both rows; link -1 past their end."""
    at = ahead.start[node] + place
    if at < ahead.start[node + 1]:
        return ahead.other[at], ahead.link[at]
    at = back.start[node] + at - ahead.start[node + 1]
    if at < back.start[node + 1]:
        return back.other[at], back.link[at]
    return -1, -1
