"""The kernels of a cascade: firms that lost tell their neighbours, until nobody has more to tell.

Equations and their source stand in cascade.py.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sekisho.engines.chain.kernels import Floats, Ints, Longs, Small, inner, kernel

# Columns of the state of a firm.
DOWN, UP, TOLD_DOWN, TOLD_UP, UNSOLD = 0, 1, 2, 3, 4
_STATES = 5
_UNTOUCHED = -2  # instead of the next harmed firm of a market
# Places of the counters.
TOUCHED, GROUPS, MARKETS, HEAD, TAIL = 0, 1, 2, 3, 4


class Chain(NamedTuple):
    """The overlay as kernels read it."""

    start: Longs
    other: Ints
    group: Ints
    share: Floats
    back_start: Longs
    back_other: Ints
    back_share: Floats
    spare: Floats
    ceiling: Floats
    output: Floats
    market: Ints
    market_output: Floats


class Limits(NamedTuple):
    """The rules as kernels read them."""

    slack: float
    eps: float
    upstream: bool
    most_steps: int


class Desk(NamedTuple):
    """Work space of one thread, clean between scenarios.

    `state` has a row a firm; `lack` a value a group; `market` what its members still make. Touched
    firms, groups and markets are listed for the undoing, `impaired` chains a market's harmed firms.
    """

    state: Floats
    lack: Floats
    market: Floats
    queue: Ints
    is_queued: Small
    touched: Ints
    groups: Ints
    markets: Ints
    is_dirty: Small
    impaired: Ints
    after: Ints
    counts: Longs


@kernel
def run_one(
    chain: Chain, limits: Limits, struck: Longs, levels: Floats
) -> tuple[Ints, Floats, bool]:
    """One scenario: touched firms, their states, and whether it settled."""
    desk = _new_desk(chain)
    is_settled = _run(chain, limits, desk, struck, levels)
    touched = desk.touched[: desk.counts[TOUCHED]].copy()
    return touched, desk.state[touched], is_settled


@kernel
def run_each(
    chain: Chain, limits: Limits, first: int, beyond: int, out: tuple[Floats, Longs]
) -> bool:
    """Every firm of a range alone; writes its loss and how many it harms."""
    loss, harmed = out
    desk, output = _new_desk(chain), chain.output
    total, is_settled = max(output.sum(), 1e-300), True
    struck, level = np.empty(1, np.int64), np.zeros(1)
    for firm in range(first, beyond):
        struck[0] = firm
        is_settled &= _run(chain, limits, desk, struck, level)
        lost, count = _lost(desk.touched[: desk.counts[TOUCHED]], desk.state, output)
        loss[firm], harmed[firm] = lost / total, count - 1
        _undo(desk, chain.market, chain.market_output)
    return is_settled


@inner
def _lost(touched: Ints, state: Floats, output: Floats) -> tuple[float, int]:
    lost, count = 0.0, 0
    for firm in touched:
        left = min(state[firm, DOWN], state[firm, UP])
        lost += output[firm] * (1.0 - left)
        count += left < 1.0
    return lost, count


@kernel
def _new_desk(chain: Chain) -> Desk:
    nodes, groups, markets = len(chain.output), len(chain.spare), len(chain.market_output)
    state = np.zeros((nodes, _STATES))
    state[:, :TOLD_DOWN] = 1.0
    return Desk(
        state=state,
        lack=np.zeros(groups),
        market=chain.market_output.copy(),
        queue=np.empty(nodes + 1, np.int32),
        is_queued=np.zeros(nodes, np.uint8),
        touched=np.empty(nodes, np.int32),
        groups=np.empty(groups, np.int32),
        markets=np.empty(markets, np.int32),
        is_dirty=np.zeros(markets, np.uint8),
        impaired=np.full(markets, -1, np.int32),
        after=np.full(nodes, _UNTOUCHED, np.int32),
        counts=np.zeros(5, np.int64),
    )


@inner
def _run(chain: Chain, limits: Limits, desk: Desk, struck: Longs, levels: Floats) -> bool:
    """One scenario from its shock to its end; whether it got there."""
    counts, queue, is_queued = desk.counts, desk.queue, desk.is_queued
    for place in range(len(struck)):
        firm, level = struck[place], levels[place]
        if level < desk.state[firm, DOWN]:
            _lower(chain, desk, firm, DOWN, level)
            _lower(chain, desk, firm, UP, level)
            _enqueue(queue, is_queued, counts, firm)
    for _ in range(limits.most_steps):
        if counts[HEAD] == counts[TAIL]:
            _look_at_markets(chain, limits, desk)
            if counts[HEAD] == counts[TAIL]:
                return True
        firm = queue[counts[HEAD]]
        counts[HEAD] = (counts[HEAD] + 1) % len(queue)
        is_queued[firm] = 0
        _tell_down(chain, limits, desk, firm)
        if limits.upstream:
            _tell_up(chain, limits, desk, firm)
    return False


@inner
def felt(lack: float, slack: float) -> float:
    """What a firm feels of a lack: nothing up to the slack, all when all is lacking."""
    if lack <= slack:
        return 0.0
    return min((lack - slack) / (1.0 - slack), 1.0)


@inner
def _weight(market: Ints, output: Floats, market_now: Floats, firm: int) -> float:
    """How little the firm's market can replace it: its part of what the market still makes."""
    if market[firm] < 0:
        return 1.0
    rest = market_now[market[firm]]
    return 1.0 if rest <= output[firm] else output[firm] / rest


@inner
def _enqueue(queue: Ints, is_queued: Small, counts: Longs, firm: int) -> None:
    if is_queued[firm] == 0:
        is_queued[firm] = 1
        queue[counts[TAIL]] = firm
        counts[TAIL] = (counts[TAIL] + 1) % len(queue)


@inner
def _lower(chain: Chain, desk: Desk, firm: int, side: int, level: float) -> None:
    """Lower a firm's level, list it as touched, and mark its market when it makes less."""
    counts, state, market = desk.counts, desk.state, chain.market[firm]
    if desk.after[firm] == _UNTOUCHED:
        desk.touched[counts[TOUCHED]] = firm
        counts[TOUCHED] += 1
        desk.after[firm] = desk.impaired[market] if market >= 0 else -1
        if market >= 0:
            desk.impaired[market] = firm
    if side == DOWN and market >= 0:
        desk.market[market] -= chain.output[firm] * (state[firm, DOWN] - level)
        if desk.is_dirty[market] == 0:
            desk.is_dirty[market] = 1
            desk.markets[counts[MARKETS]] = market
            counts[MARKETS] += 1
    state[firm, side] = level


@inner
def _look_at_markets(chain: Chain, limits: Limits, desk: Desk) -> None:
    """Harmed firms of markets that shrank weigh more now: let them tell it."""
    counts, state, after, limit = desk.counts, desk.state, desk.after, limits.eps
    for place in range(counts[MARKETS]):
        market = desk.markets[place]
        desk.is_dirty[market] = 0
        firm = desk.impaired[market]
        while firm >= 0:
            weight = _weight(chain.market, chain.output, desk.market, firm)
            if weight * (1.0 - state[firm, DOWN]) - state[firm, TOLD_DOWN] > limit:
                _enqueue(desk.queue, desk.is_queued, counts, firm)
            firm = after[firm]
    counts[MARKETS] = 0


@inner
def _tell_down(chain: Chain, limits: Limits, desk: Desk, firm: int) -> None:
    """Tell the customers what more they lack."""
    state, lack, counts = desk.state, desk.lack, desk.counts
    weight = _weight(chain.market, chain.output, desk.market, firm)
    told = weight * (1.0 - state[firm, DOWN])
    more = told - state[firm, TOLD_DOWN]
    if more <= limits.eps:
        return
    state[firm, TOLD_DOWN] = told
    other, groups, share, slack = chain.other, chain.group, chain.share, limits.slack
    for link in range(chain.start[firm], chain.start[firm + 1]):
        group, part = groups[link], share[link] * more
        if group < 0 or part <= 0.0:
            continue
        if lack[group] == 0.0:
            desk.groups[counts[GROUPS]] = group
            counts[GROUPS] += 1
        lack[group] += part
        loss = min(felt(lack[group] - chain.spare[group], slack), chain.ceiling[group])
        customer = other[link]
        if 1.0 - loss < state[customer, DOWN]:
            _lower(chain, desk, customer, DOWN, 1.0 - loss)
            weight = _weight(chain.market, chain.output, desk.market, customer)
            if weight * loss - state[customer, TOLD_DOWN] > limits.eps:
                _enqueue(desk.queue, desk.is_queued, counts, customer)


@inner
def _tell_up(chain: Chain, limits: Limits, desk: Desk, firm: int) -> None:
    """Tell the suppliers what more they cannot sell."""
    state, other, share = desk.state, chain.back_other, chain.back_share
    more = 1.0 - state[firm, UP] - state[firm, TOLD_UP]
    if more <= limits.eps:
        return
    state[firm, TOLD_UP] += more
    for place in range(chain.back_start[firm], chain.back_start[firm + 1]):
        supplier = other[place]
        state[supplier, UNSOLD] += share[place] * more
        loss = felt(state[supplier, UNSOLD], limits.slack)
        if 1.0 - loss < state[supplier, UP]:
            _lower(chain, desk, supplier, UP, 1.0 - loss)
            if loss - state[supplier, TOLD_UP] > limits.eps:
                _enqueue(desk.queue, desk.is_queued, desk.counts, supplier)
        elif state[supplier, UNSOLD] > 0.0 and desk.after[supplier] == _UNTOUCHED:
            _lower(chain, desk, supplier, UP, 1.0)


@inner
def _undo(desk: Desk, market: Ints, market_output: Floats) -> None:
    """Make the desk clean again, touching only what the scenario touched."""
    counts, state = desk.counts, desk.state
    for place in range(counts[TOUCHED]):
        firm = desk.touched[place]
        state[firm, DOWN] = state[firm, UP] = 1.0
        state[firm, TOLD_DOWN] = state[firm, TOLD_UP] = state[firm, UNSOLD] = 0.0
        desk.after[firm], desk.is_queued[firm] = _UNTOUCHED, 0
        if market[firm] >= 0:
            desk.impaired[market[firm]] = -1
            desk.is_dirty[market[firm]] = 0
            desk.market[market[firm]] = market_output[market[firm]]
    for place in range(counts[GROUPS]):
        desk.lack[desk.groups[place]] = 0.0
    counts[:] = 0
