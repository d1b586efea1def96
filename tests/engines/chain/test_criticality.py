from __future__ import annotations

import numpy as np
import pytest

from sekisho.engines.chain.attack import attack_overlay
from sekisho.engines.chain.cascade import CascadeRules
from sekisho.engines.chain.criticality import CriticalityAsk, criticality, days_until_felt
from sekisho.engines.chain.dependency import Needs, dependency_overlay
from sekisho.engines.chain.worlds import threat_of
from tests.engines.chain.graphs import snapshot_from

PAIRS = [(0, 2), (1, 2), (2, 3), (2, 4)]


def columns(avalanche_share=0.5):
    snapshot = snapshot_from(5, PAIRS)
    needs = Needs(value=1.0, goods=[0, 1, 2, 2], stock_days=[3, 7, 2, 5])
    dependency = dependency_overlay(snapshot, needs, output=[1, 1, 2, 3, 3])
    threat = threat_of(attack_overlay(snapshot, [1.0] * 4), [1, 0, 0, 0, 0], 4)
    ask = CriticalityAsk(
        value=np.ones(5),
        data_held=np.array([0, 0, 5.0, 0, 0]),
        worlds=10,
        avalanche_share=avalanche_share,
        version="1.0",
    )
    rules = CascadeRules(slack=0.0, markets=False, upstream=False)
    return snapshot, criticality(dependency, threat, rules, ask)


def test_every_column_by_hand():
    snapshot, found = columns()
    assert found.cascade_loss == pytest.approx([0.9, 0.9, 0.8, 0.3, 0.3])
    assert found.harmed.tolist() == [3, 3, 2, 0, 0]
    assert found.block_gain == pytest.approx([4, 0, 3, 1, 1])
    assert found.single_source.tolist() == [1, 1, 2, 0, 0]
    assert found.stock_days.tolist() == [3, 7, 2, np.inf, np.inf]
    assert found.data_held.tolist() == [0, 0, 5, 0, 0]
    assert found.provenance.snapshot == snapshot.digest
    assert found.is_settled


def test_an_avalanche_is_said_above_the_stated_share_only():
    assert columns(0.89)[1].is_avalanche
    assert not columns(0.91)[1].is_avalanche


def test_a_supplier_that_can_be_done_without_is_not_felt():
    snapshot = snapshot_from(3, [(0, 2), (1, 2)])
    shared = dependency_overlay(snapshot, Needs(value=[1, 99], goods=0, stock_days=4))
    assert days_until_felt(shared, 0.05).tolist() == [np.inf, 4, np.inf]
    gate = dependency_overlay(snapshot, Needs(value=1.0, goods=0, enough=1, tolerance_hours=12))
    assert days_until_felt(gate, 0.0).tolist() == [np.inf] * 3
