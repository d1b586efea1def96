"""A heap of nodes by key with the place of each node known, four children to a parent.

Four children make the heap half as deep as two; keys lie beside each other in one cache line.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sekisho.engines.chain.kernels import Floats, Ints, Longs, inner, kernel


class Heap(NamedTuple):
    """Keys and nodes in heap order, the place of each node (-1: not in), and [how many]."""

    key: Floats
    node: Ints
    place: Ints
    size: Longs


@kernel
def new_heap(nodes: int) -> Heap:
    """An empty heap that can hold every node once."""
    return Heap(
        np.empty(nodes, np.float64),
        np.empty(nodes, np.int32),
        np.full(nodes, -1, np.int32),
        np.zeros(1, np.int64),
    )


@inner
def put(heap: Heap, node: int, key: float) -> None:
    """Take the node in, or lower its key to `key`."""
    at = heap.place[node]
    if at < 0:
        at = heap.size[0]
        heap.size[0] += 1
    while at > 0:
        above = (at - 1) >> 2
        if heap.key[above] <= key:
            break
        heap.key[at] = heap.key[above]
        heap.node[at] = heap.node[above]
        heap.place[heap.node[at]] = at
        at = above
    heap.key[at] = key
    heap.node[at] = node
    heap.place[node] = at


@inner
def take(heap: Heap) -> tuple[int, float]:
    """Remove the node of the smallest key; the heap must not be empty."""
    node, key = heap.node[0], heap.key[0]
    heap.place[node] = -1
    heap.size[0] -= 1
    if heap.size[0] > 0:
        _sink(heap, heap.node[heap.size[0]], heap.key[heap.size[0]])
    return node, key


@inner
def _sink(heap: Heap, node: int, key: float) -> None:
    """Let a node that stood last find its place from the top."""
    at, size = 0, heap.size[0]
    while True:
        least, below = key, -1
        for child in range(4 * at + 1, min(4 * at + 5, size)):
            if heap.key[child] < least:
                least, below = heap.key[child], child
        if below < 0:
            break
        heap.key[at] = least
        heap.node[at] = heap.node[below]
        heap.place[heap.node[at]] = at
        at = below
    heap.key[at] = key
    heap.node[at] = node
    heap.place[node] = at
