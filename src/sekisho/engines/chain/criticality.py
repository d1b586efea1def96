"""Why a node matters, in columns that are never blended into one number.

The columns answer different questions and have different units; a reader sorts by the one asked.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sekisho.engines.chain.cascade import CascadeRules, cascade_of_each
from sekisho.engines.chain.dependency import DependencyOverlay, single_source_gates
from sekisho.engines.chain.kernels import Floats, Longs
from sekisho.engines.chain.provenance import Provenance
from sekisho.engines.chain.worlds import Threat, block_gains


@dataclass(frozen=True, slots=True, eq=False)
class Criticality:
    """One value a node in each column.

    `cascade_loss`: share of all output lost when it stops (a lower bound for the slack);
    `harmed`: how many others then make less; `block_gain`: mean value saved if it could not be
    taken; `single_source`: groups that only it can serve; `stock_days`: days until the first of
    its customers runs short (inf: none would); `data_held`: as given.
    `is_avalanche` says that some single stop takes more than the stated share of all output: then
    losses are steered by a few tight markets and small changes of the slack matter.
    """

    provenance: Provenance
    rules: CascadeRules
    cascade_loss: Floats
    harmed: Longs
    block_gain: Floats
    single_source: Longs
    stock_days: Floats
    data_held: Floats
    is_avalanche: bool
    is_settled: bool


@dataclass(frozen=True, slots=True, eq=False)
class CriticalityAsk:
    """What to count: values taken, data held, number of worlds, when to speak of avalanches."""

    value: Floats
    data_held: Floats
    worlds: int
    avalanche_share: float
    version: str
    threads: int = 1


def criticality(
    dependency: DependencyOverlay, threat: Threat, rules: CascadeRules, ask: CriticalityAsk
) -> Criticality:
    """All columns of all nodes."""
    each = cascade_of_each(dependency, rules, threads=ask.threads)
    gains = block_gains(threat, ask.value, ask.worlds, threads=ask.threads)
    digest = dependency.snapshot.digest
    return Criticality(
        provenance=Provenance(digest, ask.version, threat.seed),
        rules=rules,
        cascade_loss=each.loss,
        harmed=each.harmed,
        block_gain=gains,
        single_source=single_source_gates(dependency),
        stock_days=days_until_felt(dependency, rules.slack),
        data_held=ask.data_held,
        is_avalanche=bool(each.loss.max(initial=0.0) > ask.avalanche_share),
        is_settled=each.is_settled,
    )


def days_until_felt(overlay: DependencyOverlay, slack: float) -> Floats:
    """For each node the least holding days of groups that lack more than the slack without it."""
    groups, found = overlay.groups, np.full(overlay.snapshot.nodes, np.inf)
    inside = np.flatnonzero(overlay.group >= 0)
    group = overlay.group[inside]
    is_felt = overlay.share[inside] - groups.spare[group] > slack
    links = inside[is_felt]
    days = groups.hold_days[overlay.group[links]]
    np.minimum.at(found, overlay.snapshot.source[links], days)
    return found
