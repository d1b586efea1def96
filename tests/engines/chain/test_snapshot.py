from __future__ import annotations

import numpy as np
import pytest

from sekisho.engines.chain.snapshot import Given, LinkKind, NodeKind, snapshot_of
from sekisho.kernel.errors import Invalid
from tests.engines.chain.graphs import random_graphs, snapshot_from


def given(**changed):
    words = {
        "node_key": [10, 20, 30],
        "node_kind": [NodeKind.SITE, NodeKind.DEVICE, NodeKind.ASSET],
        "link_key": [1, 2, 3],
        "link_kind": [LinkKind.CONNECTS] * 3,
        "source": [2, 0, 0],
        "target": [1, 1, 2],
    }
    return Given(**(words | changed))


def test_both_directions_hold_every_link_once_under_one_number():
    for nodes, pairs, _dice in random_graphs(60):
        snapshot = snapshot_from(nodes, pairs)
        for rows, near, far in (
            (snapshot.forward, snapshot.source, snapshot.target),
            (snapshot.backward, snapshot.target, snapshot.source),
        ):
            assert sorted(rows.link) == list(range(len(pairs)))
            for node in range(nodes):
                row = slice(rows.start[node], rows.start[node + 1])
                assert (near[rows.link[row]] == node).all()
                assert (far[rows.link[row]] == rows.other[row]).all()
        ends = zip(snapshot.source.tolist(), snapshot.target.tolist(), strict=True)
        assert list(ends) == [pairs[place] for place in snapshot.order]


def test_the_hash_does_not_depend_on_the_order_of_links_or_nodes():
    first = snapshot_of(given())
    links_turned = given(link_key=[3, 2, 1], source=[0, 0, 2], target=[2, 1, 1])
    nodes_turned = given(
        node_key=[30, 20, 10],
        node_kind=[NodeKind.ASSET, NodeKind.DEVICE, NodeKind.SITE],
        source=[0, 2, 2],
        target=[1, 1, 0],
    )
    assert first.digest == snapshot_of(links_turned).digest == snapshot_of(nodes_turned).digest


@pytest.mark.parametrize(
    "changed",
    [
        {"node_key": [10, 20, 31]},
        {"node_kind": [NodeKind.SITE, NodeKind.SITE, NodeKind.ASSET]},
        {"link_key": [1, 2, 4]},
        {"link_kind": [LinkKind.CONNECTS, LinkKind.RUNS, LinkKind.CONNECTS]},
        {"source": [2, 0, 1]},
        {"target": [1, 2, 2]},
    ],
)
def test_the_hash_changes_with_everything_that_the_snapshot_says(changed):
    assert snapshot_of(given()).digest != snapshot_of(given(**changed)).digest


@pytest.mark.parametrize(
    "changed",
    [
        {"node_key": [10, 20, 20]},
        {"link_key": [1, 1, 2]},
        {"node_kind": [0, 1]},
        {"source": [0, 1]},
        {"target": [0, 1, 3]},
        {"source": [-1, 0, 0]},
    ],
)
def test_arrays_that_do_not_fit_are_refused(changed):
    with pytest.raises(Invalid):
        snapshot_of(given(**changed))


def test_nothing_of_a_snapshot_can_be_changed():
    snapshot = snapshot_of(given())
    for column in (snapshot.node_key, snapshot.link_key, snapshot.source, *snapshot.backward):
        with pytest.raises(ValueError, match="read-only"):
            column[0] = 1


def test_a_column_comes_in_the_order_of_the_links_here():
    snapshot = snapshot_of(given())
    assert snapshot.of_links([0.1, 0.2, 0.3], np.float64).tolist() == [0.2, 0.3, 0.1]
    with pytest.raises(Invalid):
        snapshot.of_links([0.1], np.float64)
    with pytest.raises(Invalid):
        snapshot.of_nodes([0.1], np.float64)


def test_no_nodes_at_all_are_a_snapshot_too():
    empty = Given(node_key=[], node_kind=[], link_key=[], link_kind=[], source=[], target=[])
    assert (snapshot_of(empty).nodes, snapshot_of(empty).links) == (0, 0)
