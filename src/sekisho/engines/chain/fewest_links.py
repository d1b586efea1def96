"""The fewest links to close so that no weak node reaches an asset: a smallest cut.

Menger (1927) and Dinic (1970): as many as there are ways that share no link. scipy computes the
flow; the cut is read off what can still be reached.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, maximum_flow

from sekisho.engines.chain.attack import AttackOverlay
from sekisho.engines.chain.kernels import Flags, Longs


def fewest_links(overlay: AttackOverlay, weak: Iterable[int], asset: int) -> Longs | None:
    """The links of a smallest cut, sorted; empty: nothing leads there. None: the asset is weak.

    Links count alike, whatever their chance; gates count as ordinary nodes.
    """
    starts = np.unique(np.fromiter(weak, dtype=np.int64))
    if asset in starts:
        return None
    snapshot = overlay.snapshot
    live = np.flatnonzero((overlay.chance > 0) & (snapshot.source != snapshot.target))
    tails, heads = snapshot.source[live], snapshot.target[live]
    near = _near_side(tails, heads, starts, asset, snapshot.nodes)
    return live[near[tails] & ~near[heads]]


def _near_side(tails: Longs, heads: Longs, starts: Longs, asset: int, nodes: int) -> Flags:
    """Which nodes stay on the attacker's side of the cut; the super-source is node `nodes`."""
    roots = np.full(len(starts), nodes)
    room = np.concatenate([np.ones(len(tails), np.int32), np.full(len(starts), 2**30, np.int32)])
    ends = (np.concatenate([tails, roots]), np.concatenate([heads, starts]))
    wide = csr_array((room, ends), shape=(nodes + 1, nodes + 1), dtype=np.int32)
    wide.sum_duplicates()
    left = wide - maximum_flow(wide, nodes, asset).flow
    left.eliminate_zeros()
    near = np.zeros(nodes + 1, np.bool_)
    near[breadth_first_order(left, nodes, return_predecessors=False)] = True
    return near
