"""Who needs what from whom: quantities, input groups, stocks, alternatives, tolerance.

An input group is what one customer needs of one kind of goods (or one service). Inside a group
suppliers stand in for each other; groups do not. Three forms:

- shared: the group lacks the share of value that fails (essential goods);
- pooled: all useful but not essential goods of a customer are one group, by share of all inputs;
- gate: any `enough` of the members give all that is needed (k of n).

Goods without short-term effect (importance 0) are in no group. Each group says how many days it
holds out (stock or tolerance), and how much a fallback gives from which day.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sekisho.engines.chain.kernels import Floats, Ints, Longs
from sekisho.engines.chain.snapshot import Snapshot
from sekisho.kernel.errors import Invalid

HOURS_A_DAY = 24.0


class Importance(IntEnum):
    """What the lack of some goods does to the customer within days."""

    NONE = 0
    USEFUL = 1
    ESSENTIAL = 2


@dataclass(frozen=True, slots=True, eq=False)
class Needs:
    """One value a link, as given to the snapshot; single values hold for every link.

    `goods` numbers kinds of goods or services (0 or more); links with one target and the same goods
    are one group. `enough` above 0 makes the group a gate. A link of value 0 is no dependency.
    """

    value: ArrayLike
    goods: ArrayLike
    importance: ArrayLike = Importance.ESSENTIAL
    enough: ArrayLike = 0
    stock_days: ArrayLike = 0.0
    tolerance_hours: ArrayLike = 0.0
    fallback: ArrayLike = 0.0
    fallback_after_hours: ArrayLike = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """One value an input group: customer, what it may lack unharmed, the most it can lose, times.

    `enough` is 0 for groups that are no gates; `members` counts links; `is_pooled` marks the rest
    group. Pooled stock is weighed by value.
    """

    customer: Ints
    enough: Ints
    members: Ints
    is_pooled: NDArray[np.bool_]
    spare: Floats
    ceiling: Floats
    hold_days: Floats
    fallback_after_days: Floats


@dataclass(frozen=True, slots=True, eq=False)
class DependencyOverlay:
    """Per link: daily value, its group (-1: none), its share of what the group needs.

    Per node: daily output and market (-1: nobody else sells this). `back_share` is each customer's
    share of the supplier's output, in the order of the snapshot's backward rows.
    """

    snapshot: Snapshot
    value: Floats
    group: Ints
    share: Floats
    back_share: Floats
    output: Floats
    market: Ints
    groups: Groups = field(repr=False)


def dependency_overlay(
    snapshot: Snapshot,
    needs: Needs,
    *,
    market: ArrayLike | None = None,
    output: ArrayLike | None = None,
) -> DependencyOverlay:
    """Lay needs over a snapshot. Output not given is what a node sells.

    Raises Invalid when a column does not fit, a value is negative, or a gate contradicts itself.
    """
    links = _columns(snapshot, needs)
    sold = np.bincount(snapshot.source, weights=links["value"], minlength=snapshot.nodes)
    group, groups = _grouped(snapshot, links)
    made = sold if output is None else snapshot.of_nodes(output, np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        part = np.where(sold > 0, 1 / np.maximum(sold, 1e-300), 0.0)
    back = snapshot.backward
    return DependencyOverlay(
        snapshot=snapshot,
        value=links["value"],
        group=group,
        share=_shares(snapshot, links, group, groups),
        back_share=(links["value"] * part[snapshot.source])[back.link],
        output=np.asarray(made, np.float64),
        market=snapshot.of_nodes(
            np.full(snapshot.nodes, -1) if market is None else market, np.int32
        ),
        groups=groups,
    )


def _columns(snapshot: Snapshot, needs: Needs) -> dict[str, NDArray[Any]]:
    """Every column of the needs in the order of the snapshot's links."""
    whole = {"goods", "importance", "enough"}
    found = {}
    for name in Needs.__slots__:
        kind: type[np.generic] = np.int64 if name in whole else np.float64
        given = np.broadcast_to(np.asarray(getattr(needs, name), dtype=kind), snapshot.links)
        found[name] = snapshot.of_links(given, kind)
        if not (found[name] >= 0).all():
            raise Invalid("chain.needs", what=name)
    if (found["fallback"] > 1).any() or (found["importance"] > Importance.ESSENTIAL).any():
        raise Invalid("chain.needs", what="fallback or importance")
    return found


def _grouped(snapshot: Snapshot, links: dict[str, NDArray[Any]]) -> tuple[Ints, Groups]:
    """The group of each link and what each group is."""
    counts = (links["value"] > 0) & (links["importance"] > 0)
    pooled = (links["importance"] == Importance.USEFUL) & (links["enough"] == 0)
    kinds = np.where(pooled, 0, links["goods"] + 1)
    wide = int(kinds.max(initial=0)) + 1
    names = snapshot.target.astype(np.int64) * wide + kinds
    known, of_link = np.unique(names[counts], return_inverse=True)
    group = np.full(snapshot.links, -1, np.int32)
    group[counts] = of_link
    inside = {name: column[counts] for name, column in links.items()}
    customer, is_pooled = (known // wide).astype(np.int32), known % wide == 0
    return group, _described(of_link, inside, customer, is_pooled)


def _described(
    of_link: Longs, links: dict[str, NDArray[Any]], customer: Ints, is_pooled: NDArray[np.bool_]
) -> Groups:
    count = len(customer)
    members = np.bincount(of_link, minlength=count)
    total = np.bincount(of_link, weights=links["value"], minlength=count)
    enough = _greatest(of_link, links["enough"], count)
    if count and ((links["enough"] != enough[of_link]) | (enough > members)[of_link]).any():
        raise Invalid("chain.needs", what="enough")
    days = links["stock_days"] + links["tolerance_hours"] / HOURS_A_DAY
    held = np.bincount(of_link, weights=links["value"] * days, minlength=count)
    after = links["fallback_after_hours"] / HOURS_A_DAY
    return Groups(
        customer=customer,
        enough=enough.astype(np.int32),
        members=members.astype(np.int32),
        is_pooled=is_pooled,
        spare=np.where(enough > 0, (members - enough) / np.maximum(enough, 1), 0.0),
        ceiling=1.0 - _greatest(of_link, links["fallback"], count),
        hold_days=held / np.maximum(total, 1e-300),
        fallback_after_days=_greatest(of_link, after, count),
    )


def _greatest(of_link: Longs, column: NDArray[Any], count: int) -> NDArray[Any]:
    found = np.zeros(count, column.dtype)
    np.maximum.at(found, of_link, column)
    return found


def _shares(
    snapshot: Snapshot, links: dict[str, NDArray[Any]], group: Ints, groups: Groups
) -> Floats:
    """What each link gives of its group: by value, of all inputs when pooled, 1/k at gates."""
    value, inside = links["value"], group >= 0
    at = group[inside]
    total = np.bincount(at, weights=value[inside], minlength=len(groups.customer))
    bought = np.bincount(snapshot.target[inside], weights=value[inside], minlength=snapshot.nodes)
    base = np.where(groups.is_pooled, bought[groups.customer], total)
    share = np.zeros(snapshot.links)
    share[inside] = value[inside] / np.maximum(base, 1e-300)[at]
    gate = groups.enough[at] > 0
    share[inside] = np.where(gate, 1 / np.maximum(groups.enough[at], 1), share[inside])
    share.setflags(write=False)
    return share


def single_source_gates(overlay: DependencyOverlay) -> Longs:
    """For each node in how many groups it cannot be replaced: its loss alone stops the group.

    Counts essential groups with one member, and gates that need all their members.
    """
    groups = overlay.groups
    tight = np.where(groups.enough > 0, groups.enough == groups.members, groups.members == 1)
    tight &= ~groups.is_pooled
    inside = overlay.group >= 0
    hit = tight[overlay.group[inside]]
    sources = overlay.snapshot.source[inside][hit]
    return np.bincount(sources, minlength=overlay.snapshot.nodes)
