"""Which measures buy most: gains under the same luck, choices under a budget, and tornadoes.

Each measure lowers chances of links or entries; only worlds in which a lowered coin matters are
walked again, so a gain is exact for the worlds at hand, gates and shared links included. Blocking
is not submodular: greedy has no guarantee, and two measures can be worth more together than apart,
so pairs of the best ones are tried too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from sekisho.engines.chain.attack import with_chances
from sekisho.engines.chain.kernels import Floats
from sekisho.engines.chain.parameters import Parameters
from sekisho.engines.chain.worlds import Threat, Worlds, worlds_with

Pricing = Callable[[Worlds], Floats]
PAIRS_AMONG = 30


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """Multiplies the chances of these links and entries by `factor` (0: closes them) for its cost.

    Links are numbers of the snapshot.
    """

    key: str
    cost_yen: float
    factor: float
    links: NDArray[np.integer]
    entries: NDArray[np.integer]


@dataclass(frozen=True, slots=True)
class Gain:
    """What measures save on the mean loss, its standard error over worlds, and saved per cost."""

    keys: tuple[str, ...]
    cost_yen: float
    saved_yen: float
    error_yen: float

    @property
    def per_yen(self) -> float:
        """Saved yen per yen of cost; infinite for what costs nothing and saves something."""
        if self.cost_yen > 0:
            return self.saved_yen / self.cost_yen
        return float("inf") if self.saved_yen > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Swing:
    """The answer with one parameter at its low and at its high end."""

    key: str
    low: float
    high: float

    @property
    def width(self) -> float:
        """How far the answer moves."""
        return abs(self.high - self.low)


def threat_under(threat: Threat, chosen: Iterable[Measure]) -> Threat:
    """The threat when all chosen measures are in place; factors on one link multiply."""
    chance, entry = threat.overlay.chance.copy(), threat.entry.copy()
    for measure in chosen:
        chance[measure.links] *= measure.factor
        entry[measure.entries] *= measure.factor
    return Threat(with_chances(threat.overlay, chance), entry, threat.seed)


def gain_of(worlds: Worlds, chosen: Sequence[Measure], price: Pricing) -> Gain:
    """What these measures together save in these worlds."""
    return _gain(worlds, price(worlds), chosen, price)


def _gain(worlds: Worlds, before: Floats, chosen: Sequence[Measure], price: Pricing) -> Gain:
    saved = before - price(worlds_with(worlds, threat_under(worlds.threat, chosen)))
    return Gain(
        keys=tuple(measure.key for measure in chosen),
        cost_yen=sum(measure.cost_yen for measure in chosen),
        saved_yen=float(saved.mean()),
        error_yen=float(saved.std(ddof=1) / np.sqrt(len(saved))) if len(saved) > 1 else np.inf,
    )


def single_gains(worlds: Worlds, measures: Sequence[Measure], price: Pricing) -> tuple[Gain, ...]:
    """Each measure alone, most saved per yen first."""
    before = price(worlds)
    gains = [_gain(worlds, before, [measure], price) for measure in measures]
    return tuple(sorted(gains, key=_by_worth))


def pair_gains(
    worlds: Worlds, measures: Sequence[Measure], price: Pricing, *, among: int = PAIRS_AMONG
) -> tuple[tuple[Gain, float], ...]:
    """Pairs that save more together than both apart, with how much more; the greatest first."""
    by_key = {measure.key: measure for measure in measures}
    best = single_gains(worlds, measures, price)[:among]
    alone, before = {gain.keys[0]: gain.saved_yen for gain in best}, price(worlds)
    found = []
    for first, second in combinations(alone, 2):
        gain = _gain(worlds, before, [by_key[first], by_key[second]], price)
        more = gain.saved_yen - alone[first] - alone[second]
        if more > 1e-9 * max(abs(gain.saved_yen), 1.0):
            found.append((gain, more))
    return tuple(sorted(found, key=lambda pair: (-pair[1], pair[0].keys)))


def choose(
    worlds: Worlds, measures: Sequence[Measure], price: Pricing, *, budget_yen: float
) -> Gain:
    """Measures for a budget: step by step the most saved per yen, a pair where it is worth more.

    Every step is worked out under the same luck with all that was chosen before. The result can
    fall short of the best choice; for few measures `best_choice` is exact.
    """
    before, chosen, rest = price(worlds), list[Measure](), list(measures)
    now = _gain(worlds, before, chosen, price)
    while True:
        steps = [
            _gain(worlds, before, [*chosen, *more], price)
            for more in _steps(rest, budget_yen - now.cost_yen)
        ]
        better = [step for step in steps if step.saved_yen > now.saved_yen]
        if not better:
            return now
        start = now
        now = min(better, key=lambda step: _step_worth(step, start))
        chosen = [measure for measure in measures if measure.key in now.keys]
        rest = [measure for measure in measures if measure.key not in now.keys]


def best_choice(
    worlds: Worlds, measures: Sequence[Measure], price: Pricing, *, budget_yen: float
) -> Gain:
    """The best of all choices within the budget, by trying each: for up to about 12 measures."""
    before = price(worlds)
    tried = [
        _gain(worlds, before, chosen, price)
        for count in range(len(measures) + 1)
        for chosen in combinations(measures, count)
        if sum(measure.cost_yen for measure in chosen) <= budget_yen
    ]
    return min(tried, key=lambda gain: (-gain.saved_yen, gain.cost_yen, gain.keys))


def tornado(parameters: Parameters, answer: Callable[[Parameters], float]) -> tuple[Swing, ...]:
    """The answer at both ends of each parameter, all others as they are; the widest first."""
    swings = [
        Swing(
            one.key,
            answer(parameters.with_value(one.key, one.low)),
            answer(parameters.with_value(one.key, one.high)),
        )
        for one in parameters.parameters
    ]
    return tuple(sorted(swings, key=lambda swing: (-swing.width, swing.key)))


def _steps(rest: Sequence[Measure], left_yen: float) -> list[tuple[Measure, ...]]:
    singles = [(one,) for one in rest if one.cost_yen <= left_yen]
    pairs = combinations([one for (one,) in singles[:PAIRS_AMONG]], 2)
    return [*singles, *(pair for pair in pairs if sum(one.cost_yen for one in pair) <= left_yen)]


def _step_worth(step: Gain, start: Gain) -> tuple[float, float, tuple[str, ...]]:
    cost = max(step.cost_yen - start.cost_yen, 1e-9)
    return (-(step.saved_yen - start.saved_yen) / cost, cost, step.keys)


def _by_worth(gain: Gain) -> tuple[float, float, tuple[str, ...]]:
    return (-gain.per_yen, -gain.saved_yen, gain.keys)
