"""The story of the parts maker, from the inventory to the fourteen plants."""

from __future__ import annotations

import numpy as np
import pytest

from sekisho.engines.chain.routes import routes_to
from sekisho.engines.chain.worlds import worlds_of
from sekisho.engines.topology.striking import stopped_by, struck_with
from sekisho.engines.topology.words import Lever
from tests.engines.topology.material import PARAMETERS, PLANTS, chain_from, parts_maker


def best(chain):
    """The most likely way from the device to the ordering service, entry included."""
    device = chain.place["remote"]
    route = routes_to(chain.attack, chain.place["ordering"]).route_from(device)
    return route, chain.node["entry"][device] * route.chance


def test_the_way_leads_from_the_device_over_the_subsidiary_to_the_ordering_service():
    chain = chain_from(*parts_maker())
    route, chance = best(chain)
    assert [chain.names[node] for node in route.nodes] == ["remote", "branch", "works", "ordering"]
    inside, line = PARAMETERS["inside_chance"], PARAMETERS["connection_chance"]
    entry = PARAMETERS["c0"] * PARAMETERS["known_exploited_factor"]
    assert chance == pytest.approx(entry * inside * line * inside)


@pytest.mark.parametrize(("change", "factor"), [("mfa", "mfa_factor"), ("patched", "patch_factor")])
def test_multi_factor_or_a_patch_lowers_it_by_the_stated_factor(change, factor):
    before, after = (best(chain_from(*parts_maker(**given)))[1] for given in ({}, {change: "yes"}))
    assert after == pytest.approx(before * PARAMETERS[factor])


def test_sampling_agrees_with_the_most_likely_way_where_there_is_only_one():
    chain = chain_from(*parts_maker())
    threat = chain.threat()
    worlds = worlds_of(threat, 40_000)
    ordering = chain.place["ordering"]
    # The only other way in is the gateway, whose chance is known, too.
    gateway = chain.node["entry"][chain.place["gateway"]] * PARAMETERS["inside_chance"] ** 2
    route = best(chain)[1]
    assert gateway < 0.001
    found, error = worlds.chance()[ordering], worlds.error()[ordering]
    assert route - 4 * error <= found <= route + gateway + 4 * error


def stopped_plants(chain, name="ordering", days=1):
    """On which day each plant stands and is back, when this is out for so many days from day 0."""
    found = stopped_by(chain, chain.place[name], outage_days=days, horizon_days=9)
    plants = {chain.place[plant] for plant in PLANTS}
    return [(one.day, one.level, one.back_day) for one in found.stops if one.node in plants]


def test_when_ordering_stops_all_fourteen_plants_stand_on_the_next_working_day():
    assert stopped_plants(chain_from(*parts_maker())) == [(1, 0, 2)] * 14


def test_with_ordering_by_hand_within_a_shift_nothing_stops():
    chain = chain_from(*parts_maker(fallback="yes", fallback_hours=8))
    assert stopped_plants(chain) == []
    assert (
        stopped_by(chain, chain.place["ordering"], outage_days=9, horizon_days=20).lost.max() == 0
    )


def test_with_ordering_by_hand_after_three_days_the_plants_stand_until_then():
    chain = chain_from(*parts_maker(fallback="yes", fallback_hours=72))
    assert stopped_plants(chain, days=9) == [(1, 0, 4)] * 14


def test_a_device_that_is_broken_into_stops_the_site_where_it_stands_and_what_runs_there():
    chain = chain_from(*parts_maker())
    struck = struck_with(chain, chain.place["gateway"])
    assert {chain.names[node] for node in struck} == {"gateway", "works", "ordering"}
    found = stopped_by(chain, chain.place["gateway"], outage_days=1, horizon_days=9)
    assert found.steady_loss == pytest.approx(1)
    assert found.lost.round(9).tolist()[:2] == [0, 1]
    causes = {one.cause for one in found.stops if one.day == 1}
    assert causes <= {chain.place["ordering"], chain.place["works"]}
    assert found.provenance.parameters == PARAMETERS.version
    assert 0 < found.guessed < found.used


def test_a_company_stops_with_all_that_it_runs_and_nothing_of_others():
    chain = chain_from(*parts_maker())
    struck = struck_with(chain, chain.place["organisation:2"])
    assert {chain.names[node] for node in struck} == {"organisation:2", "works", "ordering"}


def test_the_bridge_takes_the_service_down_with_its_site():
    chain = chain_from(*parts_maker())
    pairs = set(zip(chain.falls.tolist(), chain.goes_down.tolist(), strict=True))
    assert (chain.place["works"], chain.place["ordering"]) in pairs
    assert (chain.place["branch"], chain.place["ordering"]) not in pairs


def test_the_levers_that_are_not_in_place_are_named_at_the_device_and_the_line():
    chain = chain_from(*parts_maker(mfa="yes"))
    device = chain.place["remote"]
    assert Lever(int(chain.node["missing"][device])) == Lever.HIDE | Lever.PATCH
    source, target = chain.snapshot.source, chain.snapshot.target
    line = (source == chain.place["branch"]) & (target == chain.place["works"])
    (missing,) = chain.link["missing"][np.flatnonzero(line)]
    assert Lever(int(missing)) == Lever.MFA | Lever.IPS | Lever.LIMIT
