"""Which nodes of a chain stand on a map, which links join them, and how each is marked.

The goal and assumed sites stand on no map: an assumed site is its company. Everyday trust between
partners is no link there, for it goes wherever goods go; nor is what joins the things of one
company, for they stand beside it. Links are as goods flow, or as an intruder goes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, IntFlag

import numpy as np
from numpy.typing import NDArray

from sekisho.engines.chain.parameters import DeviceFacts, breach_chance
from sekisho.engines.chain.snapshot import NodeKind
from sekisho.engines.drawing.around import Flags
from sekisho.engines.drawing.tiers import Longs
from sekisho.engines.topology.chain import Chain
from sekisho.engines.topology.weakness import Columns
from sekisho.engines.topology.words import SPAN_DAYS, NodeMark, Way

_EXPOSED = DeviceFacts(None, True, None)
_UNDRAWN_WAYS = (Way.NONE, Way.INSIDE, Way.OWN_SITES, Way.TRUST, Way.GOAL)


class Tie(IntFlag):
    """What a link on the map says: goods or services flow, an intruder can go."""

    SUPPLY = 1
    WAY = 2


class Risk(IntFlag):
    """Why a node matters. GUESSED: most values behind it were told by nobody."""

    OURS = 1
    STOPS = 2  # if it stops, more of our output is lost than slack absorbs
    WEAK = 4  # entered more easily than a patched device with multi-factor sign-in, as told
    UNSURE = 8  # so weak only because something is unknown
    SINGLE = 16  # others have nobody else for what it supplies
    GUESSED = 32


class Tone(IntEnum):
    """How a node is coloured: the first that holds of its risks, in this order."""

    PLAIN = 0
    OURS = 1
    STOPS = 2
    WEAK = 3
    SINGLE = 4


@dataclass(frozen=True, slots=True, eq=False)
class Atlas:
    """Everything that may be drawn, in the node numbers of the chain.

    `body` is the node of the company behind each node, `is_drawn` whether it stands on a map. Links
    join drawn nodes, each pair once.
    """

    body: Longs
    kind: Longs
    is_drawn: Flags
    source: Longs
    target: Longs
    tie: Longs

    @property
    def is_body(self) -> Flags:
        """Which nodes are companies."""
        return np.asarray(self.is_drawn & (self.kind == NodeKind.ORGANISATION))


def atlas_of(chain: Chain) -> Atlas:
    """What of a chain stands on a map. Linear in nodes and links but for sorting."""
    kind = np.asarray(chain.node["kind"], np.int64)
    body = _bodies(chain, kind)
    is_assumed = (kind == NodeKind.SITE) & chain.has(NodeMark.ASSUMED)
    is_drawn = ~is_assumed & (body >= 0)
    stands = np.where(is_assumed, body, np.arange(len(kind)))
    supply = (np.asarray(chain.link["value"]) > 0).astype(np.int64) * Tie.SUPPLY
    is_way = np.asarray(chain.link["chance"]) > 0
    way = (is_way & ~np.isin(chain.link["way"], _UNDRAWN_WAYS)).astype(np.int64) * Tie.WAY
    source, target = stands[chain.snapshot.source], stands[chain.snapshot.target]
    is_between = (body[source] != body[target]) & (body[source] >= 0) & (body[target] >= 0)
    kept = ((supply | way) > 0) & is_between
    source, target, tie = joined(source[kept], target[kept], (supply | way)[kept])
    return Atlas(body, kind, is_drawn, source, target, tie)


def joined(source: Longs, target: Longs, tie: Longs) -> tuple[Longs, Longs, Longs]:
    """Each pair once with all its ties, sorted; self-links left out."""
    apart = source != target
    source, target, tie = source[apart], target[apart], tie[apart]
    if not len(source):
        return source, target, tie
    wide = int(max(source.max(), target.max())) + 1
    pair, place = np.unique(source * wide + target, return_inverse=True)
    together = np.zeros(len(pair), np.int64)
    np.bitwise_or.at(together, place, tie)
    return pair // wide, pair % wide, together


def lifted(atlas: Atlas, nodes: Longs) -> tuple[Longs, Longs, Longs]:
    """The links between nodes that are shown; things that are not stand for their company."""
    is_shown = np.zeros(len(atlas.body), np.bool_)
    is_shown[nodes] = True
    stands = np.where(is_shown, np.arange(len(atlas.body)), atlas.body)
    source, target = stands[atlas.source], stands[atlas.target]
    kept = is_shown[source] & is_shown[target]
    return _both_ways(*joined(source[kept], target[kept], atlas.tie[kept]))


def _both_ways(source: Longs, target: Longs, tie: Longs) -> tuple[Longs, Longs, Longs]:
    """An intruder's way that runs beside goods, or back again, is one tie with them."""
    wide = int(max(source.max(initial=0), target.max(initial=0))) + 1
    pair, back = source * wide + target, target * wide + source
    at = np.clip(np.searchsorted(pair, back), 0, max(len(pair) - 1, 0))
    is_twin = pair[at] == back if len(pair) else np.zeros(0, np.bool_)
    is_left_out = is_twin & (tie == Tie.WAY) & ((tie[at] != Tie.WAY) | (source > target))
    tie = np.where(is_twin, tie | (tie[at] & Tie.WAY), tie)
    return source[~is_left_out], target[~is_left_out], tie[~is_left_out]


def risks_of(chain: Chain, columns: Columns) -> Longs:
    """The risks of each node; a company has those of its things, too."""
    given = chain.parameters
    sound = breach_chance(
        _EXPOSED,
        [given["patch_factor"], given["mfa_factor"]],
        days=SPAN_DAYS,
        parameters=given,
    )
    worst = _of_body(chain, np.asarray(chain.node["entry"], np.float64))
    hopeful = _of_body(chain, np.asarray(chain.node["hopeful"], np.float64))
    is_ours = chain.has(NodeMark.OURS)
    above = 1 + 1e-9
    found = np.where(is_ours, int(Risk.OURS), 0)
    found |= np.where(~is_ours & (columns.loss > given["slack"]), int(Risk.STOPS), 0)
    found |= np.where(hopeful > sound * above, int(Risk.WEAK), 0)
    found |= np.where((hopeful <= sound * above) & (worst > sound * above), int(Risk.UNSURE), 0)
    found |= np.where(~is_ours & (columns.single > 0), int(Risk.SINGLE), 0)
    return np.asarray(found | np.where(_guessed(chain), int(Risk.GUESSED), 0), np.int64)


def tones_of(risks: Longs) -> Longs:
    """The tone of each node by its risks."""
    order = ((Risk.OURS, Tone.OURS), (Risk.STOPS, Tone.STOPS), (Risk.WEAK, Tone.WEAK),
             (Risk.SINGLE, Tone.SINGLE))  # fmt: skip
    holds = [(risks & risk) > 0 for risk, _tone in order]
    return np.asarray(np.select(holds, [int(tone) for _risk, tone in order], int(Tone.PLAIN)))


def weight_order(columns: Columns, names: tuple[str, ...]) -> Longs:
    """The rank of each node where there is room for some: what stops more of us stands first."""
    ways = -np.round(columns.way_chance, 12)
    order = np.lexsort((np.array(names), -columns.harmed, ways, -np.round(columns.loss, 9)))
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return rank


def _bodies(chain: Chain, kind: Longs) -> Longs:
    """The company's node of each node, -1 for the goal."""
    bodies = np.flatnonzero(kind == NodeKind.ORGANISATION)
    found = np.full(len(kind), -1, np.int64)
    if len(bodies):
        # Companies are sorted by their number here, whatever their order in the chain.
        own = chain.owner[bodies]
        order = np.argsort(own, kind="stable")
        place = np.clip(np.searchsorted(own[order], chain.owner), 0, len(bodies) - 1)
        at = bodies[order][place]
        found = np.where(chain.owner[at] == chain.owner, at, -1)
    return found


def _of_body(chain: Chain, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The values, those of companies as the highest among all that is theirs."""
    body = _bodies(chain, np.asarray(chain.node["kind"], np.int64))
    found = values.copy()
    things = body >= 0
    np.maximum.at(found, body[things], values[things])
    return found


def _guessed(chain: Chain) -> Flags:
    """Of which nodes more than half of what was looked at is assumed or unknown."""
    body = _bodies(chain, np.asarray(chain.node["kind"], np.int64))
    sums = {}
    for name in ("used", "guessed"):
        sums[name] = np.asarray(chain.node[name], np.float64).copy()
        np.add.at(sums[name], chain.snapshot.source, np.asarray(chain.link[name], np.float64))
        own = sums[name].copy()
        things = (body >= 0) & (body != np.arange(len(body)))
        np.add.at(own, body[things], sums[name][things])
        sums[name] = own
    return np.asarray(2 * sums["guessed"] > sums["used"])
