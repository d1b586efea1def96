"""Loss in yen over many worlds: what falls, what stands still for how long, what it costs.

A compromised site or device takes its services down (the bridge); output is lost by the cascade for
the days of the outage, drawn from a PERT distribution by a coin of its own. Shares of lost output
count every day of the outage alike: stocks are not looked at, so the yen of short outages are an
upper bound (days.py has the exact days). Worlds are taken in fixed batches; errors are those of
batch means, and the stopping rule belongs to the result.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from scipy.special import betaincinv

from sekisho.engines.chain.cascade import CascadeRules, cascade
from sekisho.engines.chain.coins import coins_of
from sekisho.engines.chain.dependency import DependencyOverlay
from sekisho.engines.chain.kernels import Floats, Ints, Longs
from sekisho.engines.chain.provenance import Provenance
from sekisho.engines.chain.worlds import Threat, Worlds, worlds_of
from sekisho.kernel.errors import Invalid

_OUTAGE = np.uint64(0x0074A6E)  # the key of the coin that draws the days of an outage
_PERT = 4.0
PERCENTS = (50.0, 90.0, 95.0, 99.0)


@dataclass(frozen=True, slots=True)
class Pert:
    """Least, likely and most, with the usual weight of 4 on the likely value."""

    low: float
    likely: float
    high: float

    def at(self, quantile: Floats) -> Floats:
        """The values at these quantiles (0..1)."""
        if not self.low <= self.likely <= self.high:
            raise Invalid("chain.parameter", what="range of a PERT distribution")
        wide = self.high - self.low
        if wide == 0:
            return np.full(len(quantile), self.low)
        alpha = 1 + _PERT * (self.likely - self.low) / wide
        beta = 1 + _PERT * (self.high - self.likely) / wide
        return np.asarray(self.low + wide * betaincinv(alpha, beta, quantile), np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Costs:
    """Yen: lost margin of a day's whole output of each node, response per taken node, data lost.

    `goes_down[k]` stops when `falls[k]` is taken (the bridge).
    """

    daily_margin: Floats
    response: Floats
    data: Floats
    falls: Ints
    goes_down: Ints


class Pricing(Protocol):
    """What turns worlds into yen."""

    def priced(self, worlds: Worlds) -> Floats:
        """Yen of each world."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class LossModel:
    """Everything that turns a world into yen."""

    dependency: DependencyOverlay
    costs: Costs
    outage_days: Pert
    rules: CascadeRules = field(default_factory=CascadeRules)

    def priced(self, worlds: Worlds) -> Floats:
        """Yen of each world."""
        money = worlds.totals(self.costs.response) + worlds.totals(self.costs.data)
        days = self.outage_days.at(coins_of(_OUTAGE, worlds.threat.seed, worlds.count))
        return money + days * self._standing(worlds)

    def _standing(self, worlds: Worlds) -> Floats:
        """Yen a day of each world; worlds in which the same stands still are worked out once."""
        known: dict[bytes, float] = {}
        found = np.zeros(worlds.count)
        order = np.argsort(self.costs.falls, kind="stable")
        falls, down = self.costs.falls[order], self.costs.goes_down[order]
        for world in range(worlds.count):
            taken = worlds.taken[worlds.start[world] : worlds.start[world + 1]]
            struck = np.unique(down[np.isin(falls, taken)])
            if len(struck):
                key = struck.tobytes()
                if key not in known:
                    known[key] = self._a_day(struck)
                found[world] = known[key]
        return found

    def _a_day(self, struck: Longs) -> float:
        hit = cascade(self.dependency, struck, 0.0, self.rules)
        lost = 1.0 - np.minimum(hit.down, hit.up)
        return float((self.costs.daily_margin[hit.firms] * lost).sum())


@dataclass(frozen=True, slots=True)
class StoppingRule:
    """Stop when the error of the percentile is within `within` of it, or at `most` worlds."""

    percent: float = 95.0
    within: float = 0.05
    batch: int = 1000
    least_batches: int = 10
    most: int = 50_000


@dataclass(frozen=True, slots=True, eq=False)
class LossReport:
    """Yen: mean and percentiles, each with its standard error by batch means; yen of each world.

    `is_settled` tells whether the rule's error was met before its most worlds.
    """

    provenance: Provenance
    rule: StoppingRule
    is_settled: bool
    mean: tuple[float, float]
    percentiles: dict[float, tuple[float, float]]
    yen: Floats = field(repr=False)

    def exceedance(self, points: int = 50) -> tuple[tuple[float, float], ...]:
        """(yen, part of worlds that lose more), from no loss to the greatest."""
        marks = np.unique(np.linspace(0.0, float(self.yen.max(initial=0.0)), points))
        ordered = np.sort(self.yen)
        above = len(ordered) - np.searchsorted(ordered, marks, side="right")
        return tuple(zip(marks.tolist(), (above / max(len(ordered), 1)).tolist(), strict=True))


def loss_report(
    threat: Threat, model: Pricing, rule: StoppingRule, *, version: str, threads: int = 1
) -> LossReport:
    """Batches of worlds until the rule is met. The same bytes for any number of threads."""

    def priced(count: int) -> Floats:
        return model.priced(worlds_of(threat, count, threads=threads))

    yen, is_settled = _until_settled(priced, rule)
    batches = yen.reshape(-1, rule.batch)
    return LossReport(
        provenance=Provenance(threat.overlay.snapshot.digest, version, threat.seed),
        rule=rule,
        is_settled=is_settled,
        mean=(float(yen.mean()), _error(batches.mean(axis=1))),
        percentiles={p: _percentile(yen, batches, p) for p in PERCENTS},
        yen=yen,
    )


def _until_settled(priced: Callable[[int], Floats], rule: StoppingRule) -> tuple[Floats, bool]:
    """Twice as many batches each time; worlds hang on their numbers, so nothing shifts."""
    batches = rule.least_batches
    while True:
        yen = priced(batches * rule.batch)
        value, error = _percentile(yen, yen.reshape(-1, rule.batch), rule.percent)
        if error <= rule.within * value:
            return yen, True
        if 2 * batches * rule.batch > rule.most:
            return yen, False
        batches *= 2


def _percentile(yen: Floats, batches: Floats, percent: float) -> tuple[float, float]:
    return float(np.percentile(yen, percent)), _error(np.percentile(batches, percent, axis=1))


def _error(of_batches: Floats) -> float:
    """The standard error of the mean of batches; unknown (infinite) with fewer than two."""
    if len(of_batches) < 2:  # noqa: PLR2004 - no spread without a second
        return float("inf")
    return float(of_batches.std(ddof=1) / np.sqrt(len(of_batches)))
