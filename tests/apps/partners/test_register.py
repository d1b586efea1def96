from __future__ import annotations

import uuid
from dataclasses import replace

import pytest

from sekisho.apps.accounts.actions import NewLink, issue_links
from sekisho.apps.accounts.queries import link_of_subject
from sekisho.apps.audit.queries import chain_report
from sekisho.apps.organisations.queries import organisation_for, relations_for
from sekisho.apps.partners.actions import (
    ContactDraft,
    PartnerDraft,
    RelationDraft,
    Targets,
    add_group_company,
    add_relation,
    change_tags,
    clear_bounce,
    create_partner,
    drop_relation,
    mark_contacts_bounced,
    move_group_company,
    remove_contact,
    restore_contact,
    save_contact,
    set_note,
    set_owner,
    set_partner_active,
    set_tags,
    update_partner,
)
from sekisho.apps.partners.models import Partner
from sekisho.apps.partners.queries import (
    PartnerFilter,
    audience_for,
    contact_for,
    contacts_by_ids,
    contacts_of,
)
from sekisho.apps.partners.queries.pages import partner_for
from sekisho.kernel.actor import SYSTEM, Grant, Role
from sekisho.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from tests.factories.cast import NOW

pytestmark = pytest.mark.django_db


def our_contact(cast) -> uuid.UUID:
    return save_contact(
        cast.aoi, organisation_uid=cast.home.uid, contact=ContactDraft("購買のあおい"), now=NOW
    )


def test_a_new_partner_is_seen_where_its_first_relation_leads(cast):
    draft = PartnerDraft("みほん精機", own_code="N-1")
    relation = RelationDraft(cast.g.uid, what="軸")
    uid = create_partner(cast.aoi, partner=draft, relation=relation, now=NOW)
    assert organisation_for(cast.emi, uid).tier == 1
    assert chain_report().first_bad is None


@pytest.mark.parametrize(
    ("draft", "error"),
    [
        (PartnerDraft("x", own_code="A-001"), Conflict),
        (PartnerDraft("x", corporate_number="1234567890123"), Invalid),
        (PartnerDraft("  "), Invalid),
    ],
)
def test_master_data_that_will_not_do_is_refused(cast, draft, error):
    with pytest.raises(error):
        create_partner(cast.aoi, partner=draft, relation=RelationDraft(cast.g.uid), now=NOW)


def test_a_partner_keeps_its_own_code_when_it_is_changed(cast):
    draft = PartnerDraft("株式会社あさひ部品工業", own_code="A-001", country="JP", headcount=12)
    update_partner(cast.aoi, uid=cast.a.uid, partner=draft, now=NOW)
    found = organisation_for(SYSTEM, cast.a.uid)
    assert (found.name, found.headcount) == ("株式会社あさひ部品工業", 12)


def test_reading_and_coordinating_do_not_change_master_data(cast):
    draft = PartnerDraft("x")
    for actor in (cast.ben, cast.emi):
        with pytest.raises(NotFound):
            update_partner(actor, uid=cast.a.uid, partner=draft, now=NOW)
        with pytest.raises(Forbidden):
            create_partner(actor, partner=draft, relation=RelationDraft(cast.g.uid), now=NOW)


def test_a_partner_out_of_use_is_asked_nothing_and_comes_back(cast):
    set_partner_active(cast.aoi, uid=cast.a.uid, is_active=False, now=NOW)
    assert cast.a.id not in {
        m.organisation_id for m in audience_for(SYSTEM, PartnerFilter()).members
    }
    set_partner_active(cast.aoi, uid=cast.a.uid, is_active=True, now=NOW)
    assert cast.a.id in {m.organisation_id for m in audience_for(SYSTEM, PartnerFilter()).members}


def test_a_coordinator_saves_contacts_in_her_part_only(cast):
    draft = ContactDraft("ちか二号", email="c2@a.example", purposes=("sales", "security"))
    uid = save_contact(cast.emi, organisation_uid=cast.a.uid, contact=draft, now=NOW)
    assert contact_for(cast.emi, uid).purposes == ("security", "sales")
    with pytest.raises(NotFound):
        save_contact(cast.emi, organisation_uid=cast.b.uid, contact=draft, now=NOW)
    with pytest.raises(NotFound):
        save_contact(cast.ben, organisation_uid=cast.a.uid, contact=draft, now=NOW)
    with pytest.raises(NotFound):
        contact_for(cast.emi, cast.dan.uid)


def test_two_contacts_may_share_an_address_and_one_may_have_none(cast):
    for name, email in (("あおい", "chika@a.example"), ("えみ", "")):
        draft = ContactDraft(name, email=email)
        save_contact(cast.aoi, organisation_uid=cast.a.uid, contact=draft, now=NOW)
    assert len(contacts_of(SYSTEM, cast.a.id)) == 3


def test_a_contact_that_nothing_tells_about_is_refused(cast):
    with pytest.raises(Invalid):
        save_contact(cast.aoi, organisation_uid=cast.a.uid, contact=ContactDraft(), now=NOW)


def test_a_removed_contact_is_not_written_to_and_its_links_close(cast):
    link = NewLink(cast.chika.id, 7, NOW.replace(year=2027))
    issue_links(SYSTEM, links=[link], now=NOW)
    remove_contact(cast.aoi, uid=cast.chika.uid, now=NOW)
    assert link_of_subject(7).is_revoked
    (member,) = audience_for(SYSTEM, PartnerFilter(), listed=("A-001",)).members
    assert member.contact_id is None
    restore_contact(cast.aoi, uid=cast.chika.uid, now=NOW)
    (member,) = audience_for(SYSTEM, PartnerFilter(), listed=("A-001",)).members
    assert member.contact_id == cast.chika.id


def test_a_contact_whose_letters_came_back_is_passed_over_until_its_address_changes(cast):
    mark_contacts_bounced(SYSTEM, contact_ids=[cast.chika.id], now=NOW)
    assert not contacts_by_ids([cast.chika.id])[cast.chika.id].is_usable
    draft = ContactDraft("ちか", email="new@a.example")
    save_contact(cast.aoi, organisation_uid=cast.a.uid, contact=draft, uid=cast.chika.uid, now=NOW)
    assert contacts_by_ids([cast.chika.id])[cast.chika.id].is_usable


def test_the_security_contact_is_asked_before_an_older_one(cast):
    draft = ContactDraft("営業", email="s@s.example", purposes=("sales",))
    save_contact(cast.aoi, organisation_uid=cast.s.uid, contact=draft, now=NOW)
    draft = ContactDraft("情シス", email="i@s.example", purposes=("security",), language="en")
    uid = save_contact(cast.aoi, organisation_uid=cast.s.uid, contact=draft, now=NOW)
    (member,) = audience_for(SYSTEM, PartnerFilter(), listed=("S-001",)).members
    assert (member.contact_id, member.language) == (contact_for(SYSTEM, uid).id, "en")


def test_tags_of_many_change_at_once_and_only_within_reach(cast):
    everybody = Targets(criteria=PartnerFilter(is_group=False))
    assert change_tags(cast.emi, targets=everybody, add=["重要"], now=NOW) == 2
    assert partner_for(SYSTEM, cast.a.uid).tags == ("重要",)
    assert partner_for(SYSTEM, cast.b.uid).tags == ()
    tagged = audience_for(SYSTEM, PartnerFilter(tags=("重要",))).members
    assert {member.organisation_id for member in tagged} == {cast.a.id, cast.s.id}
    change_tags(cast.aoi, targets=Targets((cast.a.uid,)), remove=["重要"], now=NOW)
    set_tags(cast.aoi, uid=cast.s.uid, names=["東北"], now=NOW)
    assert partner_for(SYSTEM, cast.a.uid).tags == ()
    assert partner_for(SYSTEM, cast.s.uid).tags == ("東北",)


def test_a_reader_marks_nothing(cast):
    targets = Targets((cast.a.uid,))
    assert change_tags(cast.ben, targets=targets, add=["x"], now=NOW) == 0
    assert set_owner(cast.ben, targets=targets, owner_uid=None, now=NOW) == 0
    with pytest.raises(NotFound):
        set_note(cast.ben, uid=cast.a.uid, text="x", now=NOW)


def test_the_owner_is_a_contact_of_ours(cast):
    owner = our_contact(cast)
    assert set_owner(cast.aoi, targets=Targets((cast.a.uid,)), owner_uid=owner, now=NOW) == 1
    assert partner_for(SYSTEM, cast.a.uid).owner.uid == owner
    number = contact_for(SYSTEM, owner).id
    found = audience_for(SYSTEM, PartnerFilter(owner_id=number)).members
    assert [(m.organisation_id, m.owner_contact_id) for m in found] == [(cast.a.id, number)]
    with pytest.raises(NotFound):
        set_owner(cast.aoi, targets=Targets((cast.a.uid,)), owner_uid=cast.dan.uid, now=NOW)


def test_a_note_is_stored_encrypted(cast):
    set_note(cast.aoi, uid=cast.a.uid, text="秘密のメモ", now=NOW)
    sealed = bytes(Partner.objects.get(organisation_id=cast.a.id).note_sealed)
    assert "秘密".encode() not in sealed
    assert partner_for(cast.ben, cast.a.uid).note == "秘密のメモ"


def test_a_removed_relation_hides_the_partner_and_can_be_put_back(cast):
    (edge,) = relations_for(SYSTEM, cast.a.id)
    draft = drop_relation(cast.aoi, uid=cast.a.uid, relation_uid=edge.uid, now=NOW)
    with pytest.raises(NotFound):
        organisation_for(cast.emi, cast.a.uid)
    add_relation(cast.aoi, uid=cast.a.uid, relation=draft, now=NOW)
    assert organisation_for(cast.emi, cast.a.uid).tier == 1


def test_who_only_reads_at_the_other_end_draws_no_relation_to_it(cast):
    reads, runs = Grant(Role.READER, cast.home.id), Grant(Role.MANAGER, cast.g.id)
    emi = replace(cast.emi, grants=frozenset({reads, runs}))
    assert organisation_for(emi, cast.b.uid).id == cast.b.id
    for at, other in ((cast.g, cast.b), (cast.a, cast.b), (cast.a, cast.home)):
        with pytest.raises(NotFound):
            add_relation(emi, uid=at.uid, relation=RelationDraft(other.uid), now=NOW)
    with pytest.raises(NotFound):
        organisation_for(cast.emi, cast.b.uid)
    add_relation(emi, uid=cast.a.uid, relation=RelationDraft(cast.s.uid), now=NOW)


def test_a_partner_does_not_supply_itself(cast):
    with pytest.raises(Invalid):
        add_relation(cast.aoi, uid=cast.a.uid, relation=RelationDraft(cast.a.uid), now=NOW)


def test_a_relation_elsewhere_cannot_be_removed_from_here(cast):
    edge = relations_for(SYSTEM, cast.b.id)[0]
    with pytest.raises(NotFound):
        drop_relation(cast.aoi, uid=cast.a.uid, relation_uid=edge.uid, now=NOW)


def test_group_companies_are_added_and_moved_without_circles(cast):
    draft = PartnerDraft("孫会社みほん")
    uid = add_group_company(cast.aoi, company=draft, parent_uid=cast.g.uid, now=NOW)
    assert organisation_for(cast.emi, uid).is_group
    with pytest.raises(Conflict):
        move_group_company(cast.aoi, uid=cast.g.uid, parent_uid=uid, now=NOW)
    move_group_company(cast.aoi, uid=uid, parent_uid=cast.h.uid, now=NOW)
    with pytest.raises(NotFound):
        organisation_for(cast.emi, uid)
    with pytest.raises(NotFound):
        add_group_company(cast.emi, company=draft, parent_uid=cast.g.uid, now=NOW)


def test_an_address_from_which_letters_came_back_is_left_out_until_it_is_cleared(cast):
    mark_contacts_bounced(SYSTEM, contact_ids=[cast.chika.id], now=NOW)
    (member,) = audience_for(cast.aoi, PartnerFilter(query="A-001")).members
    assert (member.contact_id, member.has_bounced) == (None, True)
    clear_bounce(cast.emi, uid=cast.chika.uid, now=NOW)
    (member,) = audience_for(cast.aoi, PartnerFilter(query="A-001")).members
    assert (member.contact_id, member.has_bounced) == (cast.chika.id, False)


def test_marking_the_same_address_again_records_nothing(cast):
    marked = [
        mark_contacts_bounced(SYSTEM, contact_ids=[cast.chika.id], now=NOW) for _time in range(2)
    ]
    assert marked == [1, 0]


def test_only_who_follows_up_may_clear_the_mark_of_an_address(cast):
    for actor in (cast.ben, cast.emi):
        with pytest.raises(NotFound):
            clear_bounce(actor, uid=cast.dan.uid, now=NOW)
