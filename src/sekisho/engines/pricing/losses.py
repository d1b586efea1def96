"""Yen of each world: what stands still, for how long, whom it takes, what leaks.

After FAIR: how often by how much, but over the graph, so that one weak supplier can hit many of
ours at once. Every amount is drawn anew in each world from its range (PERT) by a coin of its own;
the spread of the result holds what we do not know as well as chance. Stock is not looked at, so
the yen of short outages are an upper bound.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from sekisho.engines.chain.cascade import cascade
from sekisho.engines.chain.coins import coins_of
from sekisho.engines.chain.kernels import Floats, Longs
from sekisho.engines.chain.losses import LossReport, StoppingRule, loss_report
from sekisho.engines.chain.worlds import Worlds
from sekisho.engines.pricing.money import (
    DATA,
    KEYS,
    MARGIN,
    OUTAGE,
    RECORD,
    RESPONSE,
    Exposure,
    Money,
    exposure_of,
)
from sekisho.engines.topology.chain import SEED, Chain

_COIN = 0x5EC10055  # the first key of the coins that draw amounts


@dataclass(frozen=True, slots=True, eq=False)
class Amounts:
    """For each world: output that stands still in a day, organisations, bodies of data, records."""

    output: Floats
    bodies: Floats
    sets: Floats
    records: Floats


@dataclass(frozen=True, slots=True, eq=False)
class YenModel:
    """Turns worlds of one chain into yen. What stood still before is remembered."""

    chain: Chain
    money: Money
    exposure: Exposure
    known: dict[bytes, float] = field(default_factory=dict, repr=False)

    def priced(self, worlds: Worlds) -> Floats:
        """Yen of each world."""
        return np.asarray(sum(self.parts(worlds).values()), np.float64)

    def parts(self, worlds: Worlds) -> dict[str, Floats]:
        """Yen of each world by what costs them."""
        amounts = self.amounts(worlds)
        draws = self.draws(worlds.threat.seed, worlds.count)
        day = 1.0 if self.exposure.is_told else draws[MARGIN]
        return {
            MARGIN: amounts.output * draws[OUTAGE] * day,
            RESPONSE: amounts.bodies * draws[RESPONSE],
            DATA: amounts.sets * draws[DATA],
            RECORD: amounts.records * draws[RECORD],
        }

    def draws(self, seed: int, count: int) -> dict[str, Floats]:
        """The amounts of so many worlds."""
        return {
            key: self.money.ranges[key].at(coins_of(np.uint64(_COIN + place), seed, count))
            for place, key in enumerate(KEYS)
        }

    def amounts(self, worlds: Worlds) -> Amounts:
        """What each world takes, before money."""
        return Amounts(
            output=self._standing(worlds),
            bodies=worlds.totals(self.exposure.bodies),
            sets=worlds.totals(self.exposure.sets),
            records=worlds.totals(self.exposure.records),
        )

    def _standing(self, worlds: Worlds) -> Floats:
        """Output that stands still in each world; each set of struck nodes is worked out once."""
        found = np.zeros(worlds.count)
        world, struck = _struck(self.chain, worlds)
        starts = np.searchsorted(world, np.arange(worlds.count + 1))
        for number in np.unique(world):
            nodes = struck[starts[number] : starts[number + 1]]
            key = nodes.tobytes()
            if key not in self.known:
                self.known[key] = self._a_day(nodes)
            found[number] = self.known[key]
        return found

    def _a_day(self, nodes: Longs) -> float:
        hit = cascade(self.chain.steady, nodes, 0.0, self.chain.rules)
        lost = 1.0 - np.minimum(hit.down, hit.up)
        return float((self.exposure.output[hit.firms] * lost).sum())


def yen_model(chain: Chain, money: Money) -> YenModel:
    """The model of a chain."""
    return YenModel(chain, money, exposure_of(chain))


def losses_of(
    model: YenModel, rule: StoppingRule, *, seed: int = SEED, threads: int = 1
) -> LossReport:
    """The yen of 30 days, whatever is unknown at its worst. The same bytes each time."""
    threat = model.chain.threat(seed)
    version = f"{model.chain.parameters.version}, {model.money.version}"
    return loss_report(threat, model, rule, version=version, threads=threads)


def _struck(chain: Chain, worlds: Worlds) -> tuple[Longs, Longs]:
    """(world, node) of all that stands still, sorted, each once."""
    order = np.argsort(chain.falls, kind="stable")
    falls, down = chain.falls[order].astype(np.int64), chain.goes_down[order].astype(np.int64)
    first = np.searchsorted(falls, worlds.taken)
    count = np.searchsorted(falls, worlds.taken, side="right") - first
    of_world = np.repeat(np.arange(worlds.count), np.diff(worlds.start))
    world = np.repeat(of_world, count)
    inside = np.arange(len(world)) - np.repeat(np.cumsum(count) - count, count)
    node = down[np.repeat(first, count) + inside]
    pairs = np.unique(world * chain.snapshot.nodes + node)
    return pairs // chain.snapshot.nodes, pairs % chain.snapshot.nodes
