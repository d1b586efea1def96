from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from sekisho.engines.chain import signed_tiers
from tests.factories.effort import lines_run

NODES = st.integers(0, 9)
EDGES = st.lists(st.tuples(NODES, NODES), max_size=25)
GROUPS = st.frozensets(NODES, max_size=3)


def shortest(group, edges, node):
    """Fewest edges from node to the group, by trying longer and longer walks."""
    ends = {node}
    for length in range(12):
        if ends & group:
            return length
        ends = {customer for supplier, customer in edges if supplier in ends}
    return None


@given(GROUPS, EDGES)
def test_a_tier_is_the_shortest_signed_way_and_a_tie_goes_to_the_supplier(group, edges):
    turned = [(customer, supplier) for supplier, customer in edges]
    expected = {}
    for node in {*group, *(node for edge in edges for node in edge)}:
        up, down = shortest(group, edges, node), shortest(group, turned, node)
        if up is not None and (down is None or up <= down):
            expected[node] = up
        elif down is not None:
            expected[node] = -down
    assert signed_tiers(group, edges) == expected


def test_suppliers_count_up_and_dealers_count_down():
    # 3 supplies 2, which supplies the group's 1; 4 buys from 1, 5 from 4; 6 buys from 2 only.
    edges = [(3, 2), (2, 1), (1, 4), (4, 5), (2, 6)]
    assert signed_tiers(frozenset({1}), edges) == {1: 0, 2: 1, 3: 2, 4: -1, 5: -2}


def test_who_supplies_and_buys_alike_is_a_supplier():
    assert signed_tiers(frozenset({1}), [(2, 1), (1, 2)]) == {1: 0, 2: 1}


def test_the_shorter_way_decides():
    assert signed_tiers(frozenset({1}), [(2, 3), (3, 1), (1, 2)]) == {1: 0, 3: 1, 2: -1}


def random_edges(count):
    chance = random.Random(1)
    return [(chance.randrange(count), chance.randrange(count)) for _ in range(5 * count)]


def test_twice_the_organisations_take_twice_the_work():
    group = frozenset({0, 1, 2})
    small, large = random_edges(2_000), random_edges(4_000)
    assert len(signed_tiers(group, large)) > 3_600
    effort = lines_run(lambda: signed_tiers(group, small))
    assert lines_run(lambda: signed_tiers(group, large)) < 2.3 * effort
