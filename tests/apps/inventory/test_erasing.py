"""What quotes an answer goes with it, a person's name goes with the person, both on record."""

from __future__ import annotations

import json

import pytest

from sekisho.apps.inventory.actions.erasing import erase_proposals
from sekisho.apps.inventory.models import Entry, Proposal
from sekisho.apps.inventory.queries.entries import entry_for
from sekisho.apps.keeping.actions.persons import erase_person
from sekisho.apps.keeping.forms.dossier import index_of
from sekisho.apps.keeping.queries.dossier import dossier_for
from sekisho.kernel.actor import SYSTEM
from tests.apps.inventory.world import SECRET, added, answered, decide_all, linked
from tests.apps.partners.test_contracts import written

pytestmark = pytest.mark.django_db


def test_proposals_go_with_their_answer_and_what_was_taken_over_stays(cast):
    mine, other = answered(cast), answered(cast, asker=cast.home)
    decide_all(cast, cast.aoi, mine.row.uid, is_taken=True)
    erase_proposals(SYSTEM, assignment_ids=[mine.assignment_id])
    assert {row.assignment_id for row in Proposal.objects.all()} == {other.assignment_id}
    assert Entry.objects.count() == 3


def test_an_erased_person_stands_in_no_value_any_more(cast):
    uid = linked(cast, cast.a, cast.g, approved_by="ちか", purpose="受発注")
    other = linked(cast, cast.b, cast.h, approved_by="ちか")
    erase_person(cast.aoi, uid=cast.chika.uid, reason="求めによる", now=cast.now)
    found = entry_for(cast.aoi, uid)
    assert set(found.facts) == {"purpose"}
    assert Entry.objects.get(uid=uid).unknown_count == len(found.unknown)
    assert entry_for(cast.aoi, other).facts["approved_by"].value == "ちか"


def test_everything_about_a_partner_holds_its_inventory_and_contracts(cast):
    added(cast, cast.a, name=SECRET, mfa="no")
    written(cast, cast.a, cast.g, reporting_hours=24)
    added(cast, cast.b, name="Bの装置")
    found = dossier_for(cast.aoi, cast.a.uid, now=cast.now)
    held = json.loads(index_of(found, now=cast.now, by="aoi"))
    (entry,), (contract,) = held["inventory"], held["contracts"]
    assert (entry["kind"], entry["name"]) == ("device", SECRET)
    assert entry["facts"]["mfa"]["value"] == "no"
    assert contract["reporting_hours"] == 24
