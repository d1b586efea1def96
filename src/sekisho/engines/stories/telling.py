"""What happens in a story, with and without what would have changed it.

Chances are those of 30 days. Two are told: of the most likely way in, which a measure lowers by its
stated factor exactly, and by sampled worlds, which counts every way. What then stands still is
struck for the days of the story, and the days run on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np

from sekisho.engines.chain.parameters import Parameters
from sekisho.engines.chain.provenance import Provenance
from sekisho.engines.chain.routes import routes_to
from sekisho.engines.chain.snapshot import NodeKind
from sekisho.engines.chain.worlds import worlds_of
from sekisho.engines.inventory import Assumptions, Catalogue
from sekisho.engines.stories.story import Story, material_of
from sekisho.engines.topology.chain import Chain, chain_of
from sekisho.engines.topology.draft import Standpoint
from sekisho.engines.topology.drawn import draw
from sekisho.engines.topology.striking import Stopped, stopped_by
from sekisho.engines.topology.words import NodeMark

WORLDS = 10_000
_SPARE_DAYS = 20
_ON = date(2026, 1, 1)  # stories give no day of the last update, so the day does not matter
_MAKING = (NodeKind.SITE, NodeKind.PRODUCT)


@dataclass(frozen=True, slots=True)
class Ground:
    """What every story is reckoned on."""

    catalogue: Catalogue
    assumptions: Assumptions
    parameters: Parameters


@dataclass(frozen=True, slots=True)
class Step:
    """A node that falls on the most likely way, with the chance of having got there."""

    name: str
    chance: float


@dataclass(frozen=True, slots=True)
class Standstill:
    """Nodes that make less from `day` to before `back_day` (None: beyond what was followed)."""

    day: int
    back_day: int | None
    names: tuple[str, ...]
    cause: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happens under some changes.

    `way_chance`: of the most likely way to the goal; `chance` and `error`: sampled; `stopped`: how
    many of our places stand still, from `first_day` on, for `stop_days` together in days of our
    whole output; `records` that leak when the goal falls; `guessed` of `used` values are unknown.
    """

    provenance: Provenance
    changes: tuple[str, ...]
    way: tuple[Step, ...]
    way_chance: float
    chance: float
    error: float
    standstills: tuple[Standstill, ...]
    stopped: int
    places: int
    first_day: int | None
    stop_days: float
    daily: tuple[float, ...]
    records: float
    used: int
    guessed: int

    @property
    def expected_days(self) -> float:
        """Days of whole output that the incident costs in the mean, its chance counted."""
        return self.chance * self.stop_days

    @property
    def expected_records(self) -> float:
        """Records that leak in the mean."""
        return self.chance * self.records


def chain_of_story(story: Story, changes: Iterable[str], ground: Ground) -> Chain:
    """The chain of a story with some changes made."""
    material = material_of(story, changes, ground.catalogue, ground.assumptions)
    standpoint = Standpoint(story.ours, story.ours, _ON)
    return chain_of(draw(material, standpoint, ground.parameters), ground.parameters)


def outcome_of(story: Story, changes: Iterable[str], ground: Ground) -> Outcome:
    """What happens with these changes made; the same for the same story, to the byte."""
    made = tuple(one.key for one in story.changes if one.key in set(changes))
    chain = chain_of_story(story, made, ground)
    goal = chain.place[_node_of(story, story.goal)]
    way, way_chance = _best_way(chain, goal)
    worlds = worlds_of(chain.threat(), WORLDS)
    struck = chain.place[_node_of(story, story.strike)]
    horizon = int(np.ceil(story.strike_days)) + _SPARE_DAYS
    days = stopped_by(chain, struck, outage_days=story.strike_days, horizon_days=horizon)
    ours = np.flatnonzero(chain.has(NodeMark.OURS) & np.isin(chain.node["kind"], _MAKING))
    hit = [one for one in days.stops if one.node in set(ours.tolist())]
    return Outcome(
        provenance=chain.provenance(),
        changes=made,
        way=way,
        way_chance=way_chance,
        chance=float(worlds.chance()[goal]),
        error=float(worlds.error()[goal]),
        standstills=_standstills(chain, days),
        stopped=len(hit),
        places=len(ours),
        first_day=min((one.day for one in hit), default=None),
        stop_days=float(days.lost.sum()),
        daily=tuple(float(one) for one in days.lost),
        records=_records(chain, goal),
        used=sum(one.told + one.assumed + one.unknown for one in chain.counts),
        guessed=sum(one.assumed + one.unknown for one in chain.counts),
    )


def outcomes_of(story: Story, ground: Ground) -> tuple[Outcome, ...]:
    """As it happened, with each change alone, and with all of them."""
    keys = [one.key for one in story.changes]
    sets = [(), *((key,) for key in keys), *([tuple(keys)] if len(keys) > 1 else [])]
    return tuple(outcome_of(story, changes, ground) for changes in sets)


def _node_of(story: Story, key: str) -> str:
    thing = story.thing(key)
    return key if thing is None else thing.node_names[0]


def _best_way(chain: Chain, goal: int) -> tuple[tuple[Step, ...], float]:
    """The most likely way from any entry, node by node, and its chance, the entry counted."""
    routes = routes_to(chain.attack, goal)
    weight = routes.chance() * chain.node["entry"]
    start = int(np.argmax(weight))
    route = routes.route_from(start) if weight[start] > 0 else None
    if route is None:
        return (), 0.0
    chance = float(chain.node["entry"][start])
    steps = [Step(chain.names[start], chance)]
    for node, link in zip(route.nodes[1:], route.links, strict=True):
        chance *= float(chain.attack.chance[link])
        steps.append(Step(chain.names[node], chance))
    return tuple(steps), float(weight[start])


def _standstills(chain: Chain, days: Stopped) -> tuple[Standstill, ...]:
    """What stands still, gathered by day, return and cause."""
    found: dict[tuple[int, int | None, str], list[str]] = {}
    for one in days.stops:
        cause = chain.names[one.cause] if one.cause >= 0 else ""
        found.setdefault((one.day, one.back_day, cause), []).append(chain.names[one.node])
    rows = [
        Standstill(day, back, tuple(names), cause) for (day, back, cause), names in found.items()
    ]
    return tuple(sorted(rows, key=lambda row: (row.day, row.cause, row.names)))


def _records(chain: Chain, goal: int) -> float:
    """The most records that one holder of the goal has; 0 when it is no information."""
    into = chain.snapshot.target == goal
    return float(chain.link["records"][into].max(initial=0.0))
