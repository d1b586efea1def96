"""The part of the chain that hangs on given organisations, straight up and straight down."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from sekisho.engines.chain.walks import (
    Edges,
    Neighbours,
    steps_from,
    suppliers_and_customers,
)


def reach(roots: frozenset[int], edges: Edges) -> frozenset[int]:
    """The roots, all that supply them and all that they supply, at any distance.

    Never zigzag: another customer of a supplier is not reached. Linear in nodes and edges.
    """
    suppliers, customers = suppliers_and_customers(edges)
    return frozenset(steps_from(roots, suppliers).keys() | steps_from(roots, customers).keys())


def reach_by_root(
    parents: Mapping[int, int | None], edges: Edges, roots: Iterable[int]
) -> dict[int, frozenset[int]]:
    """For each root, the reach of itself together with all its group descendants.

    `parents` gives the group company above each organisation (None or absent: none). One pass for
    all roots: each node carries a bit per root, so many roots cost hardly more than one.
    """
    ordered = sorted(set(roots))
    bits = _bits_by_member(parents, ordered)
    suppliers, customers = suppliers_and_customers(edges)
    upward, downward = _spread(bits, suppliers), _spread(bits, customers)
    seen_by = {
        node: upward.get(node, 0) | downward.get(node, 0)
        for node in upward.keys() | downward.keys()
    }
    return _nodes_by_root(seen_by, ordered)


def _bits_by_member(parents: Mapping[int, int | None], roots: Collection[int]) -> dict[int, int]:
    """For each organisation below some root, the bits of those roots; roots include themselves."""
    children: dict[int, list[int]] = {}
    for child, parent in parents.items():
        if parent is not None:
            children.setdefault(parent, []).append(child)
    return _spread({root: 1 << place for place, root in enumerate(roots)}, children)


def _spread(bits: Mapping[int, int], neighbours: Neighbours) -> dict[int, int]:
    """Carry every node's bits along the neighbours until nothing is added any more."""
    carried = dict(bits)
    front: Iterable[int] = list(bits)
    while front:
        ahead: dict[int, None] = {}
        for node in front:
            mine = carried[node]
            for neighbour in neighbours.get(node, ()):
                known = carried.get(neighbour, 0)
                if mine | known != known:
                    carried[neighbour] = known | mine
                    ahead[neighbour] = None
        front = ahead
    return carried


def _nodes_by_root(seen_by: Mapping[int, int], roots: Collection[int]) -> dict[int, frozenset[int]]:
    """Turn bits per node round into nodes per root; nodes with equal bits are handled as one."""
    alike: dict[int, list[int]] = {}
    for node, bits in seen_by.items():
        alike.setdefault(bits, []).append(node)
    nodes: dict[int, set[int]] = {root: set() for root in roots}
    for bits, members in alike.items():
        for place, root in enumerate(roots):
            if bits >> place & 1:
                nodes[root].update(members)
    return {root: frozenset(found) for root, found in nodes.items()}
