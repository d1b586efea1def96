from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from sekisho.engines.chain import reach, reach_by_root
from tests.factories.effort import lines_run

NODES = st.integers(0, 9)
EDGES = st.lists(st.tuples(NODES, NODES), max_size=25)


def goes(start, end, edges, seen=frozenset()):
    """Whether some walk along the edges leads from start to end."""
    return start == end or any(
        goes(customer, end, edges, seen | {start})
        for supplier, customer in edges
        if supplier == start and customer not in seen
    )


def slow_reach(roots, edges):
    nodes = {*roots, *(node for edge in edges for node in edge)}
    unique = sorted(set(edges))
    return {
        node
        for node in nodes
        if any(goes(node, root, unique) or goes(root, node, unique) for root in roots)
    }


@given(st.frozensets(NODES, max_size=3), st.lists(st.tuples(NODES, NODES), max_size=12))
def test_reach_is_everything_that_leads_to_a_root_or_comes_from_one(roots, edges):
    assert reach(roots, edges) == slow_reach(roots, edges)


@given(
    st.dictionaries(NODES, st.none() | NODES, max_size=10),
    EDGES,
    st.frozensets(NODES, max_size=5),
)
def test_all_roots_in_one_pass_see_what_each_sees_alone(parents, edges, roots):
    def is_below(node, root):
        for _ in range(11):
            if node == root:
                return True
            node = parents.get(node)
        return False

    alone = {
        root: reach(frozenset({root, *(n for n in parents if is_below(n, root))}), edges)
        for root in roots
    }
    assert reach_by_root(parents, edges, roots) == alone


def test_reach_never_zigzags_to_another_customer_of_a_supplier():
    assert reach(frozenset({1}), [(2, 1), (2, 9), (1, 3), (8, 3)]) == {1, 2, 3}


def test_emi_sees_only_the_chain_of_her_group_company():
    # Home 1 has group companies 10 (Emi's) and 20; supplier 100 serves 10, 200 serves 20, 300 both.
    parents = {1: None, 10: 1, 20: 1, 11: 10}
    edges = [(100, 10), (200, 20), (300, 11), (300, 20), (101, 100)]
    seen = reach_by_root(parents, edges, [1, 10])
    assert seen[10] == {10, 11, 100, 101, 300}
    assert seen[1] == {1, 10, 11, 20, 100, 101, 200, 300}


def test_a_group_tree_that_bites_its_tail_does_no_harm():
    assert reach_by_root({1: 2, 2: 1}, [], [1]) == {1: {1, 2}}


def random_edges(count):
    chance = random.Random(2)
    return [(chance.randrange(count), chance.randrange(count)) for _ in range(5 * count)]


def test_twice_the_organisations_take_twice_the_work():
    chance = random.Random(3)
    parents = {node: chance.randrange(node) for node in range(1, 50)}
    small, large = random_edges(2_000), random_edges(4_000)
    assert reach(frozenset({7}), large) <= reach_by_root(parents, large, range(50))[7]
    one = lines_run(lambda: reach(frozenset({7}), small))
    assert lines_run(lambda: reach(frozenset({7}), large)) < 2.3 * one
    many = lines_run(lambda: reach_by_root(parents, small, range(50)))
    assert lines_run(lambda: reach_by_root(parents, large, range(50))) < 2.3 * many
    # Fifty roots in one pass are far from fifty times one root.
    assert many < 10 * one
