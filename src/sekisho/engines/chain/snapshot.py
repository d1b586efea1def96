"""The frozen graph of the chain: typed nodes and links as arrays, and a hash of what they say.

Links are kept in the order of their source; both directions share one link number. What a link or
node means to an attacker or to production lies in overlays (attack.py, dependency.py).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sekisho.engines.chain.kernels import Ints, Keys, Longs, Small, kernel
from sekisho.kernel.errors import Invalid


class NodeKind(IntEnum):
    """What a node is."""

    ORGANISATION = 0
    SITE = 1
    DEVICE = 2
    IDENTITY = 3
    SERVICE = 4
    PRODUCT = 5
    SOFTWARE = 6
    DATA = 7
    LINE = 8
    ASSET = 9


class LinkKind(IntEnum):
    """What a link says of its source and its target."""

    PART_OF = 0
    CONNECTS = 1
    RUNS = 2
    SHIPS_UPDATE = 3
    SUPPLIES = 4
    NEEDS_SERVICE = 5
    HOLDS_DATA = 6
    SUBCONTRACTS = 7


class Csr(NamedTuple):
    """The neighbours of node v are other[start[v]:start[v + 1]], over the links of those places."""

    start: Longs
    other: Ints
    link: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """Nodes 0..n-1 and links 0..m-1; `order` says which given link became link 0, 1, ….

    Keys are stable names of nodes and links from outside. `digest` is the hash of keys, kinds and
    ends in the order of keys, so it does not depend on the order in which they were given.
    """

    node_key: Keys
    node_kind: Small
    link_key: Keys
    link_kind: Small
    source: Ints
    target: Ints
    forward: Csr
    backward: Csr
    order: Longs
    digest: str

    @property
    def nodes(self) -> int:
        """How many nodes there are."""
        return len(self.node_key)

    @property
    def links(self) -> int:
        """How many links there are."""
        return len(self.link_key)

    def of_links(self, given: ArrayLike, kind: type[np.generic]) -> NDArray[Any]:
        """A column with one value a link as given to `snapshot_of`, in the order of links here."""
        column = np.asarray(given, dtype=kind)
        if column.shape != (self.links,):
            raise Invalid("chain.arrays", what="column of links", found=column.size)
        return _frozen(column[self.order])

    def of_nodes(self, given: ArrayLike, kind: type[np.generic]) -> NDArray[Any]:
        """A column with one value a node, copied and frozen."""
        column = np.array(given, dtype=kind)
        if column.shape != (self.nodes,):
            raise Invalid("chain.arrays", what="column of nodes", found=column.size)
        return _frozen(column)


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """Nodes and links as they come from outside; ends are positions in the list of nodes."""

    node_key: ArrayLike
    node_kind: ArrayLike
    link_key: ArrayLike
    link_kind: ArrayLike
    source: ArrayLike
    target: ArrayLike


def snapshot_of(given: Given) -> Snapshot:
    """Freeze nodes and links. Self-links, parallel links and unreachable parts are allowed.

    Raises Invalid when lengths differ, an end is no node, or a key comes twice.
    """
    node_key, node_kind = _columns(given.node_key, given.node_kind, "nodes")
    link_key, link_kind = _columns(given.link_key, given.link_kind, "links")
    source, target = _ends(given, len(node_key), len(link_key))
    order, forward = _sorted_by(source, target, len(node_key))
    source, target = source[order], target[order]
    from_targets, backward = _sorted_by(target, source, len(node_key))
    backward = Csr(backward.start, backward.other, _frozen(from_targets.astype(np.int32)))
    link_key, link_kind = link_key[order], link_kind[order]
    return Snapshot(
        node_key=_frozen(node_key),
        node_kind=_frozen(node_kind),
        link_key=_frozen(link_key),
        link_kind=_frozen(link_kind),
        source=_frozen(source),
        target=_frozen(target),
        forward=forward,
        backward=backward,
        order=_frozen(order),
        digest=digest_of(
            (node_key, node_kind), (link_key, link_kind, node_key[source], node_key[target])
        ),
    )


def digest_of(*groups: tuple[NDArray[Any], ...]) -> str:
    """SHA-256 over groups of columns, each group taken in the order of its first column."""
    told = hashlib.sha256()
    for group in groups:
        order = np.argsort(group[0], kind="stable")
        for column in group:
            told.update(f"{column.dtype.str}{len(column)};".encode())
            told.update(np.ascontiguousarray(column[order]).data)
    return told.hexdigest()


def _columns(keys: ArrayLike, kinds: ArrayLike, what: str) -> tuple[Keys, Small]:
    key, kind = np.array(keys, dtype=np.uint64), np.array(kinds, dtype=np.uint8)
    if key.ndim != 1 or key.shape != kind.shape:
        raise Invalid("chain.arrays", what=f"kinds of {what}", found=kind.size)
    if len(np.unique(key)) != len(key):
        raise Invalid("chain.arrays", what=f"keys of {what}", found="twice")
    return key, kind


def _ends(given: Given, nodes: int, links: int) -> tuple[Ints, Ints]:
    """Source and target of each link, known to be nodes."""
    if max(nodes, links) >= np.iinfo(np.int32).max:
        raise Invalid("chain.arrays", what="size", found=max(nodes, links))
    source, target = (np.asarray(one, dtype=np.int64) for one in (given.source, given.target))
    for ends in (source, target):
        if ends.shape != (links,):
            raise Invalid("chain.arrays", what="ends of links", found=ends.size)
        if links and not (ends.min() >= 0 and ends.max() < nodes):
            raise Invalid("chain.arrays", what="ends of links", found="no such node")
    return source.astype(np.int32), target.astype(np.int32)


def _frozen(column: NDArray[Any]) -> NDArray[Any]:
    column.setflags(write=False)
    return column


def _sorted_by(source: Ints, target: Ints, nodes: int) -> tuple[Longs, Csr]:
    """The links in the order of `source`, as positions and as rows of neighbours."""
    start, order = counted(source, nodes)
    link = np.arange(len(source), dtype=np.int32)
    return order, Csr(_frozen(start), _frozen(target[order]), _frozen(link))


@kernel
def counted(source: Ints, nodes: int) -> tuple[Longs, Longs]:
    """Counting sort: where each node's links begin, and the links in that order, stable."""
    start = np.zeros(nodes + 1, np.int64)
    for node in source:
        start[node + 1] += 1
    for node in range(nodes):
        start[node + 1] += start[node]
    free = start[:-1].copy()
    order = np.empty(len(source), np.int64)
    for link in range(len(source)):
        node = source[link]
        order[free[node]] = link
        free[node] += 1
    return start, order
