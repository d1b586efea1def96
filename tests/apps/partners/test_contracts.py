"""Contracts: kept with the partner, seen by who reaches both ends, told before they end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from sekisho.apps.audit.models import AuditEntry
from sekisho.apps.partners.actions.contracts import (
    ContractDraft,
    ContractFacts,
    add_contract,
    change_contract,
    end_contract,
)
from sekisho.apps.partners.models import Contract
from sekisho.apps.partners.queries.contracts import (
    ContractWords,
    contract_for,
    contracts_of,
    ending_contracts,
)
from sekisho.kernel import clock
from sekisho.kernel.errors import Conflict, Invalid, NotFound
from tests.factories.cast import office_client

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 16)
SECRET = "秘匿契約"


def draft(party, title=SECRET, **facts):
    return ContractDraft(party.uid, ContractWords(title, "覚書"), ContractFacts(**facts))


def written(cast, at, party, **facts):
    return add_contract(
        cast.aoi, organisation_uid=at.uid, draft=draft(party, **facts), now=cast.now
    )


def test_a_contract_keeps_its_words_sealed_and_leaves_a_trace(cast):
    uid = written(cast, cast.a, cast.g, reporting_hours=24, has_personal_data=True)
    row = Contract.objects.get()
    assert SECRET.encode() not in bytes(row.sealed)
    found = contract_for(cast.emi, uid)
    assert (found.words.title, found.reporting_hours, found.party.id) == (SECRET, 24, cast.g.id)
    assert AuditEntry.objects.latest("seq").verb == "partners.contract_added"


def test_a_contract_is_seen_by_who_reaches_both_ends(cast):
    mine, other = written(cast, cast.s, cast.g), written(cast, cast.s, cast.h)
    assert [one.uid for one in contracts_of(cast.emi, cast.s.id)] == [mine]
    with pytest.raises(NotFound):
        contract_for(cast.emi, other)
    with pytest.raises(NotFound):
        end_contract(cast.emi, uid=other, revision=1, last_day=TODAY, now=cast.now)
    with pytest.raises(NotFound):
        add_contract(cast.emi, organisation_uid=cast.a.uid, draft=draft(cast.home), now=cast.now)
    with pytest.raises(NotFound):
        add_contract(cast.ben, organisation_uid=cast.a.uid, draft=draft(cast.home), now=cast.now)


def test_days_must_fit_and_a_late_change_is_refused(cast):
    with pytest.raises(Invalid):
        written(cast, cast.a, cast.g, starts_on=TODAY, ends_on=TODAY - timedelta(days=1))
    uid = written(cast, cast.a, cast.g, starts_on=TODAY)
    change_contract(cast.aoi, uid=uid, revision=1, draft=draft(cast.g, "新"), now=cast.now)
    with pytest.raises(Conflict):
        change_contract(cast.aoi, uid=uid, revision=1, draft=draft(cast.g), now=cast.now)
    assert contract_for(cast.aoi, uid).words.title == "新"


def test_a_contract_ends_earlier_and_that_can_be_taken_back(cast):
    uid = written(cast, cast.a, cast.g, ends_on=TODAY + timedelta(days=400))
    end_contract(cast.aoi, uid=uid, revision=1, last_day=TODAY, now=cast.now)
    found = contract_for(cast.aoi, uid)
    assert (found.last_day, found.is_over(TODAY)) == (TODAY, False)
    assert found.is_over(TODAY + timedelta(days=1))
    end_contract(cast.aoi, uid=uid, revision=2, last_day=None, now=cast.now)
    assert contract_for(cast.aoi, uid).last_day == TODAY + timedelta(days=400)


@pytest.mark.parametrize(
    ("facts", "is_told"),
    [
        ({"ends_on": TODAY}, True),
        ({"ends_on": TODAY + timedelta(days=90)}, True),
        ({"ends_on": TODAY + timedelta(days=91)}, False),
        ({"ends_on": TODAY - timedelta(days=1)}, False),
        ({"notice_on": TODAY + timedelta(days=10)}, True),
        ({}, False),
    ],
)
def test_what_ends_or_needs_notice_within_ninety_days_is_told(cast, facts, is_told):
    written(cast, cast.a, cast.g, **facts)
    count, found = ending_contracts(cast.emi, today=TODAY, most=8)
    assert (count, len(found)) == ((1, 1) if is_told else (0, 0))
    assert ending_contracts(cast.aoi, today=TODAY, most=8)[0] == count


def test_a_contract_is_written_changed_and_ended_on_pages(cast, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: cast.now)
    aoi, at = office_client(cast.aoi), reverse("partners:partner", args=[cast.a.uid])
    typed = {"title": "<b>基本契約", "party": str(cast.g.uid), "ends_on": "2026-12-31"}
    wrong = aoi.post(
        reverse("partners:add_contract", args=[cast.a.uid]), {**typed, "starts_on": "2027-01-01"}
    )
    assert wrong.status_code == 422
    assert "終了日を開始日より前にはできません" in wrong.content.decode()
    aoi.post(reverse("partners:add_contract", args=[cast.a.uid]), typed)
    row = Contract.objects.get()
    page = aoi.get(at).content.decode()
    assert "&lt;b&gt;基本契約" in page
    assert "<b>基本契約" not in page
    assert "90日以内に終わる契約" in aoi.get(reverse("home:today")).content.decode()
    edit = reverse("partners:contract", args=[row.uid])
    assert "2026-12-31" in aoi.get(edit).content.decode()
    aoi.post(edit, {**typed, "title": "改定契約", "revision": "1", "reporting_hours": "24"})
    assert "24時間" in aoi.get(at).content.decode()
    end = reverse("partners:end_contract", args=[row.uid])
    aoi.post(end, {"revision": "2", "last_day": "2026-11-10"})
    assert "終了" in aoi.get(at).content.decode()
    row.refresh_from_db()
    assert row.ended_on == date(2026, 11, 10)
    ben = office_client(cast.ben)
    assert "改定契約" in ben.get(at).content.decode()
    assert ben.get(edit).status_code == 403
