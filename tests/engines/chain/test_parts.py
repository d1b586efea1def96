from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from sekisho.engines.chain.parts import parts_of, who_reaches
from tests.engines.chain.graphs import random_graphs, snapshot_from


def graph_of(nodes, pairs):
    graph = nx.DiGraph()
    graph.add_nodes_from(range(nodes))
    graph.add_edges_from(pairs)
    return graph


def test_parts_are_those_of_networkx_and_links_lead_to_smaller_ones():
    for nodes, pairs, _dice in random_graphs(300):
        parts = parts_of(snapshot_from(nodes, pairs))
        found = {
            frozenset(parts.members[parts.start[p] : parts.start[p + 1]].tolist())
            for p in range(parts.count)
        }
        theirs = nx.strongly_connected_components(graph_of(nodes, pairs))
        assert found == set(map(frozenset, theirs))
        assert all(parts.part[head] <= parts.part[tail] for tail, head in pairs)
        assert parts.sizes().sum() == nodes


def test_each_target_is_reached_from_its_ancestors():
    for nodes, pairs, dice in random_graphs(150, most_nodes=90):
        targets = dice.permutation(nodes)  # more than one word of bits in the larger graphs
        found, graph = who_reaches(snapshot_from(nodes, pairs), targets), graph_of(nodes, pairs)
        value = dice.random(nodes)
        sums = found.summed(value)
        for place, target in enumerate(targets):
            expected = nx.ancestors(graph, target) | {target}
            assert set(found.sources_of(place).tolist()) == expected
            assert sums[place] == pytest.approx(value[sorted(expected)].sum())


def test_the_same_target_may_be_asked_for_twice():
    found = who_reaches(snapshot_from(3, [(0, 1), (1, 2)]), [1, 1])
    assert found.sources_of(0).tolist() == found.sources_of(1).tolist() == [0, 1]
    assert np.array_equal(found.summed(np.ones(3)), [2, 2])
