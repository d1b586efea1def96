"""One node for the side of the map: its way to our things, what stops with it, its answers."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from sekisho.apps.asks.queries.mine import AskToPartner, asks_to_partner
from sekisho.apps.chain.queries.labels import Label, labels_for, node_for
from sekisho.apps.chain.queries.mapping import Spot, atlas_for, spots_of
from sekisho.apps.measures.queries.findings import findings_for
from sekisho.apps.measures.queries.narrowing import FindingFilter
from sekisho.kernel.actor import Actor

if TYPE_CHECKING:
    from sekisho.engines.chain.routes import RoutesTo
    from sekisho.engines.topology.chain import Chain

_STOPPED, _ASKS = 6, 3
_NO_ENTRY = 1e-12  # a way from where nobody gets in unaided counts after all others


@dataclass(frozen=True, slots=True)
class NodeFacts:
    """What the side of the map tells. `way` begins at the node or at a thing of it.

    `way_chance` is that of the way once its start is entered. `stopped` are some of `harmed`, ours
    first; `open_findings` and `asks` are those of the company.
    """

    spot: Spot
    way: tuple[Label, ...]
    way_chance: float
    stopped: tuple[Label, ...]
    harmed: int
    asks: tuple[AskToPartner, ...]
    open_findings: int


def node_facts_for(actor: Actor, chain: Chain, uid: uuid.UUID, *, now: datetime) -> NodeFacts:
    """Everything about one node. Raises NotFound out of reach."""
    import numpy as np

    node = node_for(actor, chain, uid)
    (spot,) = spots_of(actor, chain, np.array([node], np.int64))
    way, chance = _best_way(chain, node)
    stopped, harmed = _stopped(chain, node)
    labels = labels_for(actor, chain, [*way, *stopped])
    company = spot.label.company
    is_partner = company is not None and not company.is_home
    return NodeFacts(
        spot=spot,
        way=tuple(labels[one] for one in way),
        way_chance=chance,
        stopped=tuple(labels[one] for one in stopped),
        harmed=harmed,
        asks=asks_to_partner(actor, company.uid, now=now)[:_ASKS]
        if company is not None and is_partner
        else (),
        open_findings=_open_findings(actor, company.uid, now.date()) if company is not None else 0,
    )


@lru_cache(maxsize=4)
def _routes(chain: Chain) -> RoutesTo:
    from sekisho.engines.chain.routes import routes_to

    return routes_to(chain.attack, chain.goal)


def _best_way(chain: Chain, node: int) -> tuple[tuple[int, ...], float]:
    """The most likely way in to anything of ours that begins at the node or what belongs to it."""
    import numpy as np

    atlas, routes = atlas_for(chain), _routes(chain)
    own = np.flatnonzero(atlas.body == node) if atlas.is_body[node] else np.array([node])
    chance = routes.chance()
    entry = np.asarray(chain.node["entry"], np.float64)
    weight = chance * np.where(entry > 0, entry, _NO_ENTRY)
    best = int(own[np.argmax(weight[own])])
    route = routes.route_from(best) if chance[best] > 0 else None
    if route is None or len(route.nodes) < 2:  # noqa: PLR2004 - the goal itself is no way
        return (), 0.0
    return tuple(one for one in route.nodes if one != chain.goal), route.chance


def _stopped(chain: Chain, node: int) -> tuple[tuple[int, ...], int]:
    """Who makes less when the node stands still: some of them, ours first; and how many in all."""
    import numpy as np

    from sekisho.engines.chain.cascade import cascade
    from sekisho.engines.topology.striking import struck_with
    from sekisho.engines.topology.words import NodeMark

    atlas, struck = atlas_for(chain), struck_with(chain, node)
    spread = cascade(chain.steady, struck, 0.0, chain.rules)
    level = np.minimum(spread.down, spread.up)
    hit = np.setdiff1d(np.asarray(spread.firms)[level < 1 - chain.parameters["slack"]], struck)
    stands = np.where(atlas.is_drawn[hit], hit, atlas.body[hit])
    hit = np.unique(stands[(stands >= 0) & (atlas.body[stands] != atlas.body[node])])
    order = np.lexsort((hit, ~chain.has(NodeMark.OURS)[hit]))
    return tuple(int(one) for one in hit[order][:_STOPPED]), len(hit)


def _open_findings(actor: Actor, company: uuid.UUID, on: date) -> int:
    narrowed = FindingFilter(organisation_uid=company)
    return findings_for(actor, narrowed=narrowed, today=on).total
