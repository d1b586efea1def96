"""A drawn chain as plain arrays: what is kept between two pages and fed to the engine."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sekisho.engines.chain.parameters import Parameters
from sekisho.engines.inventory import Confidence, Material
from sekisho.engines.topology.draft import Draft, NodeDraft, Standpoint
from sekisho.engines.topology.needs import draw_needs
from sekisho.engines.topology.nodes import draw_nodes
from sekisho.engines.topology.reading import Tally
from sekisho.engines.topology.ways import draw_ways
from sekisho.engines.topology.words import Default

Columns = Mapping[str, NDArray[Any]]

_NODES = MappingProxyType(
    {
        "kind": np.uint8,
        "owner": np.int64,
        "marks": np.uint8,
        "needed": np.int32,
        "output": np.float64,
        "used": np.uint16,
        "guessed": np.uint16,
    }
)
_WIRES = MappingProxyType(
    {
        "kind": np.uint8,
        "source": np.int32,
        "target": np.int32,
        "chance": np.float64,
        "hopeful": np.float64,
        "way": np.uint8,
        "missing": np.uint8,
        "value": np.float64,
        "goods": np.int32,
        "importance": np.uint8,
        "enough": np.int32,
        "hold_days": np.float64,
        "fallback": np.float64,
        "fallback_days": np.float64,
        "records": np.float64,
        "used": np.uint16,
        "guessed": np.uint16,
    }
)


@dataclass(frozen=True, slots=True)
class Count:
    """How often one value of one kind was told, assumed and unknown."""

    kind: str
    field: str
    told: int
    assumed: int
    unknown: int


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """Nodes and wires as columns in the order in which they were drawn.

    Keys are hashes of names, which hang on outside ids: they stay when others come and go.
    """

    names: tuple[str, ...]
    nodes: Columns
    wires: Columns
    counts: tuple[Count, ...]
    defaults: Mapping[Default, int]
    versions: Mapping[str, str]

    @property
    def digest(self) -> str:
        """SHA-256 of everything that a result hangs on, in the order of keys."""
        found = hashlib.sha256()
        for columns in (self.nodes, self.wires):
            order = np.argsort(columns["key"], kind="stable")
            for name in sorted(columns):
                found.update(name.encode())
                found.update(np.ascontiguousarray(self._by_key(columns, name)[order]).data)
        return found.hexdigest()

    def _by_key(self, columns: Columns, name: str) -> NDArray[Any]:
        """A column; ends as keys, so that the order of nodes does not matter."""
        if name in {"source", "target"}:
            return np.asarray(self.nodes["key"][columns[name]])
        return columns[name]


def draw(material: Material, standpoint: Standpoint, parameters: Parameters) -> Drawn:
    """The chain of a material. Linear in its rows.

    Takes the likely value of each parameter, or what was chosen. Things of kinds that the chain
    does not know are left out.
    """
    draft = Draft(material, parameters, standpoint)
    draw_nodes(draft)
    draw_ways(draft)
    draw_needs(draft)
    return Drawn(
        names=tuple(node.name for node in draft.nodes),
        nodes=_node_columns(draft.nodes),
        wires=_wire_columns(draft),
        counts=_counts(draft.tally),
        defaults=MappingProxyType(dict(draft.tally.defaults)),
        versions=MappingProxyType(
            {
                "parameters": parameters.version,
                "catalogue": material.catalogue_version,
                "assumptions": material.assumptions_version,
            }
        ),
    )


def key_of(name: str) -> int:
    """The stable key of a name: 64 bits."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big")


def _node_columns(nodes: Sequence[NodeDraft]) -> Columns:
    found: dict[str, NDArray[Any]] = {
        name: np.array([getattr(one, name) for one in nodes], dtype=kind)
        for name, kind in _NODES.items()
    }
    found["key"] = np.array([key_of(one.name) for one in nodes], dtype=np.uint64)
    found["entry"] = np.array([one.entry.worst for one in nodes], dtype=np.float64)
    found["hopeful"] = np.array([one.entry.hopeful for one in nodes], dtype=np.float64)
    found["missing"] = np.array([int(one.entry.missing) for one in nodes], dtype=np.uint8)
    return MappingProxyType(found)


def _wire_columns(draft: Draft) -> Columns:
    found: dict[str, NDArray[Any]] = {
        name: np.array([getattr(one, name) for one in draft.wires], dtype=kind)
        for name, kind in _WIRES.items()
    }
    found["key"] = np.array([key_of(one.name) for one in draft.wires], dtype=np.uint64)
    return MappingProxyType(found)


def _counts(tally: Tally) -> tuple[Count, ...]:
    places = sorted({(kind, field) for kind, field, _sure in tally.values})
    return tuple(
        Count(
            kind,
            field,
            tally.values[kind, field, Confidence.OBSERVED]
            + tally.values[kind, field, Confidence.DECLARED],
            tally.values[kind, field, Confidence.ASSUMED],
            tally.values[kind, field, Confidence.UNKNOWN],
        )
        for kind, field in places
    )
