"""What falls when everything that can be taken is taken, gates counted: Horn closure.

Each gate counts down the ways in that it still misses (Dowling and Gallier 1984), so the work is
linear in nodes and links.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from sekisho.engines.chain.attack import AttackOverlay
from sekisho.engines.chain.coins import Coins, is_live
from sekisho.engines.chain.kernels import Flags, Ints, kernel
from sekisho.engines.chain.snapshot import Csr


def taken_from(overlay: AttackOverlay, weak: Iterable[int]) -> Flags:
    """Whether each node can be taken from the weak ones over links with a chance.

    A gate needs as many links in, from taken nodes, as the overlay says.
    """
    starts = np.unique(np.fromiter(weak, dtype=np.int32))
    snapshot = overlay.snapshot
    coins = Coins(snapshot.link_key, overlay.chance, luck=np.uint64(0), is_certain=True)
    missing = overlay.needed.copy()
    queue = np.empty(snapshot.nodes, np.int32)
    count = close_from(snapshot.forward, coins, starts, missing, queue)
    taken = np.zeros(snapshot.nodes, np.bool_)
    taken[queue[:count]] = True
    return taken


@kernel
def close_from(rows: Csr, coins: Coins, starts: Ints, missing: Ints, queue: Ints) -> int:
    """Write the taken nodes into `queue`; returns how many. `missing` is counted down."""
    count, at = 0, 0
    for start in starts:
        missing[start] = 0
        queue[count] = start
        count += 1
    while at < count:
        node = queue[at]
        at += 1
        for place in range(rows.start[node], rows.start[node + 1]):
            other = rows.other[place]
            if missing[other] > 0 and is_live(coins, rows.link[place]):
                missing[other] -= 1
                if missing[other] == 0:
                    queue[count] = other
                    count += 1
    return count
