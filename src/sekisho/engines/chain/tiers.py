"""The tier of each organisation: its signed distance from the group."""

from __future__ import annotations

from sekisho.engines.chain.walks import Edges, steps_from, suppliers_and_customers


def signed_tiers(group: frozenset[int], edges: Edges) -> dict[int, int]:
    """Tier of every organisation that supplies the group or is supplied by it, however far.

    Group members are 0; their suppliers +1, those one's suppliers +2; customers -1, their customers
    -2. Reached both ways, the shorter way counts, and the supplier side when both are as long.
    Organisations that are reached neither way are absent. Linear in nodes and edges.
    """
    suppliers, customers = suppliers_and_customers(edges)
    tiers = steps_from(group, suppliers)
    for node, steps in steps_from(group, customers).items():
        if node not in tiers or steps < abs(tiers[node]):
            tiers[node] = -steps
    return tiers
