from __future__ import annotations

import zoneinfo

import pytest
from django.db.models import Q

from sekisho.apps.organisations.actions import NewOrganisation, create_organisations
from sekisho.apps.organisations.queries import (
    Selection,
    count_in,
    counts_by,
    identify_organisations,
    is_taken,
    organisations_in,
    seal_for,
    search_filter,
    trading_filter,
    values_in,
)
from sekisho.apps.organisations.queries.countries import (
    COUNTRY_ZONES,
    country_code,
    country_name,
    zone_of,
)
from sekisho.kernel.actor import NOBODY, SYSTEM
from tests.factories.cast import NOW


def names(actor, selection) -> set[str]:
    return {row.name for row in organisations_in(actor, selection)}


@pytest.mark.django_db
def test_a_selection_never_leaves_the_reach_of_its_actor(cast):
    assert cast.b.name not in names(cast.emi, Selection())
    assert cast.a.name in names(cast.emi, Selection())
    assert count_in(NOBODY, Selection()) == 0
    assert count_in(cast.emi, Selection(Q(id=cast.b.id))) == 0


@pytest.mark.django_db
def test_unknown_sorts_fall_back_to_the_name(cast):
    wanted = values_in(SYSTEM, Selection(), "name")
    assert values_in(SYSTEM, Selection(sort="'; DROP"), "name") == wanted


@pytest.mark.django_db
def test_missing_values_sort_last_both_ways(cast):
    for sort in ("code", "-code"):
        codes = [row.own_code for row in organisations_in(SYSTEM, Selection(sort=sort))]
        assert codes[-2:] == [None, None]


@pytest.mark.django_db
def test_counts_by_tier_add_up(cast):
    assert counts_by(SYSTEM, Selection(Q(is_group=False)), "tier") == {(1,): 3, (-1,): 1}


@pytest.mark.django_db
def test_trading_is_seen_from_both_ends(cast):
    found = names(SYSTEM, Selection(trading_filter(cast.home.id)))
    assert found == {cast.r.name}
    assert names(SYSTEM, Selection(trading_filter(cast.home.id, ["service"]))) == set()


@pytest.mark.django_db
def test_a_line_that_fits_two_organisations_names_neither(cast):
    twins = [NewOrganisation("双子みほん", own_code=f"T-{n}") for n in range(2)]
    create_organisations(SYSTEM, organisations=twins, now=NOW)
    assert identify_organisations(SYSTEM, ["双子みほん"]) == {}
    assert set(identify_organisations(SYSTEM, ["T-1"])) == {"T-1"}


@pytest.mark.django_db
def test_a_code_is_taken_for_everybody_but_its_holder(cast):
    assert is_taken("own_code", "A-001")
    assert not is_taken("own_code", "A-001", but=cast.a.id)


@pytest.mark.django_db
def test_many_organisations_enter_in_order_with_key_and_index(cast):
    new = [NewOrganisation(f"みほん{n}号製作所") for n in range(1200)]
    ids = create_organisations(SYSTEM, organisations=new, now=NOW)
    assert len(set(ids)) == len(new)
    rows = dict(values_in(SYSTEM, Selection(Q(id__in=ids)), "id", "name"))
    assert [rows[own] for own in ids] == [one.name for one in new]
    assert names(SYSTEM, Selection(search_filter("777号"))) == {"みほん777号製作所"}
    from sekisho.adapters.vault import Place

    assert seal_for(ids[-1], Place("t", "r", "f"), b"x")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(("日本", "JP"), ("ＪＰ", "JP"), ("usa", "US"), ("米国", "US")),
        *(("Viet Nam", "VN"), ("ZW", "ZW"), ("火星", None)),
    ],
)
def test_a_country_is_known_by_code_and_name(text, code):
    assert country_code(text) == code


def test_every_zone_exists_and_an_unlisted_country_takes_the_zone_of_home():
    assert set(COUNTRY_ZONES.values()) <= zoneinfo.available_timezones()
    assert zone_of("US", home_zone="Asia/Tokyo") == "America/New_York"
    assert zone_of("ZW", home_zone="Asia/Tokyo") == "Asia/Tokyo"
    assert country_name("DE", "ja") == "ドイツ"
    assert country_name("ZW", "en") == "ZW"
