"""How far a loss of output spreads: down to those who lack inputs, up to those who lose customers.

ESRI (Diem et al. 2022), with two declared differences: a firm absorbs losses up to `slack`, and the
process is run to its end for that slack, not stopped where changes get small. Down: a firm can do
no more than its scarcest input group lets it (`lack`); a failing supplier weighs as much as its
market cannot replace it (`sigma`). Up: lost sales, by value. Both shrink from full output, so they
approach the true losses from below; what is left is less than `eps` at each firm and step.

Only firms that change are touched (push), and undone afterwards, so a scenario costs what it hits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from sekisho.engines.chain.dependency import DependencyOverlay
from sekisho.engines.chain.kernels import Floats, Longs, spread
from sekisho.engines.chain.push import DOWN, UP, Chain, Limits, run_each, run_one


@dataclass(frozen=True, slots=True)
class CascadeRules:
    """Share of loss that a firm absorbs, when a change is too small to tell, and what is counted.

    Without `markets` nobody can be replaced (sigma is 1). `most_steps` ends a scenario that does
    not settle; the result says so.
    """

    slack: float = 0.05
    eps: float = 1e-6
    markets: bool = True
    upstream: bool = True
    most_steps: int = 50_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """What is left of each touched firm's output (1: all), and the share of all output lost."""

    firms: Longs
    down: Floats
    up: Floats
    loss: float
    is_settled: bool


@dataclass(frozen=True, slots=True, eq=False)
class EachLoss:
    """For every firm: the share of all output lost when it stops, and how many others it harms."""

    loss: Floats
    harmed: Longs
    is_settled: bool


def cascade(
    overlay: DependencyOverlay, firms: ArrayLike, left: ArrayLike, rules: CascadeRules
) -> Spread:
    """What follows when each of these firms can do no more than `left` (0..1) of its output."""
    chain, limits = _chain_of(overlay, rules), _limits_of(rules)
    struck = np.asarray(firms, dtype=np.int64)
    levels = np.broadcast_to(np.asarray(left, dtype=np.float64), struck.shape).copy()
    touched, state, is_settled = run_one(chain, limits, struck, levels)
    order = np.argsort(touched)
    firms_hit, state = touched[order].astype(np.int64), state[order]
    lost = 1.0 - np.minimum(state[:, DOWN], state[:, UP])
    total = max(float(overlay.output.sum()), 1e-300)
    loss = float((overlay.output[firms_hit] * lost).sum()) / total
    return Spread(firms_hit, state[:, DOWN], state[:, UP], loss, bool(is_settled))


def cascade_of_each(
    overlay: DependencyOverlay, rules: CascadeRules, *, threads: int = 1
) -> EachLoss:
    """One scenario for every firm: it alone stops. The same bytes for any number of threads."""
    chain, limits = _chain_of(overlay, rules), _limits_of(rules)
    nodes = overlay.snapshot.nodes
    loss, harmed = np.zeros(nodes), np.zeros(nodes, np.int64)

    def work(first: int, beyond: int) -> bool:
        return run_each(chain, limits, first, beyond, (loss, harmed))

    block = max(256, (nodes + 63) // 64)
    settled = spread(work, nodes, block=block, threads=threads)
    return EachLoss(loss, harmed, all(settled))


def _limits_of(rules: CascadeRules) -> Limits:
    return Limits(rules.slack, rules.eps, rules.upstream, rules.most_steps)


def _chain_of(overlay: DependencyOverlay, rules: CascadeRules) -> Chain:
    ahead, back = overlay.snapshot.forward, overlay.snapshot.backward
    market = overlay.market if rules.markets else np.full(overlay.snapshot.nodes, -1, np.int32)
    inside = market >= 0
    markets = np.bincount(market[inside], weights=overlay.output[inside], minlength=1)
    return Chain(
        start=ahead.start,
        other=ahead.other,
        group=overlay.group,
        share=overlay.share,
        back_start=back.start,
        back_other=back.other,
        back_share=overlay.back_share,
        spare=overlay.groups.spare,
        ceiling=overlay.groups.ceiling,
        output=overlay.output,
        market=market,
        market_output=markets.astype(np.float64),
    )
