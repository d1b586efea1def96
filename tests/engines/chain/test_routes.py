"""Oracles: networkx, every route of a small graph, closed forms by hand."""

from __future__ import annotations

import math

import networkx as nx
import numpy as np
import pytest

from sekisho.engines.chain.attack import all_ways_in, attack_overlay
from sekisho.engines.chain.closure import taken_from
from sekisho.engines.chain.next_routes import next_routes
from sekisho.engines.chain.routes import chance_with_gates, routes_to
from sekisho.kernel.errors import Invalid
from tests.engines.chain.graphs import (
    random_chances,
    random_graphs,
    simple_routes,
    snapshot_from,
)


def test_the_best_route_is_that_of_networkx_on_hundreds_of_graphs():
    for nodes, pairs, dice in random_graphs(300):
        chances = random_chances(dice, len(pairs))
        found = routes_to(attack_overlay(snapshot_from(nodes, pairs), chances), 0)
        graph = nx.MultiDiGraph()
        graph.add_nodes_from(range(nodes))
        for (tail, head), chance in zip(pairs, chances, strict=True):
            if chance > 0:
                graph.add_edge(head, tail, weight=-math.log(chance))
        expected = nx.single_source_dijkstra_path_length(graph, 0)
        assert set(np.flatnonzero(np.isfinite(found.cost))) == set(expected)
        for node, cost in expected.items():
            assert found.cost[node] == pytest.approx(cost, abs=1e-12)


def test_the_parts_of_a_route_lead_from_the_node_to_the_asset_and_multiply_to_its_chance():
    for nodes, pairs, dice in random_graphs(100):
        snapshot = snapshot_from(nodes, pairs)
        found = routes_to(attack_overlay(snapshot, random_chances(dice, len(pairs))), 0)
        for node in range(nodes):
            route = found.route_from(node)
            if route is None:
                assert found.chance()[node] == 0
                continue
            assert (route.nodes[0], route.nodes[-1]) == (node, 0)
            for place, link in enumerate(route.links):
                ends = (snapshot.source[link], snapshot.target[link])
                assert ends == route.nodes[place : place + 2]
            assert route.chance == pytest.approx(found.chance()[node])


def test_the_next_routes_are_all_routes_there_are_in_the_order_of_their_chance():
    for nodes, pairs, dice in random_graphs(150, most_nodes=7):
        chances = random_chances(dice, len(pairs))
        snapshot = snapshot_from(nodes, pairs)
        found = routes_to(attack_overlay(snapshot, chances), 0)
        expected = sorted(
            (math.prod(chances[list(links)]) for links in simple_routes(pairs, nodes - 1, 0)),
            reverse=True,
        )
        expected = [chance for chance in expected if chance > 0]
        routes = next_routes(found, nodes - 1, 12)
        assert [r.chance for r in routes] == pytest.approx(expected[:12])
        assert len({r.links for r in routes}) == len(routes)
        assert all(len(set(r.nodes)) == len(r.nodes) for r in routes)


def test_next_routes_are_those_of_networkx_on_larger_graphs():
    for seed in range(20):
        graph = nx.gnp_random_graph(30, 0.12, seed=seed, directed=True)
        pairs, dice = list(graph.edges), np.random.default_rng(seed)
        chances = dice.random(len(pairs))
        for pair, chance in zip(pairs, chances, strict=True):
            graph.edges[pair]["cost"] = -math.log(chance)
        found = routes_to(attack_overlay(snapshot_from(30, pairs), chances), 0)
        routes = next_routes(found, 29, 8)
        if not nx.has_path(graph, 29, 0):
            assert routes == ()
            continue
        ways = nx.shortest_simple_paths(graph, 29, 0, weight="cost")
        expected = [tuple(way) for way, _ in zip(ways, range(8), strict=False)]
        assert [route.nodes for route in routes] == expected


def test_three_links_in_a_row_multiply():
    overlay = attack_overlay(snapshot_from(4, [(0, 1), (1, 2), (2, 3)]), [0.5, 0.4, 0.25])
    assert routes_to(overlay, 3).chance() == pytest.approx([0.05, 0.1, 0.25, 1.0])


def test_a_gate_takes_the_product_of_all_its_ways_in():
    snapshot = snapshot_from(4, [(0, 2), (1, 2), (2, 3)])
    chances = [0.5, 0.4, 0.5]
    needed = all_ways_in(snapshot, [2], chances)
    overlay = attack_overlay(snapshot, chances, needed)
    assert overlay.has_gates
    assert chance_with_gates(overlay, [0, 1]) == pytest.approx([1, 1, 0.2, 0.1])
    assert chance_with_gates(overlay, [0]) == pytest.approx([1, 0, 0, 0])
    route = routes_to(overlay, 3).route_from(0)
    assert route is not None
    assert (route.gates, route.chance) == ((2,), pytest.approx(0.25))


def test_two_of_three_ways_in_cost_the_two_cheapest():
    snapshot = snapshot_from(4, [(0, 3), (1, 3), (2, 3)])
    overlay = attack_overlay(snapshot, [0.5, 0.1, 0.4], [1, 1, 1, 2])
    assert chance_with_gates(overlay, [0, 1, 2])[3] == pytest.approx(0.2)


def test_without_gates_the_plan_is_the_best_route():
    for nodes, pairs, dice in random_graphs(100):
        overlay = attack_overlay(snapshot_from(nodes, pairs), random_chances(dice, len(pairs)))
        weak = sorted(set(dice.integers(0, nodes, 2).tolist()))
        plan = chance_with_gates(overlay, weak)
        for asset in range(nodes):
            assert plan[asset] == pytest.approx(routes_to(overlay, asset).chance()[weak].max())


def test_what_can_fall_is_found_with_gates_by_counting():
    for nodes, pairs, dice in random_graphs(200):
        chances = random_chances(dice, len(pairs))
        needed = dice.integers(1, 4, nodes)
        overlay = attack_overlay(snapshot_from(nodes, pairs), chances, needed)
        taken = {0}
        while True:
            live = [pair for pair, chance in zip(pairs, chances, strict=True) if chance > 0]
            ways = [head for tail, head in live if tail in taken]
            more = {node for node in range(nodes) if ways.count(node) >= needed[node]}
            if more <= taken:
                break
            taken |= more
        assert set(np.flatnonzero(taken_from(overlay, [0]))) == taken
        plan = chance_with_gates(overlay, [0])
        assert set(np.flatnonzero(plan > 0)) == taken


@pytest.mark.parametrize("chance", [-0.1, 1.1, math.nan])
def test_a_chance_that_is_none_is_refused(chance):
    with pytest.raises(Invalid):
        attack_overlay(snapshot_from(2, [(0, 1)]), [chance])


def test_a_node_that_needs_no_way_in_is_refused():
    with pytest.raises(Invalid):
        attack_overlay(snapshot_from(2, [(0, 1)]), [0.5], [0, 1])
