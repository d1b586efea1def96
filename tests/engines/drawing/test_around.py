"""Who stands around one: straight up and down, so many a step, with what was left out."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.engines.drawing.around import Field, Wish, around
from sekisho.engines.drawing.words import lines_of, width_of


def field(links, count, *, wanted=None):
    pairs = np.array(links, np.int64).reshape(-1, 2)
    shown = np.ones(count, np.bool_) if wanted is None else np.isin(np.arange(count), wanted)
    return Field(pairs[:, 0], pairs[:, 1], shown, np.arange(count))


def steps(found):
    return dict(zip(found.nodes.tolist(), found.step.tolist(), strict=True))


def test_suppliers_stand_before_and_customers_behind_and_nobody_sideways():
    links = [(2, 1), (1, 0), (0, 4), (3, 4), (2, 5)]
    assert steps(around(0, field(links, 6), Wish(3, 3, 9))) == {0: 0, 1: -1, 2: -2, 4: 1}
    assert steps(around(0, field(links, 6), Wish(1, 0, 9))) == {0: 0, 1: -1}


def test_what_is_not_wanted_is_walked_through():
    links = [(2, 1), (1, 0)]
    found = around(0, field(links, 3, wanted=[0, 2]), Wish(2, 0, 9))
    assert steps(found) == {0: 0, 2: -2}


def test_so_many_a_step_and_the_rest_is_counted_and_not_walked_on_from():
    links = [(n, 0) for n in range(1, 8)] + [(8, 7), (9, 1)]
    found = around(0, field(links, 10), Wish(2, 2, 3))
    assert steps(found) == {0: 0, 1: -1, 2: -1, 3: -1, 9: -2}
    assert found.left_out == {-1: 4}


@given(st.lists(st.tuples(st.integers(0, 19), st.integers(0, 19)), max_size=60))
@settings(deadline=None)
def test_with_room_for_all_it_is_what_networkx_finds(links):
    graph = nx.DiGraph(links)
    graph.add_nodes_from(range(20))
    down = nx.single_source_shortest_path_length(graph, 0, cutoff=3)
    up = nx.single_source_shortest_path_length(graph.reverse(), 0, cutoff=3)
    found = steps(around(0, field(links, 20), Wish(3, 3, 99)))
    assert set(found) == set(down) | set(up)
    for node, step in found.items():
        assert abs(step) == min(down.get(node, 9), up.get(node, 9))
        assert step <= 0 or node not in up or up[node] > step


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("あさひ精密", ("あさひ精密",)),
        ("株式会社あさひ精密工業製作所", ("株式会社あさひ", "精密工業製作所")),
        ("株式会社あさひ精密工業製作所第二", ("株式会社あさひ", "精密工業製作…")),
        ("Asahi Precision Works", ("Asahi", "Precision…")),
        ("", ()),
    ],
)
def test_a_name_is_cut_into_lines_that_fit(text, lines):
    found = lines_of(text, 7)
    assert found == lines
    assert all(width_of(one) <= 7 for one in found)


@given(st.text(min_size=1), st.integers(2, 30))
def test_no_line_is_wider_than_its_box_and_nothing_short_is_lost(text, width):
    found = lines_of(text, width)
    assert len(found) <= 2
    assert all(width_of(one) <= width for one in found)
    if not any(one.endswith("…") for one in found):
        assert "".join("".join(found).split()) == "".join(text.split())
