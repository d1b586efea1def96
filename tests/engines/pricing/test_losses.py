"""Yen of a chain against closed forms, and what money may be."""

from __future__ import annotations

import numpy as np
import pytest

from sekisho.adapters.content.chain import load_money
from sekisho.adapters.content.folder import content_folder
from sekisho.engines.chain.losses import StoppingRule
from sekisho.engines.chain.worlds import worlds_of
from sekisho.engines.pricing.losses import losses_of, yen_model
from sekisho.engines.pricing.money import (
    DATA,
    KEYS,
    MARGIN,
    OUTAGE,
    RECORD,
    RESPONSE,
    exposure_of,
    money_of,
)
from sekisho.kernel.errors import Invalid
from tests.engines.topology.material import PARAMETERS, chain_from, link, thing

DEFAULTS = load_money(content_folder() / "chain")[-1]
FEW = StoppingRule(batch=500, least_batches=40, most=20_000)


def mean_of(money, key):
    """The mean of a PERT range: (low + 4 likely + high) / 6."""
    found = money.ranges[key]
    return (found.low + 4 * found.likely + found.high) / 6


def two_nodes(**site):
    """A device of ours that anybody may attack, and the site where it stands."""
    items = [
        thing("device", "device", 1, is_exposed="yes", is_patched="no", mfa="no"),
        thing("site", "site", 1, use="plant", **site),
    ]
    return chain_from((1,), items, [link("at", "location", (1, "device"), (1, "site"))])


def frequency():
    """How often the site falls within 30 days: the device is entered, and the way taken."""
    entry = PARAMETERS["c0"] * PARAMETERS["known_exploited_factor"]
    return entry * PARAMETERS["inside_chance"]


def test_two_nodes_cost_frequency_times_magnitude_as_fair_has_it():
    money = money_of(DEFAULTS, {})
    found = losses_of(yen_model(two_nodes(), money), FEW)
    magnitude = mean_of(money, RESPONSE) + mean_of(money, MARGIN) * mean_of(money, OUTAGE)
    mean, error = found.mean
    assert mean == pytest.approx(frequency() * magnitude, abs=4 * error)
    assert error < 0.1 * mean


def test_with_single_amounts_each_loss_is_exact():
    given = {MARGIN: (2e6,) * 3, RESPONSE: (5e6,) * 3, OUTAGE: (3.0,) * 3}
    model = yen_model(two_nodes(), money_of(DEFAULTS, given))
    worlds = worlds_of(model.chain.threat(), 2_000)
    yen = model.priced(worlds)
    assert set(np.round(yen)) == {0, 2e6 * 3 + 5e6}
    assert (yen > 0).mean() == pytest.approx(frequency(), abs=0.04)


def test_the_told_loss_of_a_day_takes_the_place_of_the_assumed_one():
    given = {RESPONSE: (0, 0, 0), OUTAGE: (2.0,) * 3}
    model = yen_model(two_nodes(daily_value=7_000_000), money_of(DEFAULTS, given))
    assert model.exposure.is_told
    yen = model.priced(worlds_of(model.chain.threat(), 500))
    assert set(np.round(yen)) == {0, 14_000_000}


def test_what_leaks_costs_by_body_and_by_record():
    items = [
        thing("device", "device", 2, is_exposed="yes", is_patched="no", mfa="no"),
        thing("site", "site", 2),
        thing("list", "information", 1),
    ]
    links = [
        link("at", "location", (2, "device"), (2, "site")),
        link("holds", "holding", (2, "site"), (1, "list"), records=300, is_encrypted="no"),
    ]
    chain = chain_from((1, 2), items, links)
    assert exposure_of(chain).records[chain.place["list"]] == 300
    given = {DATA: (1e6,) * 3, RECORD: (1_000,) * 3, RESPONSE: (0, 0, 0), MARGIN: (0, 0, 0)}
    model = yen_model(chain, money_of(DEFAULTS, given))
    yen = model.priced(worlds_of(chain.threat(), 1_000))
    assert set(np.round(yen)) == {0, 1e6 + 300 * 1_000}


def test_parts_make_up_the_whole_and_the_same_seed_gives_the_same_bytes():
    model = yen_model(two_nodes(), money_of(DEFAULTS, {}))
    first, again = (losses_of(model, FEW, threads=n) for n in (1, 2))
    assert first.yen.tobytes() == again.yen.tobytes()
    worlds = worlds_of(model.chain.threat(), len(first.yen))
    parts = model.parts(worlds)
    assert set(parts) == {MARGIN, RESPONSE, DATA, RECORD}
    assert sum(parts.values()) == pytest.approx(first.yen)
    other = losses_of(model, FEW, seed=7)
    assert other.yen.tobytes() != first.yen.tobytes()
    assert first.provenance.parameters == f"{PARAMETERS.version}, {DEFAULTS.version}"


@pytest.mark.parametrize("given", [("castle", (1, 2, 3)), (MARGIN, (3, 2, 1)), (DATA, (-1, 0, 1)),
                                   (DATA, (1, 2, 1e30)), (DATA, (1, float("nan"), 3))])  # fmt: skip
def test_an_amount_that_is_no_range_is_refused(given):
    with pytest.raises(Invalid, match=r"pricing\.range"):
        money_of(DEFAULTS, dict([given]))


def test_each_amount_is_shipped_with_its_range_in_both_languages():
    assert {one.key for one in DEFAULTS.parameters} == set(KEYS)
    assert all(one.about.is_complete and one.source for one in DEFAULTS.parameters)
    assert money_of(DEFAULTS, {DATA: (1, 2, 3)}).entered == {DATA}
