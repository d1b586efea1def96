"""Asks every question once of a tiny chain, so that all kernels are compiled before a page asks."""

from __future__ import annotations

import numpy as np

from sekisho.engines.chain.attack import AttackOverlay, attack_overlay
from sekisho.engines.chain.cascade import CascadeRules, cascade, cascade_of_each
from sekisho.engines.chain.closure import taken_from
from sekisho.engines.chain.cut_nodes import cut_nodes
from sekisho.engines.chain.days import Outage, days_after
from sekisho.engines.chain.dependency import DependencyOverlay, Needs, dependency_overlay
from sekisho.engines.chain.dominators import choke_points
from sekisho.engines.chain.fewest_links import fewest_links
from sekisho.engines.chain.losses import Costs, LossModel, Pert
from sekisho.engines.chain.next_routes import next_routes
from sekisho.engines.chain.parts import who_reaches
from sekisho.engines.chain.routes import chance_with_gates, routes_to
from sekisho.engines.chain.snapshot import Given, Snapshot, snapshot_of
from sekisho.engines.chain.worlds import block_gains, threat_of, worlds_of, worlds_without


def warm_up() -> None:
    """Compile everything, or load what was compiled before."""
    overlay = attack_overlay(_tiny_snapshot(), [0.5, 0.5, 0.5, 0.5])
    _warm_paths(overlay)
    needs = dependency_overlay(overlay.snapshot, Needs(value=1.0, goods=0))
    _warm_cascades(needs)
    _warm_worlds(overlay, needs)


def _tiny_snapshot() -> Snapshot:
    return snapshot_of(
        Given(
            node_key=[1, 2, 3, 4],
            node_kind=[0, 0, 0, 0],
            link_key=[1, 2, 3, 4],
            link_kind=[4, 4, 4, 4],
            source=[0, 0, 1, 2],
            target=[1, 2, 3, 3],
        )
    )


def _warm_paths(overlay: AttackOverlay) -> None:
    next_routes(routes_to(overlay, 3), 0, 3)
    chance_with_gates(overlay, [0])
    taken_from(overlay, [0])
    choke_points(overlay, [0]).dominated(np.ones(4))
    fewest_links(overlay, [0], 3)
    who_reaches(overlay.snapshot, [3]).summed(np.ones(4))
    cut_nodes(overlay.snapshot)


def _warm_cascades(overlay: DependencyOverlay) -> None:
    cascade(overlay, [0], [0.0], CascadeRules())
    cascade_of_each(overlay, CascadeRules())
    days_after(overlay, Outage([0], [0.0], [2]), days=3)


def _warm_worlds(overlay: AttackOverlay, needs: DependencyOverlay) -> None:
    threat, zero = threat_of(overlay, [0.5, 0.0, 0.0, 0.0], seed=1), np.zeros(4)
    worlds = worlds_of(threat, 4)
    worlds_without(worlds, [1])
    block_gains(threat, np.ones(4), 4)
    bridge = np.arange(4, dtype=np.int32)
    LossModel(needs, Costs(zero, zero, zero, bridge, bridge), Pert(1, 2, 3)).priced(worlds)
