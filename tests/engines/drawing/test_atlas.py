"""What of a chain stands on a map: ties between companies, risks as told, tones in their order."""

from __future__ import annotations

import numpy as np
import pytest

from sekisho.engines.drawing.atlas import (
    Risk,
    Tie,
    Tone,
    atlas_of,
    joined,
    lifted,
    risks_of,
    tones_of,
    weight_order,
)
from sekisho.engines.topology.weakness import columns_of
from tests.engines.topology.material import chain_from, link, thing

US, A, B = 1, 2, 3


def a_chain():
    """B supplies A, A supplies us; A has an open device and a connection to us."""
    items = [thing("a.vpn", "device", A, is_exposed="yes", is_patched="no", mfa="no")]
    links = [
        link("a>us", "supply", A, US, stock_days=0),
        link("b>a", "supply", B, A),
        link("a-us", "connection", A, US, via="a.vpn"),
    ]
    return chain_from((US, A, B), items, links)


def place(chain, name):
    return chain.place[name]


def test_the_goal_and_assumed_sites_stand_on_no_map():
    chain = a_chain()
    atlas = atlas_of(chain)
    shown = {chain.names[node] for node in np.flatnonzero(atlas.is_drawn)}
    assert shown == {"organisation:1", "organisation:2", "organisation:3", "a.vpn"}
    assert atlas.body[place(chain, "a.vpn")] == place(chain, "organisation:2")


def test_goods_flow_between_companies_and_a_connection_is_a_way():
    chain = a_chain()
    atlas = atlas_of(chain)
    us, a, b = (place(chain, f"organisation:{own}") for own in (US, A, B))
    nodes = np.array([us, a, b])
    ties = {(s, t): tie for s, t, tie in zip(*lifted(atlas, nodes), strict=True)}
    assert ties[b, a] == Tie.SUPPLY
    assert ties[a, us] == Tie.SUPPLY | Tie.WAY
    assert set(ties) == {(b, a), (a, us)}
    assert lifted(atlas, np.array([us, b]))[0].size == 0  # what joins them is not shown


def test_a_device_told_to_be_open_is_weak_and_what_nobody_told_is_unsure():
    chain = a_chain()
    columns = columns_of(chain)
    risks = risks_of(chain, columns)
    a, b = place(chain, "organisation:2"), place(chain, "organisation:3")
    assert risks[a] & Risk.WEAK
    assert not risks[a] & Risk.UNSURE
    assert risks[b] & Risk.UNSURE
    assert not risks[b] & Risk.WEAK
    assert risks[place(chain, "organisation:1")] & Risk.OURS
    assert risks[a] & Risk.STOPS
    assert risks[b] & Risk.GUESSED
    assert tones_of(risks)[a] == Tone.STOPS
    rank = weight_order(columns, chain.names)
    assert sorted(rank.tolist()) == list(range(len(chain.names)))


@pytest.mark.parametrize(
    ("risks", "tone"),
    [
        (0, Tone.PLAIN),
        (Risk.GUESSED | Risk.UNSURE, Tone.PLAIN),
        (Risk.SINGLE, Tone.SINGLE),
        (Risk.SINGLE | Risk.WEAK, Tone.WEAK),
        (Risk.WEAK | Risk.STOPS, Tone.STOPS),
        (Risk.OURS | Risk.WEAK, Tone.OURS),
    ],
)
def test_the_gravest_risk_gives_the_colour(risks, tone):
    assert tones_of(np.array([int(risks)])).tolist() == [tone]


def test_each_pair_is_joined_once_with_all_its_ties():
    source, target, tie = joined(
        np.array([5, 1, 5, 2]), np.array([1, 5, 1, 2]), np.array([1, 2, 2, 1])
    )
    assert list(zip(source.tolist(), target.tolist(), tie.tolist(), strict=True)) == [
        (1, 5, 2),
        (5, 1, 3),
    ]
