"""The frozen chain: snapshot, attack overlay, dependency overlays, bridge, and what each node is.

`steady` is for how far a loss spreads in the end: there a fallback counts only when it works before
stock or tolerance run out. `by_day` has every fallback with its days; days.py runs on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sekisho.engines.chain.attack import AttackOverlay, attack_overlay, with_chances
from sekisho.engines.chain.cascade import CascadeRules
from sekisho.engines.chain.dependency import DependencyOverlay, Needs, dependency_overlay
from sekisho.engines.chain.kernels import Flags, Ints, Longs
from sekisho.engines.chain.parameters import Parameters
from sekisho.engines.chain.provenance import Provenance
from sekisho.engines.chain.snapshot import Given, NodeKind, Snapshot, snapshot_of
from sekisho.engines.chain.worlds import Threat, threat_of
from sekisho.engines.topology.drawn import Count, Drawn
from sekisho.engines.topology.words import Default, NodeMark

SEED = 20220226  # of all luck where no other is asked for


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """Everything that an answer needs; node numbers are those of `snapshot`, and of `names`.

    `digest` names structure and values; together with the version of the parameters and the seed it
    says which result this is. `link` has the columns of wires in the order of the snapshot's links.
    """

    digest: str
    names: tuple[str, ...]
    place: Mapping[str, int]
    owner: Longs
    marks: NDArray[np.uint8]
    node: Mapping[str, NDArray[Any]]
    link: Mapping[str, NDArray[Any]]
    snapshot: Snapshot
    attack: AttackOverlay
    steady: DependencyOverlay
    by_day: DependencyOverlay
    falls: Ints
    goes_down: Ints
    parameters: Parameters
    counts: tuple[Count, ...]
    defaults: Mapping[Default, int]
    versions: Mapping[str, str]

    @property
    def goal(self) -> int:
        """The node that stands for anything of ours."""
        return len(self.names) - 1

    @property
    def assets(self) -> Longs:
        """What we want to keep."""
        return np.flatnonzero(self.has(NodeMark.ASSET))

    @property
    def entries(self) -> Longs:
        """The nodes through which an intruder may come in."""
        return np.flatnonzero(self.node["entry"] > 0)

    @property
    def rules(self) -> CascadeRules:
        """How losses spread: downwards, with the declared slack; nobody is replaced unasked.

        Upwards is left out: of a supplier's other customers the register knows nothing.
        """
        return CascadeRules(slack=self.parameters["slack"], markets=False, upstream=False)

    @property
    def unsure_share(self) -> float:
        """Which part of all values that were looked at nobody told."""
        told = sum(one.told for one in self.counts)
        guessed = sum(one.assumed + one.unknown for one in self.counts)
        return guessed / max(told + guessed, 1)

    def has(self, mark: NodeMark) -> Flags:
        """Which nodes carry a mark."""
        return np.asarray((self.marks & mark) > 0)

    def provenance(self, seed: int = SEED) -> Provenance:
        """What a result of this chain rests on."""
        return Provenance(self.digest, self.parameters.version, seed)

    def threat(self, seed: int = SEED) -> Threat:
        """Chances of ways and entries, whatever is unknown at its worst."""
        return threat_of(self.attack, self.node["entry"], seed)

    def hopeful_threat(self, seed: int = SEED) -> Threat:
        """The same if everything unknown were good: what asking could show."""
        overlay = with_chances(self.attack, np.asarray(self.link["hopeful"], np.float64))
        return threat_of(overlay, self.node["hopeful"], seed)


def chain_of(drawn: Drawn, parameters: Parameters) -> Chain:
    """Freeze a drawn chain. Raises Invalid (chain.*) when its arrays contradict each other."""
    nodes, wires = drawn.nodes, drawn.wires
    snapshot = snapshot_of(
        Given(
            node_key=nodes["key"],
            node_kind=nodes["kind"],
            link_key=wires["key"],
            link_kind=wires["kind"],
            source=wires["source"],
            target=wires["target"],
        )
    )
    falls, goes_down = bridge_of(nodes, wires)
    return Chain(
        digest=drawn.digest,
        names=drawn.names,
        place=MappingProxyType({name: number for number, name in enumerate(drawn.names)}),
        owner=np.asarray(nodes["owner"], np.int64),
        marks=np.asarray(nodes["marks"], np.uint8),
        node=nodes,
        link=MappingProxyType({name: column[snapshot.order] for name, column in wires.items()}),
        snapshot=snapshot,
        attack=attack_overlay(snapshot, wires["chance"], nodes["needed"]),
        steady=_needs(snapshot, drawn, is_by_day=False),
        by_day=_needs(snapshot, drawn, is_by_day=True),
        falls=falls,
        goes_down=goes_down,
        parameters=parameters,
        counts=drawn.counts,
        defaults=drawn.defaults,
        versions=drawn.versions,
    )


def _needs(snapshot: Snapshot, drawn: Drawn, *, is_by_day: bool) -> DependencyOverlay:
    wires = drawn.wires
    # Goods made today are used tomorrow: the first short day comes after hold_days and one more.
    is_in_time = wires["fallback_days"] < np.floor(wires["hold_days"]) + 1
    needs = Needs(
        value=wires["value"],
        goods=wires["goods"],
        importance=wires["importance"],
        enough=wires["enough"],
        stock_days=wires["hold_days"],
        fallback=np.where(is_in_time | is_by_day, wires["fallback"], 0.0),
        fallback_after_hours=wires["fallback_days"] * 24,
    )
    return dependency_overlay(snapshot, needs, output=drawn.nodes["output"])


_STANDING = (NodeKind.ORGANISATION, NodeKind.SITE, NodeKind.SERVICE, NodeKind.SOFTWARE)


def bridge_of(
    nodes: Mapping[str, NDArray[Any]], wires: Mapping[str, NDArray[Any]]
) -> tuple[Ints, Ints]:
    """`goes_down[k]` stops when `falls[k]` is taken: each thing itself, and what runs there."""
    kind, source, target = nodes["kind"], wires["source"], wires["target"]
    itself = np.flatnonzero(np.isin(kind, _STANDING))
    hosted = np.flatnonzero(
        (wires["value"] > 0)
        & (wires["enough"] > 0)
        & (wires["goods"] == 0)
        & np.isin(kind[source], (NodeKind.SITE, NodeKind.DEVICE, NodeKind.SERVICE))
        & np.isin(kind[target], (NodeKind.SERVICE, NodeKind.SOFTWARE))
    )
    falls = np.concatenate([itself, source[hosted]]).astype(np.int32)
    return falls, np.concatenate([itself, target[hosted]]).astype(np.int32)
