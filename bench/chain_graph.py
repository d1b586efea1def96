"""A made-up supplier network whose tails look like those of the published ones.

Chung-Lu style: every firm has a fitness for selling and one for buying, Pareto tails 1.35 and 1.45,
tied by a Gaussian copula of 0.7 and cut at n ** 0.75; 100 sectors of Zipf sizes; log-normal values
that grow with both fitnesses.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

SECTORS = 100


@dataclass(frozen=True, slots=True)
class Network:
    """Links supplier -> customer with their value a day, and the sector of each firm."""

    firms: int
    source: np.ndarray
    target: np.ndarray
    value: np.ndarray
    sector: np.ndarray


def network(firms: int, links: int, seed: int = 1) -> Network:
    """About so many links, parallel ones merged and self-links left out."""
    dice = np.random.default_rng(seed)
    selling = dice.standard_normal(firms)
    buying = 0.7 * selling + np.sqrt(1 - 0.7**2) * dice.standard_normal(firms)
    out_fit, in_fit = _pareto(selling, 1.35, firms), _pareto(buying, 1.45, firms)
    source = _drawn(dice, out_fit, int(links * 1.08))
    target = _drawn(dice, in_fit, int(links * 1.08))
    pairs = np.unique(source[source != target] * firms + target[source != target])
    pairs = dice.permutation(pairs)[:links]
    source, target = pairs // firms, pairs % firms
    value = np.exp(dice.standard_normal(len(pairs))) * np.sqrt(out_fit[source] * in_fit[target])
    shares = 1.0 / np.arange(1, SECTORS + 1)
    sector = dice.choice(SECTORS, firms, p=shares / shares.sum())
    return Network(firms, source, target, value, sector)


def _pareto(normal: np.ndarray, tail: float, firms: int) -> np.ndarray:
    fitness = (1 - ndtr(normal)).clip(1e-15) ** (-1 / tail)
    return np.minimum(fitness, firms**0.75)


def _drawn(dice: np.random.Generator, fitness: np.ndarray, count: int) -> np.ndarray:
    edges = np.cumsum(fitness)
    return np.searchsorted(edges, dice.random(count) * edges[-1], side="right").astype(np.int64)
