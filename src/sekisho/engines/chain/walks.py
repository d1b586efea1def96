"""Walks over the edges (supplier, customer), shared by tiers and reach."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Edges = Iterable[tuple[int, int]]
Neighbours = Mapping[int, list[int]]


def suppliers_and_customers(edges: Edges) -> tuple[Neighbours, Neighbours]:
    """The direct suppliers of each customer and the direct customers of each supplier."""
    suppliers: dict[int, list[int]] = {}
    customers: dict[int, list[int]] = {}
    for supplier, customer in edges:
        suppliers.setdefault(customer, []).append(supplier)
        customers.setdefault(supplier, []).append(customer)
    return suppliers, customers


def steps_from(starts: Iterable[int], neighbours: Neighbours) -> dict[int, int]:
    """Fewest steps from any start to each node that can be reached; starts are 0 steps away."""
    steps = dict.fromkeys(starts, 0)
    front = list(steps)
    while front:
        ahead = []
        for node in front:
            for neighbour in neighbours.get(node, ()):
                if neighbour not in steps:
                    steps[neighbour] = steps[node] + 1
                    ahead.append(neighbour)
        front = ahead
    return steps
