"""The chain as a map: who stands around one, or everybody, with places, ties and risks.

Names are fetched through the gate for what is shown. What costs much is kept beside the chain in
memory, which belongs to one reach; the page of all draws places first and asks for tones later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from sekisho.apps.chain.queries.labels import Label, labels_for
from sekisho.apps.chain.queries.overview import Row, columns_for, row_of
from sekisho.apps.organisations.queries import Selection, values_in
from sekisho.kernel.actor import Actor

if TYPE_CHECKING:
    from sekisho.engines.drawing.around import Flags
    from sekisho.engines.drawing.atlas import Atlas
    from sekisho.engines.drawing.tiers import Longs, Places
    from sekisho.engines.topology.chain import Chain

NO_TIER = 99  # stands behind everybody: no relation leads to the group
MOST_DRAWN = 20_000
THINGS = 8  # of the company in the middle
_BEGINNINGS = 6


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the map is narrowed to; empty does not narrow. `kinds` are those of labels."""

    kinds: frozenset[str] = frozenset()
    tiers: frozenset[int] = frozenset()
    countries: frozenset[str] = frozenset()
    risk: str = ""

    @property
    def is_open(self) -> bool:
        """Whether everybody is shown."""
        return not (self.kinds or self.tiers or self.countries or self.risk)


@dataclass(frozen=True, slots=True)
class Spot:
    """One node on the map: its cell (y in half cells), the bits of Risk, the number of its Tone.

    `step` is minus up, plus down from the node in the middle; things stand at their company's.
    """

    label: Label
    x: int
    y: int
    risks: int
    tone: int
    step: int
    tier: int
    country: str
    row: Row


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The nodes around one, it first; `ties` are (from, to, bits of Tie; 0 for a thing's own)."""

    spots: tuple[Spot, ...]
    ties: tuple[tuple[int, int, int], ...]
    left_out: Mapping[int, int]
    things_left_out: int
    columns: Mapping[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Everybody:
    """All nodes as numbers of the chain, with places; ends of ties are positions in `nodes`."""

    nodes: Longs
    places: Places
    source: Longs
    target: Longs
    tie: Longs
    kind: Longs
    left_out: int


@dataclass(frozen=True, slots=True)
class Around:
    """How far the map goes from the node in the middle, and how many companies a step at most."""

    up: int
    down: int
    most: int
    is_free: bool


@lru_cache(maxsize=4)
def atlas_for(chain: Chain) -> Atlas:
    """What of a chain stands on a map, reckoned once as long as it is in memory."""
    from sekisho.engines.drawing.atlas import atlas_of

    return atlas_of(chain)


@lru_cache(maxsize=4)
def risks_for(chain: Chain) -> tuple[Longs, Longs]:
    """Risks of each node, and its rank where there is room for some only."""
    from sekisho.engines.drawing.atlas import risks_of, weight_order

    columns = columns_for(chain)
    return risks_of(chain, columns), weight_order(columns, chain.names)


@lru_cache(maxsize=4)
def traits_for(actor: Actor, chain: Chain) -> tuple[Longs, tuple[str, ...]]:
    """Tier and country of the company behind each node. One query."""
    import numpy as np

    rows = values_in(actor, Selection(with_home=True), "id", "tier", "country")
    tiers = {own: NO_TIER if tier is None else tier for own, tier, _country in rows}
    countries = {own: country for own, _tier, country in rows}
    owners = chain.owner.tolist()
    return (
        np.array([tiers.get(own, NO_TIER) for own in owners], np.int64),
        tuple(countries.get(own, "") for own in owners),
    )


def neighbourhood_for(
    actor: Actor, chain: Chain, middle: int, *, far: Around, narrowed: Narrowed
) -> Neighbourhood:
    """Who stands so many steps up and down from a node; its company, if it is a thing."""
    import numpy as np

    from sekisho.engines.drawing.around import Field, Wish, around
    from sekisho.engines.drawing.atlas import joined, lifted

    atlas, (risks, rank) = atlas_for(chain), risks_for(chain)
    body = int(atlas.body[middle])
    wanted = _wanted(actor, chain, narrowed) & atlas.is_body
    source, target, _tie = joined(atlas.body[atlas.source], atlas.body[atlas.target], atlas.tie)
    found = around(body, Field(source, target, wanted, rank), Wish(far.up, far.down, far.most))
    things = np.flatnonzero(atlas.is_drawn & ~atlas.is_body & (atlas.body == body))
    if narrowed.kinds - {"organisation"}:
        things = things[_is_of_kinds(chain, narrowed.kinds)[things] | (things == middle)]
    things = things[np.lexsort((rank[things], things != middle))]
    shown = np.concatenate([found.nodes, things[:THINGS]])
    steps = np.concatenate([found.step, np.zeros(len(things[:THINGS]), np.int64)])
    ties = _ties(atlas, shown, lifted(atlas, shown))
    places = _around_places(len(found.nodes), steps, ties, is_free=far.is_free)
    spots = _spots(actor, chain, (shown, steps), (places, risks))
    columns = {band.column: band.first for band in places.bands}
    left = max(0, len(things) - THINGS)
    return Neighbourhood(spots, ties, found.left_out, left, columns)


def everybody_for(actor: Actor, chain: Chain, narrowed: Narrowed, *, is_free: bool) -> Everybody:
    """Places of all that is narrowed to: at most 20,000, companies and near tiers first."""
    return _everybody(actor, chain, narrowed, is_free)


def tones_for(chain: Chain, nodes: Iterable[int]) -> tuple[Longs, Longs]:
    """Tone and risks of each of these nodes."""
    import numpy as np

    from sekisho.engines.drawing.atlas import tones_of

    risks = risks_for(chain)[0][np.array(list(nodes), np.int64)]
    return tones_of(risks), risks


def choices_for(actor: Actor, chain: Chain) -> tuple[dict[int, int], dict[str, int]]:
    """How many companies there are by tier and by country, to narrow by."""
    atlas, (tiers, countries) = atlas_for(chain), traits_for(actor, chain)
    by_tier: dict[int, int] = {}
    by_country: dict[str, int] = {}
    for node, is_body in enumerate(atlas.is_body.tolist()):
        if is_body:
            by_tier[int(tiers[node])] = by_tier.get(int(tiers[node]), 0) + 1
            by_country[countries[node]] = by_country.get(countries[node], 0) + 1
    return by_tier, by_country


def spots_of(actor: Actor, chain: Chain, nodes: Longs) -> tuple[Spot, ...]:
    """Some nodes with names and figures and no place: rows of a table."""
    import numpy as np

    from sekisho.engines.drawing.tiers import Places

    nothing = np.zeros(len(nodes), np.int64)
    return _spots(actor, chain, (nodes, nothing), (Places(nothing, nothing), risks_for(chain)[0]))


def beginnings_of(chain: Chain) -> Longs:
    """Where to begin: the top, ours, then who would stop most of us; six companies at most."""
    import numpy as np

    from sekisho.engines.drawing.atlas import Risk
    from sekisho.engines.topology.words import NodeMark

    atlas, (risks, rank) = atlas_for(chain), risks_for(chain)
    bodies = np.flatnonzero(atlas.is_body)
    is_top, is_ours = chain.has(NodeMark.HOME)[bodies], (risks[bodies] & Risk.OURS) > 0
    return bodies[np.lexsort((rank[bodies], ~is_ours, ~is_top))][:_BEGINNINGS]


@lru_cache(maxsize=8)
def _everybody(actor: Actor, chain: Chain, narrowed: Narrowed, is_free: bool) -> Everybody:  # noqa: FBT001 - a cache takes its key by position
    import numpy as np

    from sekisho.engines.drawing.atlas import lifted
    from sekisho.engines.drawing.free import freely
    from sekisho.engines.drawing.tiers import in_tiers

    atlas, (tiers, _countries) = atlas_for(chain), traits_for(actor, chain)
    wanted = np.flatnonzero(_wanted(actor, chain, narrowed) & atlas.is_drawn)
    order = np.lexsort((wanted, np.abs(tiers[wanted]), ~atlas.is_body[wanted]))
    nodes = np.sort(wanted[order[:MOST_DRAWN]])
    source, target, tie = lifted(atlas, nodes)
    source, target = np.searchsorted(nodes, source), np.searchsorted(nodes, target)
    if is_free:
        places = freely(len(nodes), *_with_own(atlas, nodes, (source, target)))
    else:
        places = in_tiers(_column_of(tiers[nodes]), source, target, gap=2)
    kind = atlas.kind[nodes]
    return Everybody(nodes, places, source, target, tie, kind, len(wanted) - len(nodes))


def tier_at(column: int) -> int:
    """The tier of a column of the map of all."""
    return NO_TIER if column == NO_TIER else -column


def _column_of(tiers: Longs) -> Longs:
    """Suppliers left, far ones first; ours; customers; last whoever stands in no relation."""
    import numpy as np

    return np.asarray(np.where(tiers == NO_TIER, NO_TIER, -tiers))


def _with_own(atlas: Atlas, nodes: Longs, ends: tuple[Longs, Longs]) -> tuple[Longs, Longs]:
    """The ties and, for free places, each thing tied to its company."""
    import numpy as np

    own = np.clip(np.searchsorted(nodes, atlas.body[nodes]), 0, max(len(nodes) - 1, 0))
    tied = np.flatnonzero((nodes[own] == atlas.body[nodes]) & (own != np.arange(len(nodes))))
    return np.concatenate([ends[0], tied]), np.concatenate([ends[1], own[tied]])


def _wanted(actor: Actor, chain: Chain, narrowed: Narrowed) -> Flags:
    """Which nodes may be shown."""
    import numpy as np

    from sekisho.engines.drawing.atlas import Risk

    keep = np.ones(len(chain.names), np.bool_)
    if narrowed.is_open:
        return keep
    tiers, countries = traits_for(actor, chain)
    if narrowed.kinds:
        keep &= _is_of_kinds(chain, narrowed.kinds)
    if narrowed.tiers:
        keep &= np.isin(tiers, list(narrowed.tiers))
    if narrowed.countries:
        keep &= np.isin(np.array(countries), list(narrowed.countries))
    if narrowed.risk:
        keep &= (risks_for(chain)[0] & Risk[narrowed.risk.upper()]) > 0
    return keep


def _is_of_kinds(chain: Chain, kinds: frozenset[str]) -> Flags:
    import numpy as np

    from sekisho.engines.chain.snapshot import NodeKind
    from sekisho.engines.topology.words import NODE_KINDS

    known = {**NODE_KINDS, "organisation": NodeKind.ORGANISATION}
    return np.asarray(np.isin(chain.node["kind"], [known[one] for one in kinds if one in known]))


def _ties(
    atlas: Atlas, shown: Longs, ends: tuple[Longs, Longs, Longs]
) -> tuple[tuple[int, int, int], ...]:
    """Ties as positions in what is shown; each thing is tied to its company besides."""
    at = {int(node): place for place, node in enumerate(shown)}
    source, target, tie = (one.tolist() for one in ends)
    found = [(at[a], at[b], bits) for a, b, bits in zip(source, target, tie, strict=True)]
    found += [
        (place, at[int(atlas.body[node])], 0)
        for node, place in at.items()
        if not atlas.is_body[node]
    ]
    return tuple(found)


def _around_places(
    bodies: int, steps: Longs, ties: Iterable[tuple[int, int, int]], *, is_free: bool
) -> Places:
    """Columns by steps, things beside their company's column; or free places."""
    import numpy as np

    from sekisho.engines.drawing.free import freely
    from sekisho.engines.drawing.tiers import in_tiers

    ends = np.array([(a, b) for a, b, _bits in ties], np.int64).reshape(-1, 2)
    if is_free:
        return freely(len(steps), ends[:, 0], ends[:, 1])
    column = 2 * steps
    column[bodies:] += 1
    return in_tiers(column, ends[:, 0], ends[:, 1], rows=max(len(steps), 1))


def _spots(
    actor: Actor, chain: Chain, shown: tuple[Longs, Longs], drawn: tuple[Places, Longs]
) -> tuple[Spot, ...]:
    from sekisho.engines.drawing.atlas import tones_of

    (nodes, steps), (places, risks) = shown, drawn
    labels, columns = labels_for(actor, chain, nodes.tolist()), columns_for(chain)
    (tiers, countries), tones = traits_for(actor, chain), tones_of(risks)
    return tuple(
        Spot(
            label=labels[node],
            x=int(places.x[at]),
            y=int(places.y[at]),
            risks=int(risks[node]),
            tone=int(tones[node]),
            step=int(steps[at]),
            tier=int(tiers[node]),
            country=countries[node],
            row=row_of(columns, labels[node]),
        )
        for at, node in enumerate(nodes.tolist())
    )
