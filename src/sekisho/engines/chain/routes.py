"""The most likely way of an attacker: one search back from an asset serves every weak node.

Shortest ways (Dijkstra 1959) by -log chance over the backward rows, with buckets for a heap; a
route's chance is the product of its links.
A gate on a route asks for more than the route: `Route.gates` names those, and `chance_with_gates`
answers for all ways in at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sekisho.engines.chain.attack import AttackOverlay
from sekisho.engines.chain.buckets import RING, bucket_of, new_ring, put_into, take_out
from sekisho.engines.chain.kernels import Floats, Ints, Longs, inner, kernel
from sekisho.engines.chain.snapshot import Csr


@dataclass(frozen=True, slots=True)
class Route:
    """Nodes from the weak node to the asset, the links between them, and the chance of all.

    `gates` are the nodes on the way that need more ways in than this one.
    """

    nodes: tuple[int, ...]
    links: tuple[int, ...]
    chance: float
    gates: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class RoutesTo:
    """The cost of every node's best route to the asset (inf: none) and its first link (-1)."""

    overlay: AttackOverlay
    asset: int
    cost: Floats
    first_link: Ints

    def chance(self) -> Floats:
        """The chance of each node's most likely route; 1 at the asset, 0 where there is none."""
        return np.exp(-self.cost)

    def route_from(self, node: int) -> Route | None:
        """The most likely route of one node, None when there is none."""
        if not np.isfinite(self.cost[node]):
            return None
        links, at = [], node
        while at != self.asset:
            link = int(self.first_link[at])
            links.append(link)
            at = int(self.overlay.snapshot.target[link])
        return route_over(self.overlay, node, links)


def route_over(overlay: AttackOverlay, start: int, links: Iterable[int]) -> Route:
    """The route that takes these links one after the other."""
    taken = tuple(links)
    nodes = (start, *(int(overlay.snapshot.target[link]) for link in taken))
    return Route(
        nodes=nodes,
        links=taken,
        chance=float(np.prod(overlay.chance[list(taken)])),
        gates=tuple(node for node in nodes[1:] if overlay.needed[node] > 1),
    )


def routes_to(overlay: AttackOverlay, asset: int) -> RoutesTo:
    """The most likely route from every node to the asset. O((nodes + links) log nodes)."""
    back = overlay.snapshot.backward
    cost, first = _search(back, overlay.back_cost, asset)
    return RoutesTo(overlay, asset, cost, first)


@kernel
def _search(rows: Csr, cost: Floats, root: int) -> tuple[Floats, Ints]:
    start, neighbour, link = rows.start, rows.other, rows.link
    best = np.full(len(start) - 1, np.inf)
    first = np.full(len(start) - 1, -1, np.int32)
    ring, turn = new_ring(len(start) - 1), 0
    best[root] = 0.0
    waiting = put_into(ring, root, 0)
    while waiting > 0:
        node = ring[turn % RING]
        if node < 0:
            turn += 1
            continue
        take_out(ring, node)
        waiting -= 1
        reached = best[node]
        for place in range(start[node], start[node + 1]):
            other, longer = neighbour[place], reached + cost[place]
            if longer < best[other]:
                best[other], first[other] = longer, link[place]
                waiting += put_into(ring, other, bucket_of(longer, turn))
    return best, first


class Arrivals(NamedTuple):
    """Ways in that were found but not yet counted: a heap of (cost, node), and [how many]."""

    cost: Floats
    node: Ints
    size: Longs


def chance_with_gates(overlay: AttackOverlay, weak: Iterable[int]) -> Floats:
    """The chance of the most likely plan that takes each node, every gate's needs paid in full.

    Knuth (1977): the cost of a gate is the sum of its cheapest ways in. What two of them share is
    paid twice, so with gates this is a lower bound of the plan's chance; without gates it is exact.
    """
    starts = np.unique(np.fromiter(weak, dtype=np.int64))
    return np.exp(-_plans(overlay.snapshot.forward, overlay.cost, overlay.needed, starts))


@kernel
def _plans(rows: Csr, cost: Floats, needed: Ints, starts: Longs) -> Floats:
    nodes = len(rows.start) - 1
    paid, missing = np.zeros(nodes), needed.copy()
    total = np.full(nodes, np.inf)
    room = len(cost) + len(starts)
    waiting = Arrivals(np.empty(room), np.empty(room, np.int32), np.zeros(1, np.int64))
    for node in starts:
        missing[node] = 1
        _arrive(waiting, node, 0.0)
    while waiting.size[0] > 0:
        node, reached = _next_arrival(waiting)
        if missing[node] > 0:
            missing[node] -= 1
            paid[node] += reached
            if missing[node] == 0:
                total[node] = paid[node]
                _leave(rows, cost, waiting, node, paid[node])
    return total


@inner
def _leave(rows: Csr, cost: Floats, waiting: Arrivals, node: int, reached: float) -> None:
    for link in range(rows.start[node], rows.start[node + 1]):
        if np.isfinite(cost[link]):
            _arrive(waiting, rows.other[link], reached + cost[link])


@inner
def _arrive(waiting: Arrivals, node: int, cost: float) -> None:
    at = waiting.size[0]
    waiting.size[0] += 1
    while at > 0 and waiting.cost[(at - 1) >> 1] > cost:
        above = (at - 1) >> 1
        waiting.cost[at], waiting.node[at] = waiting.cost[above], waiting.node[above]
        at = above
    waiting.cost[at], waiting.node[at] = cost, node


@inner
def _next_arrival(waiting: Arrivals) -> tuple[int, float]:
    node, cost = waiting.node[0], waiting.cost[0]
    waiting.size[0] -= 1
    size = waiting.size[0]
    last_node, last_cost = waiting.node[size], waiting.cost[size]
    at = 0
    while 2 * at + 1 < size:
        below = 2 * at + 1
        if below + 1 < size and waiting.cost[below + 1] < waiting.cost[below]:
            below += 1
        if waiting.cost[below] >= last_cost:
            break
        waiting.cost[at], waiting.node[at] = waiting.cost[below], waiting.node[below]
        at = below
    waiting.cost[at], waiting.node[at] = last_cost, last_node
    return node, cost
