"""An erased person is nowhere in what we keep, and what was submitted can still be proven."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from sekisho.apps.accounts.models import Link
from sekisho.apps.answering.queries.handovers import handovers_of_reply
from sekisho.apps.answering.queries.talks import threads_of_reply
from sekisho.apps.asks.models import Submission
from sekisho.apps.asks.queries.replies import reply_page_for
from sekisho.apps.asks.queries.respondent_receipts import hash_of
from sekisho.apps.audit.actions import payload_hash
from sekisho.apps.audit.models import AuditEntry
from sekisho.apps.audit.queries import chain_report
from sekisho.apps.keeping.actions.holds import hold_partner
from sekisho.apps.keeping.actions.persons import erase_person
from sekisho.apps.keeping.models import Erasure
from sekisho.apps.keeping.queries.people import known_for
from sekisho.apps.mail.actions import NewLetter, queue_letters
from sekisho.apps.mail.models import OutboxLetter
from sekisho.apps.measures.queries.findings import finding_for
from sekisho.apps.partners.actions import ContactDraft, restore_contact, save_contact
from sekisho.apps.partners.actions.contracts import ContractDraft, ContractFacts, add_contract
from sekisho.apps.partners.actions.register import set_note
from sekisho.apps.partners.models import Contact, ImportBatch, Partner, StagedRow
from sekisho.apps.partners.queries.contacts import contacts_of
from sekisho.apps.partners.queries.contracts import ContractWords
from sekisho.apps.rules.actions.exceptions import NewException, record_exception
from sekisho.apps.rules.queries.exceptions import DeviationWords
from sekisho.engines.questionnaire import Answer
from sekisho.kernel import clock
from sekisho.kernel.actor import SYSTEM, Role
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Conflict, Invalid, NotFound
from tests.apps.rules.world import written
from tests.factories.answering import invite, open_ask
from tests.factories.cast import add_member, office_client
from tests.factories.replying import answer


def erase(told, reason="本人の申し出"):
    erase_person(told.cast.aoi, uid=told.cast.chika.uid, reason=reason, now=clock.now())


def everything(told, actor=None):
    """All that the office can read of the conversation, as text."""
    actor, now = actor or told.cast.aoi, clock.now()
    uid = told.chika.row.uid
    page = reply_page_for(actor, uid, now=now)
    said = [page, threads_of_reply(actor, uid, now=now), handovers_of_reply(actor, uid, now=now)]
    said.append(finding_for(actor, told.finding.uid, today=now.date()))
    return repr(said)


def test_a_person_is_emptied_everywhere_and_the_chain_still_verifies(told):
    cast, now = told.cast, told.cast.now
    mate = Contact.objects.create(
        uid=new_id(), organisation_id=cast.a.id, name="次の人", superior_id=cast.chika.id,
        created_at=now, updated_at=now,
    )  # fmt: skip
    Partner.objects.create(organisation_id=cast.b.id, owner_id=cast.chika.id)
    own = told.chika.assignment_id
    letter = NewLetter("asks.request", own, cast.chika.id, "ja", "waits")
    queue_letters(SYSTEM, letters=[letter], now=now)
    batch = ImportBatch.objects.create(
        uid=new_id(), organisation_id=cast.home.id, started_by_uid=new_id(), file_name="l.xlsx",
        samples=[["あさひ", "ち か", "chika@a.example"]], created_at=now, touched_at=now,
    )  # fmt: skip
    StagedRow.objects.create(
        batch=batch, number=2, verdict="changed",
        values={"name": "あさひ", "contact": "ちか", "email": "CHIKA@a.example"},
        changes=[["contact", "前", "ちか"]],
    )  # fmt: skip
    assert "ちか" in everything(told)
    erase(told)
    text = everything(told)
    assert "ちか" not in text
    assert "chika@a.example" not in text
    row = Contact.objects.get(pk=cast.chika.id)
    assert (row.name, row.department, row.email, row.phone, row.purposes) == ("", "", "", "", [])
    mate.refresh_from_db()
    assert mate.superior_id is None
    assert Partner.objects.get(organisation_id=cast.b.id).owner_id is None
    assert not Link.objects.filter(holder_id=row.pk, purpose="answer", revoked_at=None).exists()
    assert OutboxLetter.objects.get(unique_key="waits").state == "cancelled"
    staged = StagedRow.objects.get()
    assert "ちか" not in repr((staged.values, staged.changes, ImportBatch.objects.get().samples))
    assert staged.values["name"] == "あさひ"
    assert chain_report().first_bad is None


def test_the_check_value_stays_that_of_what_was_submitted(told):
    before = Submission.objects.get()
    record = dict(
        reply_page_for(told.cast.aoi, told.chika.row.uid, now=clock.now()).receipts[0].record
    )
    assert hash_of(record) == before.content_hash
    erase(told)
    receipt = reply_page_for(told.cast.aoi, told.chika.row.uid, now=clock.now()).receipts[0]
    assert receipt.is_blotted
    assert (receipt.name, receipt.department, receipt.approver) == ("", "", "部長")
    assert receipt.content_hash == before.content_hash != hash_of(receipt.record)
    entry = AuditEntry.objects.get(verb="asks.name_taken_out")
    told_hashes = {
        "submission": str(before.uid),
        "submitted": before.content_hash,
        "since": hash_of(receipt.record),
    }
    assert entry.payload_hash == payload_hash(told_hashes)
    given, kept = (json.loads(json.dumps(one["reply"])) for one in (record, receipt.record))
    assert given["choices"] == kept["choices"]


def test_lists_say_that_a_person_was_erased_and_nobody_brings_them_back(told):
    erase(told)
    cast = told.cast
    found = contacts_of(cast.aoi, cast.a.id, is_active=False)
    assert [one.label for one in found] == ["消去された担当者"]
    for act in (
        lambda: restore_contact(cast.aoi, uid=cast.chika.uid, now=clock.now()),
        lambda: save_contact(
            cast.aoi, organisation_uid=cast.a.uid, contact=ContactDraft("また"),
            uid=cast.chika.uid, now=clock.now(),
        ),
    ):  # fmt: skip
        with pytest.raises(Conflict, match="contact_erased"):
            act()
    with pytest.raises(Conflict, match="already_erased"):
        erase(told)
    page = office_client(cast.aoi).get(reverse("partners:partner", args=[cast.a.uid]))
    assert "消去された担当者" in page.content.decode()
    assert Erasure.objects.get().kind == "contacts"


def test_a_namesake_in_another_reply_of_the_same_firm_keeps_the_name(told):
    cast = told.cast
    Contact.objects.create(
        uid=new_id(), organisation_id=cast.a.id, name="ちか", email="other@a.example",
        created_at=cast.now, updated_at=cast.now,
    )  # fmt: skip
    row = told.chika.row
    row.contact_id = 999_999
    row.save(update_fields=["contact_id"])
    erase(told)
    assert "ちか" in everything(told)


def test_a_reason_is_needed_and_a_hold_stands_against_it(told):
    with pytest.raises(Invalid, match="no_reason"):
        erase(told, " ")
    hold_partner(told.cast.aoi, uid=told.cast.a.uid, reason="係争中", now=clock.now())
    with pytest.raises(Conflict, match="on_hold"):
        erase(told)
    assert Contact.objects.get(pk=told.cast.chika.id).name == "ちか"


def test_only_managers_who_reach_the_partner_erase(told):
    cast = told.cast
    stranger = add_member("m.h", "m", Role.MANAGER, cast.h.id)
    for actor in (cast.ben, cast.emi, stranger):
        with pytest.raises(NotFound):
            erase_person(actor, uid=cast.chika.uid, reason="x", now=clock.now())
        with pytest.raises(NotFound):
            known_for(actor, cast.chika.uid)
    manager = add_member("m.g", "m", Role.MANAGER, cast.g.id)
    erase_person(manager, uid=cast.chika.uid, reason="x", now=clock.now())


def test_only_what_is_in_sight_is_counted_and_the_rest_is_erased_too(told):
    cast = told.cast
    hidden = invite(cast, open_ask(cast, asker_id=cast.h.id), cast.chika)
    answer(hidden.row, {"M22-RR-01": Answer(("yes",))}, clock.now())
    manager = add_member("m.g", "m", Role.MANAGER, cast.g.id)
    seen, all_of_it = known_for(manager, cast.chika.uid), known_for(cast.aoi, cast.chika.uid)
    assert (seen.named.asked, all_of_it.named.asked) == (1, 2)
    assert all_of_it.named.answers == seen.named.answers + 1
    assert (seen.links, all_of_it.links) == (1, 2)
    assert seen.letters is None
    assert all_of_it.letters is not None
    page = reverse("keeping:person", args=[cast.chika.uid])
    assert "ほかのグループ会社" in office_client(manager).get(page).content.decode()
    assert "ほかのグループ会社" not in office_client(cast.aoi).get(page).content.decode()
    erase_person(manager, uid=cast.chika.uid, reason="x", now=clock.now())
    assert "ちか" not in repr(reply_page_for(cast.aoi, hidden.row.uid, now=clock.now()).questions)


def test_what_nobody_can_erase_by_machine_is_named_with_its_page(told):
    cast, now = told.cast, clock.now()
    words = ContractWords("取引基本契約", "窓口は ち か さん")
    draft = ContractDraft(cast.home.uid, words, ContractFacts())
    contract = add_contract(cast.aoi, organisation_uid=cast.a.uid, draft=draft, now=now)
    set_note(cast.aoi, uid=cast.a.uid, text="誰でもない", now=now)
    rule = written(cast)
    words = DeviationWords("第一条", "ちかの部署では間に合わない")
    new = NewException(rule, cast.g.uid, words, now.date() + timedelta(days=30))
    exception = record_exception(cast.aoi, new=new, now=now)
    found = {(one.kind, one.uid) for one in known_for(cast.aoi, cast.chika.uid).left}
    assert found == {("contract", contract)}
    set_note(cast.aoi, uid=cast.a.uid, text="連絡はちか様へ", now=now)
    found = {(one.kind, one.uid) for one in known_for(cast.aoi, cast.chika.uid).left}
    assert found == {("contract", contract), ("note", cast.a.uid)}
    save_contact(
        cast.aoi,
        organisation_uid=cast.g.uid,
        contact=ContactDraft(name="ちか", email="chika@g.example"),
        now=now,
    )
    other = Contact.objects.get(email="chika@g.example")
    found = {(one.kind, one.uid) for one in known_for(cast.aoi, other.uid).left}
    assert found == {("exception", exception)}
    page = office_client(cast.aoi).get(reverse("keeping:person", args=[cast.chika.uid]))
    assert reverse("partners:contract", args=[contract]) in page.content.decode()


def test_the_page_counts_and_asks_once(told):
    client, address = (
        office_client(told.cast.aoi),
        reverse("keeping:person", args=[told.cast.chika.uid]),
    )
    assert "1名を消去する" in client.get(address).content.decode()
    assert client.post(address, {"reason": "申し出"}).status_code == 422
    assert client.post(address, {"reason": "申し出", "is_sure": "on"}).status_code == 302
    assert Contact.objects.get(pk=told.cast.chika.id).erased_at is not None
