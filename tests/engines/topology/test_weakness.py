"""Ways in and columns: by hand, by sampling, and against walking all worlds anew."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from sekisho.engines.chain.worlds import worlds_of, worlds_without
from sekisho.engines.topology.striking import stopped_by
from sekisho.engines.topology.weakness import (
    columns_of,
    partners_of,
    sampled_chance,
    ways_in,
    weakest_entries,
)
from tests.engines.topology.material import (
    PARAMETERS,
    chain_from,
    link,
    parts_maker,
    thing,
    trades,
)
from tests.engines.topology.test_chain import node, registers


def test_columns_of_a_company_gather_what_it_runs():
    chain = chain_from(*parts_maker())
    found, tier_1 = columns_of(chain), node(chain, 2)
    assert found.loss[tier_1] == pytest.approx(1)
    assert found.loss[node(chain, 3)] == 0
    assert found.single[tier_1] == 28  # parts and ordering of 14 plants
    assert found.stock_days[tier_1] == 0
    assert found.stock_days[node(chain, 3)] == np.inf
    assert found.way_chance[node(chain, 3)] == pytest.approx(found.way_chance.max())
    assert found.provenance.snapshot == chain.digest


def test_information_held_counts_for_the_holder():
    held = [link("h", "holding", 2, (1, "d"), records=700), link("i", "holding", 2, (1, "e"))]
    items = [thing("d", "information", 1), thing("e", "information", 1)]
    chain = chain_from((1, 2), items, held)
    assert columns_of(chain).records[node(chain, 2)] == 700


def test_a_fallback_in_time_is_no_single_source_any_more():
    helped = [link("s", "supply", 2, 1, stock_days=5, has_substitute="yes", switch_days=5)]
    late = [link("s", "supply", 2, 1, stock_days=5, has_substitute="yes", switch_days=6)]
    for links, single in ((helped, 0), (late, 1)):
        chain = chain_from((1, 2), (), links)
        assert columns_of(chain).single[node(chain, 2)] == single
    stops = stopped_by(chain, node(chain, 2), outage_days=20, horizon_days=30).stops
    ours = next(one for one in stops if chain.owner[one.node] == 1)
    assert (ours.day, ours.back_day) == (6, 7)


@settings(max_examples=15, deadline=None)
@given(registers())
def test_what_a_block_saves_is_what_walking_the_worlds_anew_saves(register):
    ids, pairs = register
    chain = chain_from(ids, (), (), trades(*pairs))
    found = columns_of(chain)
    worlds = worlds_of(chain.threat(), found.trees)
    before = worlds.chance()[chain.goal]
    for own in ids[1:]:
        blocked = node(chain, own)
        saved = before - worlds_without(worlds, [blocked]).chance()[chain.goal]
        assert found.block_gain[blocked] == pytest.approx(saved, abs=1e-9)


def test_ways_are_sorted_name_their_choke_points_and_the_links_to_close():
    chain = chain_from(*parts_maker())
    found = ways_in(chain, chain.place["ordering"], most=5)
    chances = [one.chance for one in found.ways]
    assert chances == sorted(chances, reverse=True)
    assert chain.names[found.ways[0].route.nodes[0]] == "remote"
    assert [chain.names[one] for one in found.chokes] == ["works"]
    assert found.cut is not None
    assert len(found.cut) == 1
    assert found.sampled.hopeful <= found.sampled.chance
    assert found.ways[0].chance <= found.sampled.chance + 4 * found.sampled.error


def test_the_weakest_entries_lead_to_something_of_ours():
    chain = chain_from((1, 2, 3), (), [link("c", "connection", 3, 1)], trades((2, 1), (3, 1)))
    first, second = weakest_entries(chain, most=9)
    assert first.route.nodes == (node(chain, 3), node(chain, 1), chain.goal)
    entry = chain.node["entry"][node(chain, 3)]
    assert first.chance == pytest.approx(entry * PARAMETERS["connection_chance"])
    assert second.chance == pytest.approx(entry * PARAMETERS["trust_chance"])
    assert partners_of(chain).tolist() == [node(chain, 2), node(chain, 3)]


def test_where_nobody_gets_the_chance_is_nothing():
    chain = chain_from((1, 2), [thing("p", "site", 1)], ())
    found = sampled_chance(chain, chain.place["p"])
    assert (found.chance, found.hopeful) == (0, 0)
    assert ways_in(chain, chain.place["p"], most=3).ways == ()


def test_a_stop_that_takes_most_of_a_large_chain_with_it_is_an_avalanche():
    ids = tuple(range(1, 80))
    line = chain_from(ids, (), (), trades(*((own + 1, own) for own in ids[:-1])))
    found = columns_of(line)
    assert found.avalanches > 0
    assert stopped_by(line, node(line, 79), outage_days=3, horizon_days=9).is_avalanche
    star = chain_from(ids, (), (), trades(*((own, 1) for own in ids[1:])))
    assert columns_of(star).avalanches == 0
