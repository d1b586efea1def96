"""Random graphs for the oracles: self-links, parallel links and unreachable parts included."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np

from sekisho.engines.chain.snapshot import Given, Snapshot, snapshot_of

Pairs = list[tuple[int, int]]


def snapshot_from(nodes: int, pairs: Pairs, *, first_key: int = 1) -> Snapshot:
    """A snapshot of plain links; link i has the key first_key + i."""
    ends = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return snapshot_of(
        Given(
            node_key=np.arange(1, nodes + 1),
            node_kind=np.zeros(nodes),
            link_key=np.arange(first_key, first_key + len(pairs)),
            link_kind=np.zeros(len(pairs)),
            source=ends[:, 0],
            target=ends[:, 1],
        )
    )


def random_pairs(dice: np.random.Generator, nodes: int, links: int) -> Pairs:
    """Links between random nodes; small numbers of nodes give many loops and parallel links."""
    return [(int(a), int(b)) for a, b in dice.integers(0, nodes, (links, 2))]


def random_graphs(
    count: int, *, most_nodes: int = 24
) -> Iterator[tuple[int, Pairs, np.random.Generator]]:
    """Sparse and dense graphs in turn: number of nodes, links, and the dice for more."""
    for seed in range(count):
        dice = np.random.default_rng(seed)
        nodes = int(dice.integers(1, most_nodes + 1))
        links = int(nodes * dice.choice([0.3, 1.0, 1.6, 3.0]))
        yield nodes, random_pairs(dice, nodes, links), dice


def random_chances(dice: np.random.Generator, count: int) -> np.ndarray:
    """Chances, some of them 0 and some 1."""
    return np.where(dice.random(count) < 0.2, dice.integers(0, 2, count), dice.random(count))


def simple_routes(pairs: Pairs, start: int, goal: int) -> Iterator[tuple[int, ...]]:
    """Every route without loops, as positions of links; parallel links make different routes."""
    ways: dict[int, list[int]] = {}
    for place, (tail, _head) in enumerate(pairs):
        ways.setdefault(tail, []).append(place)
    waiting: list[tuple[int, tuple[int, ...], tuple[int, ...]]] = [(start, (start,), ())]
    while waiting:
        node, met, links = waiting.pop()
        if node == goal:
            yield links
            continue
        waiting += [
            (pairs[place][1], (*met, pairs[place][1]), (*links, place))
            for place in ways.get(node, ())
            if pairs[place][1] not in met
        ]


def all_outcomes(count: int) -> Iterator[tuple[bool, ...]]:
    """Every way that so many coins can fall."""
    return itertools.product((False, True), repeat=count)
