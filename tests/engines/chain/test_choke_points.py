"""Oracles: networkx and igraph on hundreds of random graphs, and taking each node away."""

from __future__ import annotations

import igraph
import networkx as nx
import numpy as np
import pytest

from sekisho.engines.chain.attack import attack_overlay
from sekisho.engines.chain.cut_nodes import cut_nodes
from sekisho.engines.chain.dominators import choke_points
from sekisho.engines.chain.fewest_links import fewest_links
from tests.engines.chain.graphs import random_chances, random_graphs, snapshot_from


def with_super_source(nodes, pairs, chances, weak):
    """The live links and a node `nodes` before all weak ones."""
    live = [pair for pair, chance in zip(pairs, chances, strict=True) if chance > 0]
    return live + [(nodes, node) for node in weak]


def some(dice, nodes):
    return sorted({int(node) for node in dice.integers(0, nodes, 3)})


def test_dominators_are_those_of_networkx_and_igraph():
    for nodes, pairs, dice in random_graphs(300):
        chances, weak = random_chances(dice, len(pairs)), some(dice, nodes)
        overlay = attack_overlay(snapshot_from(nodes, pairs), chances)
        found = choke_points(overlay, weak).immediate()
        links = with_super_source(nodes, pairs, chances, weak)
        theirs = nx.immediate_dominators(nx.DiGraph(links), nodes)
        theirs.pop(nodes, None)
        mine = {n: int(a) if a >= 0 else nodes for n, a in enumerate(found) if a >= -1}
        assert mine == theirs
        graph = igraph.Graph(nodes + 1, links, directed=True)
        others = graph.dominator(nodes, mode="out")
        assert mine == {n: others[n] for n in range(nodes) if others[n] >= 0}


def test_the_value_dominated_is_what_cannot_be_reached_without_the_node():
    for nodes, pairs, dice in random_graphs(100, most_nodes=14):
        chances, weak = random_chances(dice, len(pairs)), some(dice, nodes)
        value = dice.random(nodes)
        overlay = attack_overlay(snapshot_from(nodes, pairs), chances)
        graph = nx.DiGraph(with_super_source(nodes, pairs, chances, weak))
        whole = nx.descendants(graph, nodes)
        for node, dominated in enumerate(choke_points(overlay, weak).dominated(value)):
            less = graph.copy()
            less.remove_nodes_from([node])
            lost = whole - nx.descendants(less, nodes)
            assert dominated == pytest.approx(sum(value[n] for n in lost))


def test_the_choke_points_before_an_asset_come_nearest_first():
    overlay = attack_overlay(snapshot_from(5, [(0, 1), (1, 2), (1, 3), (2, 4), (3, 4)]), [0.5] * 5)
    found = choke_points(overlay, [0])
    assert found.before(4) == (1, 0)
    assert found.before(0) == ()
    assert choke_points(overlay, [3]).before(1) == ()


def test_cut_nodes_are_those_of_networkx_and_igraph():
    for nodes, pairs, _dice in random_graphs(300):
        found = set(np.flatnonzero(cut_nodes(snapshot_from(nodes, pairs))))
        graph = nx.Graph()
        graph.add_nodes_from(range(nodes))
        graph.add_edges_from((a, b) for a, b in pairs if a != b)
        assert found == set(nx.articulation_points(graph))
        assert found == set(igraph.Graph(nodes, pairs).articulation_points())


def test_the_fewest_links_are_as_many_as_networkx_finds_and_closing_them_is_enough():
    for nodes, pairs, dice in random_graphs(150):
        chances, weak = random_chances(dice, len(pairs)), some(dice, nodes)
        snapshot = snapshot_from(nodes, pairs)
        found = fewest_links(attack_overlay(snapshot, chances), weak, 0)
        if 0 in weak:
            assert found is None
            continue
        graph = nx.DiGraph()
        graph.add_nodes_from([nodes, 0])
        for tail, head in with_super_source(nodes, pairs, chances, weak):
            room = graph.get_edge_data(tail, head, {"capacity": 0})["capacity"]
            graph.add_edge(tail, head, capacity=room + (1 if tail < nodes else 1000))
        assert len(found) == nx.maximum_flow_value(graph, nodes, 0)
        closed = chances.copy()
        closed[snapshot.order[found]] = 0
        left = nx.DiGraph(with_super_source(nodes, pairs, closed, weak))
        assert 0 not in nx.descendants(left, nodes)
