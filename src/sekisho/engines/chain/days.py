"""Day by day: who runs short when, for want of what, and how much stock is left.

After Inoue and Todo (2019): orders = what was asked of a firm yesterday, and a part (1/tau) of what
its stock misses; output = the least of capacity, what stocks allow and what is asked; what is made
is shared out in proportion to orders. Goods made today are used tomorrow, so every group holds one
day more than its stock or tolerance. Stocks are counted in days of full need. A gate (k of n) is a
service: nothing is shipped, its tolerance is used up while it is down and whole once it is back.
A fallback gives its part from the day after it may begin. Without a shock nothing moves.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from sekisho.engines.chain.cascade import CascadeRules, cascade
from sekisho.engines.chain.day_steps import Day, Plan, run_days
from sekisho.engines.chain.dependency import DependencyOverlay
from sekisho.engines.chain.kernels import Floats, Longs

_CLOSE = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Outage:
    """These nodes can do no more than `left` of their output for so many days from day 0."""

    nodes: ArrayLike
    left: ArrayLike
    days: ArrayLike


@dataclass(frozen=True, slots=True)
class Event:
    """A node runs short (or is back, `level` 1) on a day.

    `cause` is the supplier or service whose lack weighs most, -1 when the node itself was struck;
    `stock_days` is what its scarcest group still holds that morning, today's need aside.
    """

    day: int
    node: int
    level: float
    cause: int
    stock_days: float


@dataclass(frozen=True, slots=True, eq=False)
class DailyRun:
    """For each day the value lost and made, and for each followed node its level by day.

    `balance` has a row a day: all stocks in the evening, received and used (days of need), shipped
    and received goods (value). `events` are in the order of days, then nodes.
    """

    nodes: Longs
    levels: Floats
    lost: Floats
    balance: Floats
    events: tuple[Event, ...]


def days_after(
    overlay: DependencyOverlay,
    outage: Outage,
    *,
    days: int,
    tau_days: float = 6.0,
    rules: CascadeRules | None = None,
    among: ArrayLike | None = None,
) -> DailyRun:
    """So many days from the outage on. With `rules` only nodes that the cascade touches are
    followed, with `among` those; their neighbours work as ever. Without either, all nodes are.

    A recovering firm's extra orders can reach firms outside the cascade: that is left out then.
    """
    nodes = np.atleast_1d(np.asarray(outage.nodes, np.int64))
    left = np.broadcast_to(np.asarray(outage.left, np.float64), nodes.shape)
    lasting = np.broadcast_to(np.asarray(outage.days, np.float64), nodes.shape)
    followed = np.arange(overlay.snapshot.nodes)
    if among is not None:
        followed = np.union1d(np.asarray(among, np.int64), nodes)
    elif rules is not None:
        followed = np.union1d(cascade(overlay, nodes, left, rules).firms, nodes)
    struck = (np.searchsorted(followed, nodes), left, lasting)
    day = run_days(_plan_of(overlay, followed, tau_days), _capacity(len(followed), days, struck))
    lost = (1.0 - day.levels) @ overlay.output[followed]
    return DailyRun(followed, day.levels, lost, day.balance, _events(followed, day))


def _capacity(count: int, days: int, struck: tuple[Longs, Floats, Floats]) -> Floats:
    """What each followed node could make each day; a part of a day counts as that part."""
    capacity = np.ones((days, count))
    for place, part, length in zip(*struck, strict=True):
        whole = int(length)
        capacity[:whole, place] = np.minimum(capacity[:whole, place], part)
        if whole < days:
            rest = 1 - (1 - part) * (length - whole)
            capacity[whole, place] = min(capacity[whole, place], rest)
    return capacity


def _plan_of(overlay: DependencyOverlay, followed: Longs, tau_days: float) -> Plan:
    groups, ahead, back = overlay.groups, overlay.snapshot.forward, overlay.snapshot.backward
    nodes = overlay.snapshot.nodes
    sold = np.bincount(overlay.snapshot.source, weights=overlay.value, minlength=nodes)
    inside = overlay.group >= 0
    weight = np.bincount(
        overlay.group[inside], weights=overlay.share[inside], minlength=len(groups.customer)
    )
    is_followed = np.zeros(nodes, np.bool_)
    is_followed[followed] = True
    return Plan(
        followed=followed.astype(np.int64),
        is_followed=is_followed,
        start=ahead.start,
        group=overlay.group,
        value=overlay.value,
        share=overlay.share,
        back_start=back.start,
        back_other=back.other,
        back_link=back.link,
        group_start=np.searchsorted(groups.customer, np.arange(nodes + 1)),
        is_gate=groups.enough > 0,
        weight=np.where(groups.is_pooled, weight, 1.0),
        target=groups.hold_days + 1.0,
        fallback=1.0 - groups.ceiling,
        fallback_after=groups.fallback_after_days,
        final=np.maximum(overlay.output - sold, 0.0),
        sold=sold.astype(np.float64),
        tau=tau_days,
    )


def _events(followed: Longs, day: Day) -> tuple[Event, ...]:
    """When a node first falls below its usual level after a day at it, and when it is back."""
    short = day.levels < 1.0 - _CLOSE
    before = np.vstack([np.zeros((1, short.shape[1]), np.bool_), short[:-1]])
    found = []
    for at, place in np.argwhere(short != before):
        found.append(_event(followed, day, int(at), int(place)))
    return tuple(found)


def _event(followed: Longs, day: Day, at: int, place: int) -> Event:
    return Event(
        day=at,
        node=int(followed[place]),
        level=float(day.levels[at, place]),
        cause=int(day.causes[at, place]),
        stock_days=float(max(day.stocks[at, place] - 1.0, 0.0)),
    )
