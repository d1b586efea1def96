"""Answers tell of things; a reviewer takes them over or leaves them out."""

from __future__ import annotations

import pytest

from sekisho.apps.asks.actions.replies import save_answer
from sekisho.apps.inventory.actions.proposals import (
    Taken,
    refuse_proposal,
    take_proposal,
)
from sekisho.apps.inventory.jobs import take_up
from sekisho.apps.inventory.models import Entry, Proposal
from sekisho.apps.inventory.queries.entries import EntryFilter, entries_for, entry_for
from sekisho.apps.inventory.queries.proposals import count_waiting, proposals_for
from sekisho.engines.inventory import Confidence, Source
from sekisho.engines.questionnaire import Answer
from sekisho.kernel.errors import NotFound
from tests.apps.inventory.world import SECRET, added, answered, decide_all
from tests.factories.answering import invite, open_ask

pytestmark = pytest.mark.django_db


def waiting(actor):
    return {one.name: one for one in proposals_for(actor).rows}


def test_a_submitted_answer_proposes_things_and_adds_none(cast):
    answered(cast)
    assert list(waiting(cast.aoi)) == ["受発注の回線", SECRET, "架空ルーター 2台"]
    assert not Entry.objects.exists()
    assert all(SECRET.encode() not in bytes(row.sealed) for row in Proposal.objects.all())


def test_what_another_group_company_was_told_stays_with_it(cast):
    from dataclasses import replace

    answered(cast, asker=cast.h, holder=replace(cast.chika, organisation_id=cast.s.id))
    assert count_waiting(cast.aoi) == 3
    assert count_waiting(cast.emi) == 0
    answered(cast)
    assert count_waiting(cast.emi) == 3


def test_a_proposal_is_put_right_and_taken_with_its_source(cast):
    answered(cast)
    found = waiting(cast.emi)[SECRET]
    taken = Taken("入口の装置", {**found.values, "version": "7.3", "role": "vpn"})
    uid = take_proposal(cast.emi, uid=found.uid, taken=taken, now=cast.now)
    one = entry_for(cast.emi, uid)
    assert (one.name, one.organisation.id) == ("入口の装置", cast.a.id)
    stamp = one.facts["version"].stamp
    assert (stamp.source, stamp.confidence) == (Source.ANSWER, Confidence.DECLARED)
    assert (stamp.detail, stamp.on.isoformat()) == ("緊急点検のお願い", "2026-11-16")
    assert one.facts["is_supported"].value == "yes"
    assert SECRET not in waiting(cast.emi)
    with pytest.raises(NotFound):
        refuse_proposal(cast.emi, uid=found.uid, now=cast.now)


def test_a_connection_to_us_leads_to_who_asked(cast):
    answered(cast)
    found = waiting(cast.emi)["受発注の回線"]
    taken = Taken(found.name, found.values)
    one = entry_for(cast.emi, take_proposal(cast.emi, uid=found.uid, taken=taken, now=cast.now))
    assert (one.kind.key, one.organisation.id, one.target.id) == (
        *("connection", cast.a.id, cast.g.id),
    )


def test_a_thing_that_is_known_by_name_takes_the_values(cast):
    known = added(cast, cast.a, name="架空ルーター 2台", mfa="no")
    answered(cast)
    found = waiting(cast.aoi)["架空ルーター 2台"]
    taken = Taken(found.name, found.values)
    assert take_proposal(cast.aoi, uid=found.uid, taken=taken, now=cast.now) == known
    one = entry_for(cast.aoi, known)
    assert (one.facts["mfa"].value, one.facts["is_supported"].value) == ("no", "yes")


def test_everything_of_an_answer_is_taken_or_left_out_at_once(cast):
    visitor = answered(cast)
    uid = visitor.row.uid
    with pytest.raises(NotFound):
        decide_all(cast, cast.ben, uid, is_taken=True)
    assert decide_all(cast, cast.emi, uid, is_taken=True) == 3
    assert len(entries_for(cast.emi, EntryFilter())) == 3
    with pytest.raises(NotFound):
        decide_all(cast, cast.emi, uid, is_taken=True)
    other = answered(cast, asker=cast.home)
    assert decide_all(cast, cast.aoi, other.row.uid, is_taken=False) == 3
    assert len(entries_for(cast.aoi, EntryFilter())) == 3


def test_the_job_run_twice_doubles_nothing_and_decided_ones_stay(cast):
    visitor = answered(cast)
    refuse_proposal(cast.aoi, uid=waiting(cast.aoi)[SECRET].uid, now=cast.now)
    take_up(visitor.assignment_id)
    assert SECRET not in waiting(cast.aoi)
    assert Proposal.objects.count() == 3


def test_an_answer_that_is_only_saved_proposes_nothing(cast):
    ask = open_ask(cast, set_key="connection-inventory", asker_id=cast.g.id)
    visitor = invite(cast, ask, cast.chika)
    answer = Answer(choice_keys=("vpn",), followup="1")
    save_answer(
        visitor.actor(cast.now), question_key="CI-01", answer=answer, base_revision=0, now=cast.now
    )
    take_up(visitor.assignment_id)
    assert count_waiting(cast.aoi) == 0
