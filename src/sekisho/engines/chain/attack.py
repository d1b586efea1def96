"""What an attacker may do: how likely each link is taken, and gates that need several things.

The chance of a link belongs to one declared span of days. A node needs one of its ways in, unless
it is a gate: then it needs as many as the overlay says (all of them: an AND gate).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from sekisho.engines.chain.kernels import Floats, Ints
from sekisho.engines.chain.snapshot import Snapshot
from sekisho.kernel.errors import Invalid


@dataclass(frozen=True, slots=True, eq=False)
class AttackOverlay:
    """Chance and cost (-log chance) of each link, and how many ways in each node needs.

    A chance of 0 means that the link is no way in; its cost is infinite. `back_cost` holds the
    costs in the order of the snapshot's backward rows.
    """

    snapshot: Snapshot
    chance: Floats
    cost: Floats
    back_cost: Floats
    needed: Ints

    @property
    def has_gates(self) -> bool:
        """Whether some node needs more than one way in."""
        return bool((self.needed > 1).any())


def attack_overlay(
    snapshot: Snapshot, chance: ArrayLike, needed: ArrayLike | None = None
) -> AttackOverlay:
    """Lay chances (one a link, as given to the snapshot) and needs (one a node) over a snapshot.

    Raises Invalid when a chance lies outside 0..1 or a need below 1.
    """
    column: Floats = snapshot.of_links(chance, np.float64)
    if not ((column >= 0) & (column <= 1)).all():
        raise Invalid("chain.chance", what="chance of a link")
    needs: Ints = snapshot.of_nodes(np.ones(snapshot.nodes) if needed is None else needed, np.int32)
    if (needs < 1).any():
        raise Invalid("chain.chance", what="number of ways in that a node needs")
    return _laid(snapshot, column, needs)


def with_chances(overlay: AttackOverlay, chance: Floats) -> AttackOverlay:
    """The same overlay with other chances, one a link in the order of the snapshot's links."""
    return _laid(overlay.snapshot, chance, overlay.needed)


def _laid(snapshot: Snapshot, chance: Floats, needed: Ints) -> AttackOverlay:
    with np.errstate(divide="ignore"):
        cost = np.abs(np.log(chance))
    back_cost = cost[snapshot.backward.link]
    for column in (chance, cost, back_cost):
        column.setflags(write=False)
    return AttackOverlay(snapshot, chance, cost, back_cost, needed)


def all_ways_in(snapshot: Snapshot, gates: ArrayLike, chance: ArrayLike) -> Ints:
    """The needs of an overlay where each of these nodes needs all its ways in, the others one."""
    live = snapshot.of_links(chance, np.float64) > 0
    needs = np.ones(snapshot.nodes, np.int32)
    chosen = np.asarray(gates, dtype=np.int64)
    ways = np.bincount(snapshot.target[live], minlength=snapshot.nodes)
    needs[chosen] = np.maximum(ways[chosen], 1)
    return needs
