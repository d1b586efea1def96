from __future__ import annotations

import random
import sys
import time

from hypothesis import given
from hypothesis import strategies as st

from sekisho.engines.chain import reach, reach_by_root

# A coverage run traces every line; the bound is for the plain run.
SLOWER = 1 if sys.gettrace() is None else 20
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


def quickest(work):
    """Processor seconds of the best of five runs: a busy machine slows some, never all."""
    seconds = []
    for _ in range(5):
        start = time.process_time()
        work()
        seconds.append(time.process_time() - start)
    return min(seconds)


def test_ten_thousand_organisations_take_less_than_a_third_of_a_second():
    chance = random.Random(2)
    edges = [(chance.randrange(10_000), chance.randrange(10_000)) for _ in range(50_000)]
    parents = {node: chance.randrange(node) for node in range(1, 50)}
    assert reach(frozenset({7}), edges) <= reach_by_root(parents, edges, range(50))[7]
    assert quickest(lambda: reach(frozenset({7}), edges)) < 0.3 * SLOWER
    assert quickest(lambda: reach_by_root(parents, edges, range(50))) < 0.3 * SLOWER
