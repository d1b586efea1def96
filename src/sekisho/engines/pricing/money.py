"""Amounts of money as ranges, and what in a chain each of them is multiplied with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from sekisho.engines.chain.kernels import Floats
from sekisho.engines.chain.losses import Pert
from sekisho.engines.chain.parameters import Parameters
from sekisho.engines.chain.snapshot import NodeKind
from sekisho.engines.topology.chain import Chain
from sekisho.engines.topology.words import NodeMark
from sekisho.kernel.errors import Invalid

MARGIN, RESPONSE, DATA, RECORD, OUTAGE = (
    "margin_day_yen",
    "response_yen",
    "data_yen",
    "record_yen",
    "outage_days",
)
KEYS = (MARGIN, RESPONSE, DATA, RECORD, OUTAGE)
_LARGEST = 1e15


@dataclass(frozen=True, slots=True)
class Money:
    """One range a key; `entered` are those that somebody put in, the rest are assumed."""

    ranges: Mapping[str, Pert]
    entered: frozenset[str]
    version: str


@dataclass(frozen=True, slots=True, eq=False)
class Exposure:
    """One value a node: output that stands still in a day (yen when `is_told`, else shares of
    sites), organisations of ours, bodies of our information, their records.
    """

    output: Floats
    bodies: Floats
    sets: Floats
    records: Floats
    is_told: bool


def money_of(defaults: Parameters, entered: Mapping[str, tuple[float, float, float]]) -> Money:
    """The defaults with what was entered in their place.

    Raises Invalid (pricing.range) with the key of a range that is none.
    """
    ranges = {one.key: Pert(one.low, one.likely, one.high) for one in defaults.parameters}
    for key, (low, likely, high) in entered.items():
        if key not in ranges or not 0 <= low <= likely <= high <= _LARGEST:
            raise Invalid("pricing.range", key=key)
        ranges[key] = Pert(low, likely, high)
    return Money(MappingProxyType(ranges), frozenset(entered), defaults.version)


def exposure_of(chain: Chain) -> Exposure:
    """What of ours can be lost, node by node.

    Output that somebody told is yen of a day; where nobody told any, each place of ours counts as
    one site. Records of a body of information are the most that one holder has.
    """
    kind, ours = chain.node["kind"], chain.has(NodeMark.OURS)
    told = sum(
        one.told + one.assumed
        for one in chain.counts
        if (one.kind, one.field) == ("site", "daily_value")
    )
    records = np.zeros(chain.snapshot.nodes)
    np.maximum.at(records, chain.snapshot.target, chain.link["records"])
    sets = ours & (kind == NodeKind.DATA)
    return Exposure(
        output=np.asarray(chain.node["output"], np.float64),
        bodies=(ours & (kind == NodeKind.ORGANISATION)).astype(np.float64),
        sets=sets.astype(np.float64),
        records=np.where(sets, records, 0.0),
        is_told=told > 0,
    )
