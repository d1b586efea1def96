"""Nodes and wires on their way into arrays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from sekisho.engines.chain.dependency import Importance
from sekisho.engines.chain.parameters import Parameters
from sekisho.engines.chain.snapshot import LinkKind, NodeKind
from sekisho.engines.inventory import ChainItem, ChainLink, Material
from sekisho.engines.topology.reading import Chance, Reading, Tally
from sekisho.engines.topology.words import Default, Lever, NodeMark, Way

_UNMARKED = NodeMark(0)
_NO_ENTRY = Chance(0.0, 0.0, Lever(0))


@dataclass(frozen=True, slots=True)
class Standpoint:
    """For whom the chain is drawn: which organisations are ours, which of them are the top ones.

    `family` joins group companies with those above them.
    """

    ours: frozenset[int]
    tops: frozenset[int]
    on: date
    family: frozenset[tuple[int, int]] = frozenset()


@dataclass(slots=True)
class NodeDraft:
    """One node. `owner` is an organisation, 0 for none."""

    name: str
    kind: NodeKind
    owner: int
    marks: NodeMark = _UNMARKED
    entry: Chance = _NO_ENTRY
    needed: int = 1
    output: float = 0.0
    used: int = 0
    guessed: int = 0


class Wire(NamedTuple):
    """One link. Of an attacker: chance, way, levers. Of production: the rest; value 0 is no need.

    `hold_days` are stock and tolerance together.
    """

    name: str
    kind: LinkKind
    source: int
    target: int
    chance: float = 0.0
    hopeful: float = 0.0
    way: int = Way.NONE
    missing: int = 0
    value: float = 0.0
    goods: int = 0
    importance: int = Importance.ESSENTIAL
    enough: int = 0
    hold_days: float = 0.0
    fallback: float = 0.0
    fallback_days: float = 0.0
    records: float = 0.0
    used: int = 0
    guessed: int = 0


@dataclass(slots=True)
class Draft:
    """The chain being drawn, with what every step looks up."""

    material: Material
    parameters: Parameters
    standpoint: Standpoint
    tally: Tally = field(default_factory=Tally)
    nodes: list[NodeDraft] = field(default_factory=list)
    wires: list[Wire] = field(default_factory=list)
    place: dict[str, int] = field(default_factory=dict)
    sites: dict[int, list[int]] = field(default_factory=dict)
    hosts: dict[int, list[int]] = field(default_factory=dict)
    items: dict[str, ChainItem] = field(default_factory=dict)
    goods: dict[str, int] = field(default_factory=dict)
    readings: dict[str, Reading] = field(default_factory=dict)

    def add(self, node: NodeDraft) -> int:
        """A new node; its number."""
        self.place[node.name] = len(self.nodes)
        self.nodes.append(node)
        return len(self.nodes) - 1

    def reading(self, thing: ChainItem | ChainLink) -> Reading:
        """An entry to be read; each of its values counts once, however often it is looked at."""
        found = self.readings.get(thing.key)
        if found is None:
            found = self.readings[thing.key] = Reading(self.tally, thing.kind, thing.facts)
        return found

    def assume(self, default: Default, count: int = 1) -> None:
        """Count something taken for granted."""
        self.tally.defaults[default] += count

    def organisation(self, own: int) -> int:
        """The node of an organisation."""
        return self.place[organisation_name(own)]

    def links(self, kind: str) -> list[ChainLink]:
        """The links of one kind between organisations that are part of the chain."""
        return [
            one
            for one in self.material.links
            if one.kind == kind and self.has(one.source_id) and self.has(one.target_id)
        ]

    def has(self, own: int) -> bool:
        """Whether the organisation is part of the chain."""
        return organisation_name(own) in self.place

    def end(self, own: int, item: str) -> int:
        """The node at one end of a link: its thing, else its organisation."""
        return self.place.get(item, self.organisation(own))

    def is_ours(self, own: int) -> bool:
        """Whether an organisation is one of ours."""
        return own in self.standpoint.ours

    def goods_number(self, name: str) -> int:
        """The number of a kind of goods."""
        return self.goods.setdefault(name, len(self.goods) + 1)

    def way(self, name: str, ends: tuple[int, int], way: Way, chance: Chance) -> None:
        """A link that only an attacker takes."""
        kind = LinkKind.HOLDS_DATA if way is Way.DATA else LinkKind.CONNECTS
        self.wires.append(
            Wire(name, kind, *ends, chance.worst, chance.hopeful, way, int(chance.missing))
        )


def organisation_name(own: int) -> str:
    """The name of the node of an organisation."""
    return f"organisation:{own}"


def pairs_of(links: Iterable[ChainLink]) -> frozenset[tuple[int, int]]:
    """Which organisations these links join, whichever way."""
    found = {(one.source_id, one.target_id) for one in links}
    return frozenset(found | {(far, near) for near, far in found})
