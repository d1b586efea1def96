"""Why a node matters to us, in columns; and the ways in, best first.

Columns answer different questions and are never blended into one number. A row of an organisation
stands for all that it runs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sekisho.engines.chain.attack import AttackOverlay
from sekisho.engines.chain.cascade import cascade_of_each
from sekisho.engines.chain.dominators import choke_points
from sekisho.engines.chain.fewest_links import fewest_links
from sekisho.engines.chain.kernels import Flags, Floats, Longs
from sekisho.engines.chain.next_routes import next_routes
from sekisho.engines.chain.provenance import Provenance
from sekisho.engines.chain.routes import Route, routes_to
from sekisho.engines.chain.snapshot import NodeKind
from sekisho.engines.chain.worlds import Threat, block_gains, worlds_of
from sekisho.engines.topology.chain import Chain
from sekisho.engines.topology.striking import avalanche_size
from sekisho.engines.topology.words import NodeMark

_WORK = 2e8  # nodes and links walked in all worlds together
_TREE_WORK = 5e7  # the same where each world grows a dominator tree
_MOST_STARTS = 8


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """One value a node in each column.

    `loss`: share of our daily output that stays lost while it stands still; `harmed`: how many
    others then make less; `single`: groups of others that only it serves; `stock_days`: days until
    the first of them runs short (inf: none would); `way_chance`: chance of the most likely way in
    that begins there; `block_gain`: by how much the chance that anything of ours falls would sink
    if it could not be taken; `taken`: the chance that it falls; `records`: of our information held.
    """

    provenance: Provenance
    loss: Floats
    harmed: Longs
    single: Longs
    stock_days: Floats
    way_chance: Floats
    block_gain: Floats
    taken: Floats
    records: Floats
    worlds: int
    trees: int
    avalanches: int
    is_settled: bool


@dataclass(frozen=True, slots=True)
class WayIn:
    """A route with the chance that its start is entered and the route taken."""

    route: Route
    chance: float


@dataclass(frozen=True, slots=True)
class Sampled:
    """A chance by sampled worlds with one standard error, everything unknown at its worst;
    `hopeful` is the same if everything unknown were good.
    """

    chance: float
    error: float
    hopeful: float
    worlds: int


@dataclass(frozen=True, slots=True, eq=False)
class WaysIn:
    """How an intruder gets to a target: ways best first, choke points, the fewest links to close.

    `cut` is None when an entry is the target itself.
    """

    provenance: Provenance
    target: int
    entries: int
    ways: tuple[WayIn, ...]
    chokes: tuple[int, ...]
    cut: tuple[int, ...] | None
    sampled: Sampled


def columns_of(chain: Chain, *, threads: int = 1) -> Columns:
    """All columns of all nodes: one scenario a node, some hundred worlds or more."""
    each = cascade_of_each(chain.steady, chain.rules, threads=threads)
    count = worlds_for(chain)
    wants = np.zeros(chain.snapshot.nodes)
    wants[chain.goal] = 1.0
    threat = chain.threat()
    trees = worlds_for(chain, _TREE_WORK)
    gains = block_gains(_without_gates(threat), wants, trees, threads=threads)
    chance = routes_to(chain.attack, chain.goal).chance() * chain.node["entry"]
    single, stock = _served(chain)
    return Columns(
        provenance=chain.provenance(),
        loss=each.loss,
        harmed=each.harmed,
        single=single,
        stock_days=stock,
        way_chance=_of_owner(chain, chance, np.maximum),
        block_gain=_of_owner(chain, gains, np.maximum),
        taken=worlds_of(threat, count, threads=threads).chance(),
        records=_of_owner(chain, _held(chain), np.add),
        worlds=count,
        trees=trees,
        avalanches=int((each.harmed > avalanche_size(chain)).sum()),
        is_settled=each.is_settled,
    )


def ways_in(chain: Chain, target: int, *, most: int) -> WaysIn:
    """How an intruder gets to a node, whatever is unknown at its worst."""
    entries = chain.entries
    routes = routes_to(chain.attack, target)
    weight = routes.chance() * chain.node["entry"]
    starts = [int(node) for node in np.argsort(-weight, kind="stable")[:_MOST_STARTS]]
    found = []
    for start in starts:
        if weight[start] > 0:
            entry = float(chain.node["entry"][start])
            found += [WayIn(one, one.chance * entry) for one in next_routes(routes, start, most)]
    found.sort(key=lambda one: (-one.chance, one.route.nodes, one.route.links))
    cut = fewest_links(chain.attack, entries, target)
    return WaysIn(
        provenance=chain.provenance(),
        target=target,
        entries=int((weight > 0).sum()),
        ways=tuple(found[:most]),
        chokes=choke_points(chain.attack, entries).before(target),
        cut=None if cut is None else tuple(int(one) for one in cut),
        sampled=sampled_chance(chain, target),
    )


def weakest_entries(chain: Chain, *, most: int) -> tuple[WayIn, ...]:
    """The entries with the most likely ways to anything of ours, each with its best way."""
    routes = routes_to(chain.attack, chain.goal)
    weight = routes.chance() * chain.node["entry"]
    found = []
    for start in np.argsort(-weight, kind="stable")[:most]:
        route = routes.route_from(int(start)) if weight[start] > 0 else None
        if route is not None:
            found.append(WayIn(route, float(weight[start])))
    return tuple(found)


def sampled_chance(chain: Chain, target: int) -> Sampled:
    """The chance that a node falls, by worlds; unknown at its worst, and if it were good."""
    count = worlds_for(chain)
    worlds = worlds_of(chain.threat(), count)
    hopeful = worlds_of(chain.hopeful_threat(), count)
    return Sampled(
        float(worlds.chance()[target]),
        float(worlds.error()[target]),
        float(hopeful.chance()[target]),
        count,
    )


def worlds_for(chain: Chain, work: float = _WORK) -> int:
    """How many worlds a page can wait for: 20,000 in a small chain, 50 in the largest."""
    size = chain.snapshot.nodes + chain.snapshot.links
    return int(np.clip(work / max(size, 1), 50, 20_000))


def single_groups(chain: Chain) -> Flags:
    """Which input groups are stopped by one source alone, fallbacks in time counted."""
    groups = chain.steady.groups
    tight = np.where(groups.enough > 0, groups.enough == groups.members, groups.members == 1)
    return np.asarray(tight & ~groups.is_pooled & (groups.ceiling > chain.parameters["slack"]))


def _served(chain: Chain) -> tuple[Longs, Floats]:
    """Groups of others that only this node's owner serves, and days until the first is short."""
    tight, group = single_groups(chain), chain.steady.group
    source, target = chain.snapshot.source, chain.snapshot.target
    outward = (group >= 0) & (chain.owner[source] != chain.owner[target])
    links = np.flatnonzero(outward)
    alone = np.zeros(chain.snapshot.nodes, np.int64)
    np.add.at(alone, source[links], tight[group[links]].astype(np.int64))
    days = np.full(chain.snapshot.nodes, np.inf)
    felt = links[chain.steady.groups.ceiling[group[links]] > chain.parameters["slack"]]
    np.minimum.at(days, source[felt], chain.steady.groups.hold_days[group[felt]])
    return (
        _of_owner(chain, alone, np.add).astype(np.int64),
        _of_owner(chain, days, np.minimum),
    )


def _held(chain: Chain) -> Floats:
    """Records of our information behind each holder."""
    records = chain.link["records"]
    sums = np.bincount(chain.snapshot.source, weights=records, minlength=chain.snapshot.nodes)
    return np.asarray(sums, np.float64)


def _of_owner(chain: Chain, column: NDArray[np.generic], into: np.ufunc) -> Floats:
    """The column, rows of organisations gathered over all that they own."""
    found = np.asarray(column, np.float64).copy()
    bodies = np.flatnonzero(chain.node["kind"] == NodeKind.ORGANISATION)
    row_of = {int(chain.owner[node]): int(node) for node in bodies}
    things = np.flatnonzero((chain.node["kind"] != NodeKind.ORGANISATION) & (chain.owner > 0))
    rows = np.array([row_of[int(own)] for own in chain.owner[things]], dtype=np.int64)
    into.at(found, rows, np.asarray(column, np.float64)[things])
    return found


def _without_gates(threat: Threat) -> Threat:
    """Gates as ordinary nodes, so that one dominator tree a world values every block."""
    overlay: AttackOverlay = threat.overlay
    if not overlay.has_gates:
        return threat
    ones = np.ones(len(overlay.needed), np.int32)
    return replace(threat, overlay=replace(overlay, needed=ones))


def partners_of(chain: Chain) -> Longs:
    """Organisations that are not ours."""
    is_body = chain.node["kind"] == NodeKind.ORGANISATION
    return np.flatnonzero(is_body & ~chain.has(NodeMark.OURS))
