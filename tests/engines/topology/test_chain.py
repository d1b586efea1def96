"""From material to arrays: defaults, worst cases, stable keys, groups, substitutes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.engines.chain.cascade import cascade, cascade_of_each
from sekisho.engines.chain.routes import routes_to
from sekisho.engines.chain.snapshot import NodeKind
from sekisho.engines.inventory import Confidence
from sekisho.engines.topology.chain import chain_of
from sekisho.engines.topology.draft import organisation_name
from sekisho.engines.topology.words import Default, NodeMark, Way
from tests.engines.topology.material import (
    PARAMETERS,
    chain_from,
    drawn_of,
    link,
    parts_maker,
    thing,
    trades,
)

FIRMS = st.integers(2, 7)


@st.composite
def registers(draw):
    """A list of suppliers: organisations from 1 (home) on, relations between any two of them."""
    count = draw(FIRMS)
    pair = st.tuples(st.integers(1, count), st.integers(1, count)).filter(
        lambda one: one[0] != one[1]
    )
    pairs = draw(st.lists(pair, max_size=12, unique=True))
    return tuple(range(1, count + 1)), pairs


def node(chain, own):
    return chain.place[organisation_name(own)]


def loss_when_stopped(chain, name):
    return cascade(chain.steady, [chain.place[name]], [0.0], chain.rules).loss


@settings(max_examples=60, deadline=None)
@given(registers())
def test_from_a_list_alone_a_chain_follows_whose_defaults_are_all_counted(register):
    ids, pairs = register
    chain = chain_from(ids, (), (), trades(*pairs))
    assert chain.defaults[Default.SITE] == len(ids)
    assert chain.defaults.get(Default.SUPPLY, 0) == len(pairs)
    assert chain.defaults[Default.ENTRY] == len(ids) - 1
    assert chain.defaults.get(Default.TRUST, 0) == len({frozenset(pair) for pair in pairs})
    assert chain.defaults[Default.ASSET] == 1
    assert sum(one.told for one in chain.counts) == 0
    assert chain.unsure_share == 1
    assert chain.assets.tolist() == [node(chain, 1)]
    assert chain.names[chain.goal] == "ours"


@settings(max_examples=60, deadline=None)
@given(registers(), st.integers(0, 6))
def test_more_stock_or_a_substitute_in_time_never_raises_a_loss(register, stock):
    ids, pairs = register
    supplies = [
        [link(f"{a}-{b}", "supply", a, b, stock_days=stock, **more) for a, b in pairs]
        for more in ({}, {"has_substitute": "yes", "switch_days": stock})
    ]
    bare, helped = (chain_from(ids, (), links) for links in supplies)
    before, after = (cascade_of_each(one.steady, one.rules).loss for one in (bare, helped))
    assert (after <= before + 1e-9).all()
    for a, b in pairs:
        if b == 1:
            assert before[node(bare, a)] == pytest.approx(1)
            assert after[node(helped, a)] == pytest.approx(0)


@settings(max_examples=60, deadline=None)
@given(registers(), st.randoms())
def test_keys_and_digest_do_not_hang_on_the_order_or_on_others(register, dice):
    ids, pairs = register
    first = drawn_of(ids, (), (), trades(*pairs))
    shuffled = list(pairs)
    dice.shuffle(shuffled)
    assert drawn_of(ids, (), (), trades(*shuffled)).digest == first.digest
    wider = drawn_of((*ids, 99), (), (), trades(*pairs, (99, 1)))
    assert wider.digest != first.digest
    assert set(first.nodes["key"].tolist()) <= set(wider.nodes["key"].tolist())
    assert set(first.wires["key"].tolist()) <= set(wider.wires["key"].tolist())


@settings(max_examples=40, deadline=None)
@given(registers())
def test_what_is_unknown_is_never_safer_than_what_is_good(register):
    ids, pairs = register
    chain = chain_from(ids, (), (), trades(*pairs))
    assert (chain.node["hopeful"] <= chain.node["entry"]).all()
    assert (chain.link["hopeful"] <= chain.link["chance"]).all()


def test_telling_a_weak_device_is_no_worse_than_telling_nothing():
    silent = chain_from((1, 2), (), (), trades((2, 1)))
    told = chain_from((1, 2), [thing("d", "device", 2)], (), trades((2, 1)))
    entry = silent.node["entry"][node(silent, 2)]
    assert entry == pytest.approx(told.node["entry"][told.place["d"]])
    assert told.node["entry"][node(told, 2)] == 0
    reached = routes_to(silent.attack, silent.goal).chance()[node(silent, 2)]
    assert reached == pytest.approx(PARAMETERS["trust_chance"])


def test_home_is_the_goal_and_no_way_in_unless_its_devices_are_told():
    silent = chain_from((1, 2), (), (), trades((2, 1)))
    assert silent.node["entry"][node(silent, 1)] == 0
    told = chain_from((1, 2), [thing("d", "device", 1)], (), trades((2, 1)))
    assert told.node["entry"][told.place["d"]] > 0


def test_a_stated_connection_takes_the_place_of_everyday_trust():
    chain = chain_from((1, 2), (), [link("c", "connection", 2, 1)], trades((2, 1)))
    ways = chain.link["way"].tolist()
    assert Way.TRUST not in ways
    assert ways.count(Way.CONNECTION) == 2
    remote = chain_from((1, 2), (), [link("c", "connection", 2, 1, sort="remote")])
    assert remote.link["way"].tolist().count(Way.CONNECTION) == 1


def test_within_the_group_an_intruder_gets_on_by_trust_where_no_connection_is_told():
    apart = chain_from((1, 2))
    assert not routes_to(apart.attack, apart.goal).chance()[node(apart, 2)]
    chain = chain_from((1, 2), family=[(2, 1)])
    chance = routes_to(chain.attack, chain.goal).chance()[node(chain, 2)]
    assert chance == pytest.approx(PARAMETERS["trust_chance"])
    joined = [link("c", "connection", 2, 1)]
    chain = chain_from((1, 2), (), joined, family=[(2, 1)])
    assert Way.TRUST not in chain.link["way"].tolist()


def test_an_update_long_ago_counts_as_none():
    fresh, stale = (
        chain_from(
            (1, 2), [thing("d", "device", 2, is_exposed="yes", is_patched="yes", patched_on=day)]
        )
        .node["entry"]
        .max()
        for day in ("2026-10-01", "2026-01-01")
    )
    assert fresh == pytest.approx(stale * PARAMETERS["patch_factor"])


def test_two_suppliers_of_one_part_number_stand_in_for_each_other():
    products = [
        thing("p2", "product", 2, part_number="K-7"),
        thing("p3", "product", 3, part_number="k-7"),
    ]
    links = [
        link("s2", "supply", (2, "p2"), 1, share=60),
        link("s3", "supply", (3, "p3"), 1, share=40),
    ]
    chain = chain_from((1, 2, 3), products, links)
    slack = PARAMETERS["slack"]
    assert loss_when_stopped(chain, "p2") == pytest.approx((0.6 - slack) / (1 - slack))
    assert loss_when_stopped(chain, "p3") == pytest.approx((0.4 - slack) / (1 - slack))


def test_a_share_of_the_need_leaves_the_rest_to_others():
    chain = chain_from((1, 2), (), [link("s", "supply", 2, 1, share=30)])
    assert loss_when_stopped(chain, "organisation:2") == pytest.approx(0.3)


def test_goods_without_which_work_goes_on_count_by_their_share_of_all_inputs():
    links = [
        link("s2", "supply", 2, 1, is_essential="no", yearly_value=300),
        link("s3", "supply", 3, 1, is_essential="no", yearly_value=100),
    ]
    chain = chain_from((1, 2, 3), (), links)
    slack = PARAMETERS["slack"]
    wanted = pytest.approx((0.75 - slack) / (1 - slack), abs=1e-6)
    assert loss_when_stopped(chain, "organisation:2") == wanted


def test_a_company_stops_with_all_its_sites_and_one_site_with_its_part_of_the_supply():
    sites = [thing("big", "site", 2), thing("small", "site", 2), thing("plant", "site", 1)]
    chain = chain_from((1, 2), sites, [link("s", "supply", 2, 1)])
    slack = PARAMETERS["slack"]
    assert loss_when_stopped(chain, "organisation:2") == pytest.approx(1)
    assert loss_when_stopped(chain, "big") == pytest.approx((0.5 - slack) / (1 - slack))


def test_what_a_plant_of_ours_makes_in_a_day_weighs_the_loss():
    sites = [thing("a", "site", 1, daily_value=300), thing("b", "site", 1, daily_value=100)]
    chain = chain_from((1, 2), sites, [link("s", "supply", 2, (1, "a"))])
    assert loss_when_stopped(chain, "organisation:2") == pytest.approx(0.75)
    assert Default.OUTPUT not in {key for key, count in chain.defaults.items() if count}


def test_information_falls_with_its_holder_less_often_when_it_is_encrypted():
    items = [thing("drawings", "information", 1)]
    chances = []
    for encrypted in ("no", "yes"):
        held = link("h", "holding", 2, (1, "drawings"), is_encrypted=encrypted, records=500)
        chain = chain_from((1, 2), items, [held])
        way = np.flatnonzero(chain.link["way"] == Way.DATA)
        chances.append(chain.attack.chance[way][0])
        assert chain.link["records"][way].tolist() == [500]
    assert chances[1] == pytest.approx(chances[0] * PARAMETERS["encrypted_factor"])


def test_what_nobody_may_change_alone_needs_two_ways_in_where_there_are_two():
    build = thing("b", "build", 1, is_protected="yes", mfa="no")
    one = chain_from((1,), [build])
    assert one.attack.needed[one.place["b"]] == 1
    sites = [thing("x", "site", 1), thing("y", "site", 1)]
    two = chain_from((1,), [build, *sites])
    assert two.attack.needed[two.place["b"]] == 2


def test_links_to_removed_organisations_and_unknown_kinds_are_left_out():
    stray = thing("d", "device", 9)
    chain = chain_from((1, 2), [stray], [link("s", "supply", 9, 1)], trades((2, 1)))
    assert "d" not in chain.place
    assert len(chain.snapshot.node_key) == len({*chain.names})


def test_marks_tell_ours_assets_and_the_top():
    chain = chain_from(*parts_maker())
    plants = [chain.place[f"plant-{number}"] for number in range(14)]
    assert chain.assets.tolist() == sorted(plants)
    assert chain.marks[node(chain, 1)] == NodeMark.OURS | NodeMark.HOME
    assert chain.marks[node(chain, 2)] == 0
    assert chain.node["kind"][chain.goal] == NodeKind.ASSET


def test_every_value_that_was_looked_at_is_counted_once_by_its_sureness():
    chain = chain_from(*parts_maker())
    by_field = {(one.kind, one.field): one for one in chain.counts}
    assert by_field["device", "is_exposed"].told == 2
    assert by_field["device", "is_exposed"].unknown == 0  # home is no way in
    assert by_field["connection", "mfa"].unknown == 1
    assert 0 < chain.unsure_share < 1


def test_the_same_arrays_make_the_same_chain_again():
    drawn = drawn_of(*parts_maker())
    one, other = chain_of(drawn, PARAMETERS), chain_of(drawn, PARAMETERS)
    assert one.digest == other.digest
    assert one.provenance().snapshot == drawn.digest
    changed = drawn_of(*parts_maker(mfa="yes"))
    assert changed.digest != drawn.digest


def test_assumed_values_are_told_apart_from_unknown_ones():
    chain = chain_from((1, 2), (), (), trades((2, 1)))
    stock = next(one for one in chain.counts if one.field == "stock_days")
    assert (stock.told, stock.assumed, stock.unknown) == (0, 1, 0)
    assert Confidence.UNKNOWN not in {one.field for one in chain.counts}
