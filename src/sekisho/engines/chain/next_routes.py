"""The next best routes of one weak node, without loops.

Yen (1971): each further route leaves an earlier one at some node by a link that no earlier route
with the same beginning takes. What is left to the asset is known from the search back, so each
detour is an A* search that looks at few nodes.
"""

from __future__ import annotations

import heapq
from typing import NamedTuple

import numpy as np

from sekisho.engines.chain.heap import new_heap, put, take
from sekisho.engines.chain.kernels import Floats, Ints, Small, kernel
from sekisho.engines.chain.routes import Route, RoutesTo, route_over
from sekisho.engines.chain.snapshot import Csr

_Links = tuple[int, ...]


class Detour(NamedTuple):
    """Where a detour starts and ends, and the nodes and links that it must not touch."""

    start: int
    goal: int
    barred_nodes: Small
    barred_links: Small


def next_routes(routes: RoutesTo, node: int, count: int) -> tuple[Route, ...]:
    """Up to `count` routes without loops from the node to the asset, most likely first.

    The first is `routes.route_from(node)`. Empty when there is none; parallel links make different
    routes.
    """
    best = routes.route_from(node)
    if best is None:
        return ()
    found = [best.links]
    seen, waiting = {best.links}, list[tuple[float, _Links]]()
    while len(found) < count:
        for links in _detours(routes, node, found):
            if links not in seen:
                seen.add(links)
                heapq.heappush(waiting, (_cost(routes, links), links))
        if not waiting:
            break
        found.append(heapq.heappop(waiting)[1])
    return tuple(route_over(routes.overlay, node, links) for links in found)


def _cost(routes: RoutesTo, links: _Links) -> float:
    return float(routes.overlay.cost[list(links)].sum())


def _detours(routes: RoutesTo, node: int, found: list[_Links]) -> list[_Links]:
    """For each node of the last route, the best way on that no found route takes."""
    last, target = found[-1], routes.overlay.snapshot.target
    barred_nodes = np.zeros(routes.overlay.snapshot.nodes, np.uint8)
    barred_links = np.zeros(routes.overlay.snapshot.links, np.uint8)
    ways, at = [], node
    for length, link in enumerate(last):
        begun = last[:length]
        taken = {
            links[length] for links in found if links[:length] == begun and len(links) > length
        }
        barred_links[list(taken)] = 1
        way = _way_on(routes, Detour(at, routes.asset, barred_nodes, barred_links))
        if way:
            ways.append(begun + way)
        barred_links[list(taken)] = 0
        barred_nodes[at] = 1
        at = int(target[link])
    return ways


def _way_on(routes: RoutesTo, detour: Detour) -> _Links:
    """The links of the best way on, empty when there is none."""
    snapshot = routes.overlay.snapshot
    came = _detour(snapshot.forward, routes.overlay.cost, routes.cost, detour)
    links, at = [], detour.goal
    while at != detour.start:
        link = int(came[at])
        if link < 0:
            return ()
        links.append(link)
        at = int(snapshot.source[link])
    return tuple(reversed(links))


@kernel
def _detour(rows: Csr, cost: Floats, left: Floats, detour: Detour) -> Ints:
    """The link by which each looked-at node was reached best (-1: not)."""
    nodes = len(rows.start) - 1
    best, came = np.full(nodes, np.inf), np.full(nodes, -1, np.int32)
    heap = new_heap(nodes)
    best[detour.start] = 0.0
    put(heap, detour.start, left[detour.start])
    while heap.size[0] > 0:
        node, _ = take(heap)
        if node == detour.goal:
            break
        for link in range(rows.start[node], rows.start[node + 1]):
            other, longer = rows.other[link], best[node] + cost[link]
            open_way = detour.barred_nodes[other] == 0 and detour.barred_links[link] == 0
            if open_way and longer < best[other] and longer + left[other] < np.inf:
                best[other] = longer
                came[other] = link
                put(heap, other, longer + left[other])
    return came
