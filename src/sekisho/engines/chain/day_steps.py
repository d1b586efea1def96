"""The kernels of the daily run; the rules and their source stand in days.py."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sekisho.engines.chain.kernels import Flags, Floats, Ints, Longs, inner, kernel

_CLOSE = 1e-12
# Columns of the state of a node and of a group.
_LEVEL, _RATION, _ASKED = 0, 1, 2
_STOCK, _ORDER, _INFLOW, _SHORT_DAYS = 0, 1, 2, 3
# Columns of the daily balance.
_STOCKS, _RECEIVED, _USED, _SHIPPED, _ARRIVED = 0, 1, 2, 3, 4


class Plan(NamedTuple):
    """The overlay as the daily run reads it; `target` and stocks count today's need."""

    followed: Longs
    is_followed: Flags
    start: Longs
    group: Ints
    value: Floats
    share: Floats
    back_start: Longs
    back_other: Ints
    back_link: Ints
    group_start: Longs
    is_gate: Flags
    weight: Floats
    target: Floats
    fallback: Floats
    fallback_after: Floats
    final: Floats
    sold: Floats
    tau: float


class Day(NamedTuple):
    """By day and followed node: level, cause, stock of the scarcest group; and the balance."""

    levels: Floats
    causes: Longs
    stocks: Floats
    balance: Floats


@kernel
def run_days(plan: Plan, capacity: Floats) -> Day:
    """One row of capacity a day, one column a followed node."""
    days, count = capacity.shape
    nodes, groups = _at_rest(plan)
    found = Day(
        np.ones((days, count)),
        np.full((days, count), -1, np.int64),
        np.zeros((days, count)),
        np.zeros((days, 5)),
    )
    for day in range(days):
        _make(plan, nodes, groups, capacity[day], (found.levels[day], found.stocks[day]))
        _find_causes(plan, nodes, groups, capacity[day], (found.levels[day], found.causes[day]))
        _ship(plan, nodes, groups, found.balance[day])
        _order(plan, nodes, groups, found.balance[day])
    return found


@kernel
def _at_rest(plan: Plan) -> tuple[Floats, Floats]:
    """Nodes and groups before the shock: all at full level, all stocks full."""
    nodes, groups = np.ones((len(plan.final), 3)), np.zeros((len(plan.target), 4))
    groups[:, _ORDER] = 1.0
    groups[:, _INFLOW] = 1.0
    for group in range(len(plan.target)):
        groups[group, _STOCK] = plan.target[group]
    for node in range(len(plan.final)):
        nodes[node, _ASKED] = 1.0
    return nodes, groups


@inner
def allowed(plan: Plan, groups: Floats, group: int) -> float:
    """How much of its output the group lets its customer make today."""
    part = min(max(groups[group, _STOCK], 0.0), 1.0)
    if part > 1.0 - _CLOSE:
        return 1.0
    if plan.fallback[group] > part and groups[group, _SHORT_DAYS] > plan.fallback_after[group]:
        part = plan.fallback[group]
    return float(1.0 - plan.weight[group] * (1.0 - part))


@inner
def _make(
    plan: Plan, nodes: Floats, groups: Floats, capacity: Floats, out: tuple[Floats, Floats]
) -> None:
    """Every followed node makes what capacity, stocks and orders allow."""
    levels, stocks = out
    for place in range(len(plan.followed)):
        node = plan.followed[place]
        level, least = min(capacity[place], nodes[node, _ASKED]), np.inf
        for group in range(plan.group_start[node], plan.group_start[node + 1]):
            level = min(level, allowed(plan, groups, group))
            least = min(least, groups[group, _STOCK])
        nodes[node, _LEVEL] = levels[place] = level
        stocks[place] = least


@inner
def _find_causes(
    plan: Plan, nodes: Floats, groups: Floats, capacity: Floats, out: tuple[Floats, Longs]
) -> None:
    """For each node short of goods or services the source that lacks most in its scarcest group."""
    levels, causes = out
    for place in range(len(plan.followed)):
        node = plan.followed[place]
        if levels[place] > 1.0 - _CLOSE or capacity[place] <= levels[place]:
            continue
        scarce = -1
        for group in range(plan.group_start[node], plan.group_start[node + 1]):
            if allowed(plan, groups, group) <= levels[place] + _CLOSE:
                scarce = group
        if scarce >= 0:
            causes[place] = _worst_source(plan, nodes, node, scarce)


@inner
def _worst_source(plan: Plan, nodes: Floats, node: int, group: int) -> int:
    worst, most = -1, -1.0
    for place in range(plan.back_start[node], plan.back_start[node + 1]):
        link, source = plan.back_link[place], plan.back_other[place]
        lack = plan.share[link] * (1.0 - nodes[source, _RATION] * nodes[source, _LEVEL])
        if plan.group[link] == group and lack > most:
            worst, most = source, lack
    return worst


@inner
def _ship(plan: Plan, nodes: Floats, groups: Floats, balance: Floats) -> None:
    """Share what was made among orders and final demand, all cut alike."""
    for node in plan.followed:
        ordered = 0.0
        for link in range(plan.start[node], plan.start[node + 1]):
            group = plan.group[link]
            ordered += plan.value[link] * (groups[group, _ORDER] if group >= 0 else 1.0)
        asked, full = plan.final[node] + ordered, plan.final[node] + plan.sold[node]
        if full <= 0.0:
            nodes[node, _RATION] = nodes[node, _LEVEL]
            continue
        made = nodes[node, _LEVEL] * full
        nodes[node, _RATION] = min(1.0, made / asked) if asked > 0.0 else 1.0
        nodes[node, _ASKED] = asked / full if abs(asked / full - 1.0) > _CLOSE else 1.0
        balance[_SHIPPED] += ordered * nodes[node, _RATION]


@inner
def _order(plan: Plan, nodes: Floats, groups: Floats, balance: Floats) -> None:
    """Take in what comes, use what was needed, and order anew."""
    for node in plan.followed:
        for group in range(plan.group_start[node], plan.group_start[node + 1]):
            groups[group, _INFLOW] = 0.0
        for place in range(plan.back_start[node], plan.back_start[node + 1]):
            link, source = plan.back_link[place], plan.back_other[place]
            group = plan.group[link]
            if group < 0:
                continue
            part = plan.share[link] / plan.weight[group]
            if plan.is_gate[group]:
                groups[group, _INFLOW] += part * nodes[source, _LEVEL]
            else:
                comes = groups[group, _ORDER] * nodes[source, _RATION]
                groups[group, _INFLOW] += part * comes
                if plan.is_followed[source]:
                    balance[_ARRIVED] += plan.value[link] * comes
        for group in range(plan.group_start[node], plan.group_start[node + 1]):
            _settle(plan, nodes[node], groups[group], group, balance)


@inner
def _settle(plan: Plan, node: Floats, group: Floats, number: int, balance: Floats) -> None:
    """One group's evening: its stock, for how long it was short, what it orders for tomorrow."""
    is_gate, target = plan.is_gate[number], plan.target[number]
    inflow = min(group[_INFLOW], 1.0) if is_gate else group[_INFLOW]
    group[_SHORT_DAYS] = group[_SHORT_DAYS] + 1.0 if inflow < 1.0 - _CLOSE else 0.0
    used = min(node[_LEVEL], max(group[_STOCK], 0.0))
    group[_STOCK] += inflow - used
    if is_gate:
        if inflow > 1.0 - _CLOSE:
            group[_STOCK] = target
        return
    if abs(group[_STOCK] - target) < _CLOSE:
        group[_STOCK] = target
    group[_ORDER] = max(min(node[_ASKED], 1.0) + (target - group[_STOCK]) / plan.tau, 0.0)
    balance[_STOCKS] += group[_STOCK]
    balance[_RECEIVED] += inflow
    balance[_USED] += used
