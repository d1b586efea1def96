from __future__ import annotations

import pytest

from sekisho.apps.partners.queries import PartnerFilter, audience_for, contacts_by_ids
from sekisho.kernel.actor import NOBODY, SYSTEM, Capability

pytestmark = pytest.mark.django_db


def names(audience) -> set[str]:
    return {member.name for member in audience.members}


def test_the_office_reaches_every_partner_with_the_contact_to_write_to(cast):
    audience = audience_for(cast.aoi, PartnerFilter(is_group=False))
    assert names(audience) == {place.name for place in (cast.a, cast.b, cast.s, cast.r)}
    contacts = {member.organisation_id: member.contact_id for member in audience.members}
    assert contacts == {
        cast.a.id: cast.chika.id,
        cast.b.id: cast.dan.id,
        cast.s.id: None,
        cast.r.id: None,
    }


def test_home_is_never_asked_by_itself(cast):
    assert cast.home.name not in names(audience_for(cast.aoi, PartnerFilter()))


def test_a_line_that_names_home_is_told_and_asked_only_on_request(cast):
    lines = (cast.home.name, "A-001", "nobody")
    told = audience_for(cast.aoi, PartnerFilter(), listed=lines)
    assert (names(told), told.unknown, told.names_home) == ({cast.a.name}, ("nobody",), True)
    asked = audience_for(cast.aoi, PartnerFilter(), listed=lines, is_home_asked=True)
    assert names(asked) == {cast.a.name, cast.home.name}
    alone = audience_for(cast.aoi, PartnerFilter(), listed=(cast.home.name,))
    assert (names(alone), alone.unknown, alone.names_home) == (set(), (), True)
    assert not audience_for(cast.aoi, PartnerFilter(), listed=("A-001",)).names_home


def test_a_role_that_may_not_send_reaches_nobody(cast):
    assert not audience_for(cast.ben, PartnerFilter()).members
    assert not audience_for(cast.emi, PartnerFilter()).members
    assert not audience_for(NOBODY, PartnerFilter()).members


def test_a_coordinator_sees_only_her_part_of_the_chain(cast):
    audience = audience_for(cast.emi, PartnerFilter(is_group=False), capability=Capability.VIEW)
    assert names(audience) == {cast.a.name, cast.s.name}


def test_a_pasted_list_names_partners_by_code_or_name_in_any_spelling(cast):
    lines = ("A-001", "㈱あさひ部品", " 共通素材（株） ", "Dan Canary B", "nobody", "A-001")
    audience = audience_for(cast.aoi, PartnerFilter(), listed=lines)
    assert names(audience) == {cast.a.name, cast.b.name, cast.s.name}
    assert audience.unknown == ("nobody",)


def test_a_line_naming_somebody_out_of_reach_is_unknown(cast):
    audience = audience_for(
        cast.emi, PartnerFilter(), listed=("B-001", "A-001"), capability=Capability.VIEW
    )
    assert names(audience) == {cast.a.name}
    assert audience.unknown == ("B-001",)


def test_a_line_pasted_with_its_neighbours_is_read_cell_by_cell(cast):
    audience = audience_for(cast.aoi, PartnerFilter(), listed=("1\tR-001\t架空",))
    assert names(audience) == {cast.r.name}


def test_a_filter_and_a_list_add_up(cast):
    audience = audience_for(cast.aoi, PartnerFilter(countries=("US",)), listed=("S-001",))
    assert names(audience) == {cast.b.name, cast.s.name}


@pytest.mark.parametrize(
    ("criteria", "expected"),
    [
        (PartnerFilter(tiers=(-1,)), {"r"}),
        (PartnerFilter(kinds=("procurement",), is_group=False), {"a", "b", "s"}),
        (PartnerFilter(query="部品"), {"a"}),
        (PartnerFilter(query="部"), {"a"}),
        (PartnerFilter(query="dan"), {"b"}),
        (PartnerFilter(has_contact=False, is_group=False), {"s", "r"}),
        (PartnerFilter(has_contact=True, is_group=False), {"a", "b"}),
        (PartnerFilter(is_active=False), set()),
    ],
)
def test_each_filter_keeps_what_it_says(cast, criteria, expected):
    found = names(audience_for(SYSTEM, criteria))
    assert found == {getattr(cast, name).name for name in expected}


def test_a_filter_by_group_company_keeps_those_that_trade_with_it(cast):
    found = names(audience_for(SYSTEM, PartnerFilter(group_company_id=cast.h.id)))
    assert found == {cast.b.name, cast.s.name}


def test_contacts_by_number_leave_out_the_absent(cast):
    found = contacts_by_ids([cast.chika.id, 999_999])
    assert set(found) == {cast.chika.id}
    assert found[cast.chika.id].email == "chika@a.example"
    assert found[cast.chika.id].is_usable
