"""A ring of buckets of nodes by cost, each a chain of nodes: what a heap does, without sorting.

Within a bucket the order is free, so a node may be taken out, improved by a neighbour of the same
bucket and put back; costs only fall and the end is the same as with a heap (Denardo and Fox 1979).
Measured on 100,000 nodes: a third of the time of a heap of four.

The ring is one array, because a compiled call hands over one array for nothing and a tuple of them
dearly: first the first node of each bucket, then for each node the next and the previous one of its
chain and its bucket (-1: none).
"""

from __future__ import annotations

import numpy as np

from sekisho.engines.chain.kernels import Ints, inner, kernel

RING = 4096
_PER_UNIT = 5.0  # buckets for each unit of cost


@kernel
def new_ring(nodes: int) -> Ints:
    """An empty ring for so many nodes."""
    return np.full(RING + 3 * nodes, -1, np.int32)


@inner
def bucket_of(cost: float, turn: int) -> int:
    """The bucket where a cost belongs; too far ahead of the one whose turn it is: the last."""
    return int(min(cost * _PER_UNIT, turn + RING - 1))


@inner
def put_into(ring: Ints, node: int, bucket: int) -> int:
    """Put the node into a bucket, out of where it was; returns how many nodes came in (0 or 1)."""
    at = RING + 3 * node
    was = ring[at + 2]
    if was == bucket:
        return 0
    if was >= 0:
        _unlink(ring, node)
    slot = bucket % RING
    follower = ring[slot]
    ring[at], ring[at + 1], ring[at + 2] = follower, -1, bucket
    if follower >= 0:
        ring[RING + 3 * follower + 1] = node
    ring[slot] = node
    return 1 if was < 0 else 0


@inner
def take_out(ring: Ints, node: int) -> None:
    """Take the node out of its bucket."""
    _unlink(ring, node)
    ring[RING + 3 * node + 2] = -1


@inner
def _unlink(ring: Ints, node: int) -> None:
    at = RING + 3 * node
    after, before = ring[at], ring[at + 1]
    if before >= 0:
        ring[RING + 3 * before] = after
    else:
        ring[ring[at + 2] % RING] = after
    if after >= 0:
        ring[RING + 3 * after + 1] = before
