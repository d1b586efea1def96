"""Oracles: frequency times magnitude in closed form, the PERT's own moments, sums by hand."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from sekisho.engines.chain.attack import attack_overlay
from sekisho.engines.chain.cascade import CascadeRules
from sekisho.engines.chain.dependency import Needs, dependency_overlay
from sekisho.engines.chain.losses import Costs, LossModel, Pert, StoppingRule, loss_report
from sekisho.engines.chain.worlds import threat_of, worlds_of
from sekisho.kernel.errors import Invalid
from tests.engines.chain.graphs import random_chances, random_graphs, snapshot_from

RULE = StoppingRule(percent=90.0, within=0.05, batch=500, least_batches=10, most=20_000)
PLAIN = CascadeRules(slack=0.0, markets=False)


def model_over(snapshot, margin, bridge=(), *, response=0.0, data=0.0, days=Pert(1, 3, 10)):  # noqa: B008
    nodes = snapshot.nodes
    costs = Costs(
        daily_margin=np.asarray(margin, float),
        response=np.full(nodes, response),
        data=np.full(nodes, data),
        falls=np.array([a for a, _ in bridge], np.int32),
        goes_down=np.array([b for _, b in bridge], np.int32),
    )
    needs = Needs(value=1.0, goods=0)
    overlay = dependency_overlay(snapshot, needs, output=np.ones(nodes))
    return LossModel(overlay, costs, days, PLAIN)


def two_nodes():
    """A device that falls with 0.3 x 0.5, and its own line worth 100 a day."""
    snapshot = snapshot_from(3, [(0, 1)])
    threat = threat_of(attack_overlay(snapshot, [0.5]), [0.3, 0, 0], seed=11)
    return threat, model_over(snapshot, [0, 0, 100], [(1, 2)])


def test_two_nodes_lose_frequency_times_magnitude():
    threat, model = two_nodes()
    report = loss_report(threat, model, RULE, version="1.0")
    expected = 0.3 * 0.5 * 100 * (1 + 4 * 3 + 10) / 6
    mean, error = report.mean
    assert abs(mean - expected) < 4 * error
    assert error < 0.1 * expected
    assert (report.yen == 0).mean() == pytest.approx(0.85, abs=0.03)


def test_a_pert_has_the_mean_of_its_formula_and_stays_inside_its_range():
    found = Pert(1, 3, 10).at((np.arange(100_000) + 0.5) / 100_000)
    assert found.mean() == pytest.approx((1 + 12 + 10) / 6, rel=1e-4)
    assert (found.min() >= 1, found.max() <= 10, (np.diff(found) >= 0).all()) == (True,) * 3
    assert Pert(2, 2, 2).at(np.array([0.1, 0.9])).tolist() == [2, 2]
    with pytest.raises(Invalid):
        Pert(3, 2, 4).at(np.array([0.5]))


def test_response_and_data_are_paid_for_each_taken_node():
    snapshot = snapshot_from(3, [(0, 1), (1, 2)])
    threat = threat_of(attack_overlay(snapshot, [1, 1]), [1, 0, 0], seed=1)
    model = model_over(snapshot, [0, 0, 0], response=5.0, data=2.0)
    report = loss_report(threat, model, RULE, version="1.0")
    assert report.mean == (pytest.approx(21.0), 0)
    assert report.percentiles[99.0] == (21.0, 0)


def test_what_hangs_on_a_stopped_service_is_lost_too_and_worlds_alike_cost_alike():
    snapshot = snapshot_from(4, [(1, 2), (2, 3)])
    threat = threat_of(attack_overlay(snapshot, [0, 0]), [0.5, 0, 0, 0], seed=2)
    model = model_over(snapshot, [0, 1, 10, 100], [(0, 1)], days=Pert(2, 2, 2))
    worlds = worlds_of(threat, 400)
    assert set(model.priced(worlds)) == {0.0, 222.0}
    assert (model.priced(worlds) > 0).tolist() == worlds.is_taken([0]).tolist()


def test_the_report_says_what_it_rests_on_and_is_the_same_at_any_number_of_threads():
    for nodes, pairs, dice in random_graphs(4, most_nodes=20):
        snapshot = snapshot_from(nodes, pairs)
        overlay = attack_overlay(snapshot, random_chances(dice, len(pairs)))
        threat = threat_of(overlay, dice.random(nodes) * 0.2, seed=5)
        bridge = [(node, node) for node in range(nodes)]
        model = model_over(snapshot, dice.random(nodes) * 1e6, bridge, response=3.0)
        one, two = (
            loss_report(threat, model, StoppingRule(batch=50, most=500), version="1.0", threads=t)
            for t in (1, 2)
        )
        assert one.yen.tobytes() == two.yen.tobytes()
        assert (one.mean, one.percentiles) == (two.mean, two.percentiles)
        assert one.provenance.snapshot == snapshot.digest
        assert (one.provenance.parameters, one.provenance.seed) == ("1.0", 5)


def test_percentiles_and_the_curve_are_those_of_the_worlds():
    threat, model = two_nodes()
    report = loss_report(threat, model, RULE, version="1.0")
    assert [report.percentiles[p][0] for p in (50.0, 90.0, 95.0, 99.0)] == np.percentile(
        report.yen, [50, 90, 95, 99]
    ).tolist()
    curve = report.exceedance()
    assert curve[0] == (0.0, (report.yen > 0).mean())
    assert curve[-1] == (report.yen.max(), 0.0)
    assert all(a[1] >= b[1] for a, b in pairwise(curve))


def test_the_rule_stops_when_its_error_is_met_and_says_so_when_it_is_not():
    threat, model = two_nodes()
    for rule in (RULE, StoppingRule(percent=99.0, within=1e-4, batch=100, most=4000)):
        report = loss_report(threat, model, rule, version="1.0")
        value, error = report.percentiles[rule.percent]
        assert report.is_settled == (error <= rule.within * value)
        assert len(report.yen) <= rule.most
    assert not report.is_settled


def test_batch_means_tell_the_true_error_of_the_mean():
    # 100 reports of other seeds: about as far apart as each says of itself.
    means, errors = [], []
    rule = StoppingRule(within=math.inf, batch=50, least_batches=20)
    threat, model = two_nodes()
    for seed in range(100):
        other = threat_of(threat.overlay, threat.entry, seed)
        mean, error = loss_report(other, model, rule, version="1.0").mean
        means.append(mean)
        errors.append(error)
    assert np.std(means) == pytest.approx(np.mean(errors), rel=0.3)
