"""The first answer: who alone would stop us, the weakest ways in, what was taken for granted."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from sekisho.apps.chain.queries.labels import Label, labels_for
from sekisho.kernel.actor import Actor

if TYPE_CHECKING:
    from sekisho.engines.topology.chain import Chain
    from sekisho.engines.topology.drawn import Count
    from sekisho.engines.topology.weakness import Columns, Sampled, WayIn

_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Row:
    """One organisation or thing in all columns; `stock_days` is None when nobody would be short."""

    label: Label
    loss: float
    harmed: int
    single: int
    stock_days: float | None
    way_chance: float
    block_gain: float
    records: float


@dataclass(frozen=True, slots=True)
class Weak:
    """One of the weakest ways in: where it begins, what it passes, its chance, missing levers."""

    start: Label
    passes: tuple[Label, ...]
    chance: float
    missing: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The first answer of a chain."""

    bodies: int
    nodes: int
    partners: int
    stopping: int
    entries: int
    weakest: tuple[Weak, ...]
    rows: tuple[Row, ...]
    are_alike: bool
    sampled: Sampled
    counts: tuple[Count, ...]
    defaults: Mapping[str, int]
    unsure_share: float
    avalanches: int


@lru_cache(maxsize=4)
def columns_for(chain: Chain) -> Columns:
    """All columns of a chain, reckoned once as long as it is in memory."""
    from sekisho.engines.topology.weakness import columns_of

    return columns_of(chain, threads=2)


@lru_cache(maxsize=4)
def _weakest(chain: Chain) -> tuple[tuple[WayIn, ...], Sampled]:
    from sekisho.engines.topology.weakness import sampled_chance, weakest_entries

    return weakest_entries(chain, most=_SHOWN), sampled_chance(chain, chain.goal)


def overview_for(actor: Actor, chain: Chain) -> Overview:
    """What the start page tells."""
    from sekisho.engines.topology.weakness import partners_of

    columns, partners = columns_for(chain), [int(one) for one in partners_of(chain)]
    slack = chain.parameters["slack"]
    stopping = [node for node in partners if columns.loss[node] > slack]
    stopping.sort(key=lambda node: (-columns.loss[node], -columns.harmed[node],
                                    columns.stock_days[node], chain.names[node]))  # fmt: skip
    shown = stopping[:_SHOWN]
    ways, sampled = _weakest(chain)
    passed = [node for way in ways for node in way.route.nodes]
    labels = labels_for(actor, chain, [*shown, *passed])
    first = [(columns.loss[node], columns.stock_days[node]) for node in stopping]
    return Overview(
        bodies=int((chain.node["kind"] == 0).sum()),
        nodes=chain.snapshot.nodes - 1,
        partners=len(partners),
        stopping=len(stopping),
        entries=len(chain.entries),
        weakest=tuple(_weak(chain, way, labels) for way in ways),
        rows=tuple(row_of(columns, labels[node]) for node in shown),
        are_alike=len(stopping) > 1 and len(set(first)) == 1,
        sampled=sampled,
        counts=chain.counts,
        defaults={key.value: count for key, count in chain.defaults.items() if count},
        unsure_share=chain.unsure_share,
        avalanches=columns.avalanches,
    )


def row_of(columns: Columns, label: Label) -> Row:
    """One node in all columns."""
    node = label.node
    days = float(columns.stock_days[node])
    return Row(
        label=label,
        loss=float(columns.loss[node]),
        harmed=int(columns.harmed[node]),
        single=int(columns.single[node]),
        stock_days=None if math.isinf(days) else days,
        way_chance=float(columns.way_chance[node]),
        block_gain=float(columns.block_gain[node]),
        records=float(columns.records[node]),
    )


def _weak(chain: Chain, way: WayIn, labels: Mapping[int, Label]) -> Weak:
    start, *rest = way.route.nodes
    missing = int(chain.node["missing"][start])
    for link in way.route.links:
        missing |= int(chain.link["missing"][link])
    passes = tuple(labels[node] for node in rest if node != chain.goal)
    return Weak(labels[start], passes, way.chance, missing)
