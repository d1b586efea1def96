"""How an intruder reaches something: ways, choke points, the fewest links to close."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from sekisho.apps.chain.queries.labels import Label, labels_for
from sekisho.kernel.actor import Actor

if TYPE_CHECKING:
    from sekisho.engines.topology.chain import Chain
    from sekisho.engines.topology.weakness import Sampled, WayIn, WaysIn

MOST_WAYS = 8
_MOST_ASSETS = 60


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a way: where it leads, how, with which chance, technique and missing levers.

    The first step is the entry from outside; its `way` is 0.
    """

    to: Label
    way: int
    chance: float
    technique: str
    missing: int
    is_gate: bool


@dataclass(frozen=True, slots=True)
class Way:
    """One way in, entry first; `chance` is that of all its steps."""

    steps: tuple[Step, ...]
    chance: float


@dataclass(frozen=True, slots=True)
class Closed:
    """A link of the smallest cut."""

    start: Label
    end: Label
    way: int


@dataclass(frozen=True, slots=True)
class Ways:
    """Everything about one target; `cut` is None where an entry is the target itself.

    For anything of ours no cut is told: it would only name what we want to keep.
    """

    target: Label
    ways: tuple[Way, ...]
    chokes: tuple[Label, ...]
    cut: tuple[Closed, ...] | None
    entries: int
    sampled: Sampled
    assets: tuple[Label, ...]
    more_assets: int


def ways_for(actor: Actor, chain: Chain, target: int) -> Ways:
    """The most likely ways to a node, best first."""
    found = _ways(chain, target)
    is_goal = target == chain.goal
    cut = () if is_goal else found.cut
    assets = [int(one) for one in chain.assets]
    nodes = {target, *found.chokes, *assets[:_MOST_ASSETS]}
    nodes |= {node for one in found.ways for node in one.route.nodes}
    for link in cut or ():
        nodes |= {int(chain.snapshot.source[link]), int(chain.snapshot.target[link])}
    labels = labels_for(actor, chain, nodes)
    return Ways(
        target=labels[target],
        ways=tuple(_way(chain, one, labels) for one in found.ways),
        chokes=tuple(labels[node] for node in found.chokes),
        cut=None if cut is None else tuple(_closed(chain, link, labels) for link in cut),
        entries=found.entries,
        sampled=found.sampled,
        assets=tuple(labels[node] for node in assets[:_MOST_ASSETS]),
        more_assets=max(0, len(assets) - _MOST_ASSETS),
    )


@lru_cache(maxsize=16)
def _ways(chain: Chain, target: int) -> WaysIn:
    from sekisho.engines.topology.weakness import ways_in

    return ways_in(chain, target, most=MOST_WAYS)


def _way(chain: Chain, found: WayIn, labels: dict[int, Label]) -> Way:
    """The steps; those that cost nothing inside one company are left out."""
    from sekisho.engines.topology.words import ENTRY_PARAMETER
    from sekisho.engines.topology.words import Way as Kind

    start, *rest = found.route.nodes
    entry = float(chain.node["entry"][start])
    technique = chain.parameters.technique_of(ENTRY_PARAMETER)
    missing = int(chain.node["missing"][start])
    steps = [Step(labels[start], Kind.NONE, entry, technique, missing, is_gate=False)]
    for link, node in zip(found.route.links, rest, strict=True):
        way, chance = int(chain.link["way"][link]), float(chain.attack.chance[link])
        if way == Kind.GOAL or (
            way == Kind.OWN_SITES and chance == 1 and _says_little(chain, node)
        ):
            continue
        steps.append(_step(chain, link, labels[node], chance))
    return Way(tuple(steps), found.chance)


def _says_little(chain: Chain, node: int) -> bool:
    """Whether a node is the company of the one before, or a site that nobody told of."""
    from sekisho.engines.chain.snapshot import NodeKind
    from sekisho.engines.topology.words import NodeMark

    is_assumed = bool(chain.marks[node] & NodeMark.ASSUMED)
    return is_assumed or bool(chain.node["kind"][node] == NodeKind.ORGANISATION)


def _step(chain: Chain, link: int, to: Label, chance: float) -> Step:
    from sekisho.engines.topology.words import WAY_PARAMETERS
    from sekisho.engines.topology.words import Way as Kind

    way = Kind(int(chain.link["way"][link]))
    technique = chain.parameters.technique_of(WAY_PARAMETERS[way])
    is_gate = bool(chain.attack.needed[to.node] > 1)
    return Step(to, way, chance, technique, int(chain.link["missing"][link]), is_gate)


def _closed(chain: Chain, link: int, labels: dict[int, Label]) -> Closed:
    source, target = int(chain.snapshot.source[link]), int(chain.snapshot.target[link])
    return Closed(labels[source], labels[target], int(chain.link["way"][link]))
