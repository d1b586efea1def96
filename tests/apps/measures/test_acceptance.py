"""Accepting a risk: reason and end, four eyes for high weight, open again when it is over."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse

from sekisho.apps.audit.models import AuditEntry
from sekisho.apps.mail.models import OutboxLetter
from sekisho.apps.measures.actions.acceptance import (
    Decision,
    Terms,
    decide_acceptance,
    end_acceptances,
    request_acceptance,
)
from sekisho.apps.measures.actions.findings import NewFinding, open_findings, withdraw_findings
from sekisho.apps.measures.actions.steps import Step, take_step
from sekisho.apps.measures.models import Acceptance, Finding
from sekisho.apps.measures.queries.findings import finding_for
from sekisho.apps.measures.queries.sealed import ENDED_WORD, FindingWords, open_acceptance
from sekisho.kernel.actor import SYSTEM, ActorKind, Role
from sekisho.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from sekisho.kernel.text import Bilingual
from tests.factories.cast import add_member, office_client

TODAY = date(2026, 11, 16)
UNTIL = date(2027, 3, 31)
TERMS = Terms("代替策があるため", "製造部長", UNTIL, "拠点への入室を制限", "承知しました")
WORDS = FindingWords("Q-1", Bilingual("多要素認証", "MFA"), "no")


@pytest.fixture
def new(cast):
    return NewFinding(cast.a.id, cast.home.id, "ask", 1, False, WORDS, None, cast.now)


@pytest.fixture
def low(cast, new):
    open_findings(SYSTEM, findings=[new], now=cast.now)
    return Finding.objects.get()


@pytest.fixture
def high(low):
    Finding.objects.update(is_high=True)
    low.refresh_from_db()
    return low


@pytest.fixture
def manager(cast):
    return add_member("gen", "ge", Role.MANAGER, cast.home.id)


def ask(actor, finding, now, terms=TERMS):
    revision = Finding.objects.get(pk=finding.pk).revision
    return request_acceptance(actor, uid=finding.uid, terms=terms, revision=revision, now=now)


def decide(actor, finding, now, *, is_granted=True, remark="", acceptance=None):
    asked = acceptance or Acceptance.objects.latest("id").uid
    decision = Decision(asked, is_granted, remark)
    decide_acceptance(actor, uid=finding.uid, decision=decision, now=now)


def seen(cast, finding):
    return finding_for(cast.aoi, finding.uid, today=TODAY)


def test_a_risk_of_ordinary_weight_is_accepted_at_once_until_its_day(cast, low):
    assert ask(cast.aoi, low, cast.now)
    found = seen(cast, low)
    assert (found.state, found.accepted_until) == ("accepted", UNTIL)
    assert found.words.remark == TERMS.word
    assert TERMS.reason not in str(found.words)


@pytest.mark.parametrize(
    "terms",
    [
        replace(TERMS, reason=" "),
        replace(TERMS, accepted_by=""),
        replace(TERMS, until_on=TODAY),
        replace(TERMS, until_on=date(2027, 11, 17)),
        replace(TERMS, control="x" * 2001),
    ],
)
def test_reason_name_and_a_day_within_a_year_are_needed(cast, low, terms):
    with pytest.raises(Invalid):
        ask(cast.aoi, low, cast.now, terms)
    assert not Acceptance.objects.exists()


def test_the_last_day_may_lie_a_year_ahead(cast, low):
    assert ask(cast.aoi, low, cast.now, replace(TERMS, until_on=date(2027, 11, 16)))


def test_high_weight_waits_for_a_second_person(cast, high, manager):
    assert not ask(cast.aoi, high, cast.now)
    assert seen(cast, high).state == "open"
    with pytest.raises(Forbidden):
        decide(cast.aoi, high, cast.now)
    decide(manager, high, cast.now)
    assert seen(cast, high).state == "accepted"
    kept = Acceptance.objects.get()
    assert (kept.state, kept.decided_by_uid) == ("granted", manager.uid)


def test_a_decision_counts_for_the_terms_that_were_looked_at(cast, high, manager):
    ask(cast.aoi, high, cast.now)
    looked_at = Acceptance.objects.get().uid
    decide(manager, high, cast.now, is_granted=False, remark="短く")
    ask(cast.aoi, high, cast.now, replace(TERMS, until_on=date(2027, 11, 1)))
    for is_granted in (True, False):
        with pytest.raises(Conflict, match=r"measures\.nothing_to_approve"):
            decide(manager, high, cast.now, is_granted=is_granted, remark="x", acceptance=looked_at)
    assert Acceptance.objects.latest("id").state == "pending"
    assert seen(cast, high).state == "open"


def test_only_a_person_decides(cast, high):
    ask(cast.aoi, high, cast.now)
    key = replace(cast.aoi, kind=ActorKind.TOKEN, uid=uuid.uuid4())
    with pytest.raises(Forbidden):
        decide(key, high, cast.now)
    assert Acceptance.objects.get().state == "pending"


def test_the_page_posts_which_terms_it_showed(cast, high, manager):
    client = office_client(manager)
    ask(cast.aoi, high, cast.now)
    url = reverse("measures:finding", args=[high.uid])
    page = client.get(url).content.decode()
    shown = str(Acceptance.objects.get().uid)
    assert f'name="acceptance" value="{shown}"' in page
    for sent in ({}, {"acceptance": str(high.uid)}):
        answer = client.post(f"{url}decide/", {"decision": "grant", **sent})
        assert answer.status_code in {409, 422}
    assert Acceptance.objects.get().state == "pending"
    client.post(f"{url}decide/", {"decision": "grant", "acceptance": shown})
    assert Acceptance.objects.get().state == "granted"


def test_a_coordinator_asks_but_does_not_approve(cast, high):
    coordinator = add_member("co", "co", Role.COORDINATOR, cast.home.id)
    assert not ask(coordinator, high, cast.now)
    other = add_member("co2", "co2", Role.COORDINATOR, cast.home.id)
    with pytest.raises(NotFound):
        decide(other, high, cast.now)
    decide(cast.aoi, high, cast.now)
    assert seen(cast, high).state == "accepted"


def test_a_refusal_needs_a_word_and_leaves_the_finding_where_it_is(cast, high, manager):
    ask(cast.aoi, high, cast.now)
    with pytest.raises(Invalid):
        decide(manager, high, cast.now, is_granted=False)
    decide(manager, high, cast.now, is_granted=False, remark="対策を")
    assert seen(cast, high).state == "open"
    kept = Acceptance.objects.get()
    assert kept.state == "refused"
    assert open_acceptance(kept.uid, kept.sealed).decision == "対策を"
    ask(cast.aoi, high, cast.now)


def test_only_one_request_waits_at_a_time(cast, high):
    ask(cast.aoi, high, cast.now)
    with pytest.raises(Conflict):
        ask(cast.aoi, high, cast.now)


def test_what_was_proven_meanwhile_cannot_be_approved(cast, high, manager):
    ask(cast.aoi, high, cast.now)
    for step in (Step("done", proof="確認"), Step("proven")):
        revision = Finding.objects.get().revision
        take_step(cast.aoi, uid=high.uid, step=step, revision=revision, now=cast.now)
    with pytest.raises(Conflict):
        decide(manager, high, cast.now)


def test_nobody_below_or_beside_decides(cast, high, new):
    hidden = replace(new, organisation_id=cast.b.id, source_id=2)
    open_findings(SYSTEM, findings=[hidden], now=cast.now)
    other = Finding.objects.latest("id")
    for actor in (cast.emi, cast.ben):
        with pytest.raises(NotFound):
            ask(actor, other, cast.now)


def test_on_the_day_after_it_is_open_again_once(cast, low):
    ask(cast.aoi, low, cast.now)
    last = cast.now + (UNTIL - TODAY)
    assert end_acceptances(SYSTEM, now=last) == 0
    after = last + timedelta(days=1)
    assert [end_acceptances(SYSTEM, now=after) for _ in range(2)] == [1, 0]
    row = Finding.objects.get()
    assert (row.state, row.has_news, row.accepted_until, row.times_back) == ("open", True, None, 1)
    assert seen(cast, low).words.steps[-1].said == ENDED_WORD
    assert Acceptance.objects.get().state == "ended"
    assert OutboxLetter.objects.count() == 0  # nobody here has a conversation or an owner
    assert AuditEntry.objects.filter(verb="measures.open").count() == 1


def test_opening_it_again_before_stops_the_acceptance(cast, low):
    ask(cast.aoi, low, cast.now)
    revision = Finding.objects.get().revision
    again = Step("open", remark="事情が変わった")
    take_step(cast.aoi, uid=low.uid, step=again, revision=revision, now=cast.now)
    assert Acceptance.objects.get().state == "stopped"
    after = cast.now + timedelta(days=400)
    assert end_acceptances(SYSTEM, now=after) == 0


def test_the_plain_step_does_not_pass_by_the_terms(cast, low):
    with pytest.raises(Conflict):
        take_step(
            cast.aoi, uid=low.uid, step=Step("accepted", remark="x"), revision=1, now=cast.now
        )


def test_why_is_sealed_with_the_key_of_home(cast, low):
    ask(cast.aoi, low, cast.now)
    sealed = bytes(Acceptance.objects.get().sealed)
    assert "代替策".encode() not in sealed


def test_withdrawing_is_a_new_revision_with_a_note(cast, low):
    before = low.revision
    kept = withdraw_findings(
        SYSTEM, source="ask", source_id=1, keep_keys=frozenset({"Q-1"}), now=cast.now
    )
    assert kept == 0
    gone = withdraw_findings(SYSTEM, source="ask", source_id=1, keep_keys=frozenset(), now=cast.now)
    row = Finding.objects.get()
    assert (gone, row.state, row.revision) == (1, "withdrawn", before + 1)
    assert seen(cast, low).words.steps[-1].state == "withdrawn"
    with pytest.raises(Conflict):
        take_step(
            cast.aoi, uid=low.uid, step=Step("done", proof="x"), revision=before, now=cast.now
        )


def test_one_acceptance_that_cannot_be_ended_stops_no_other(cast, high, new, manager):
    ask(cast.aoi, high, cast.now)
    decide(manager, high, cast.now)
    first = Finding.objects.get(pk=high.pk)
    Finding.objects.filter(pk=high.pk).update(sealed=b"broken")
    another = replace(new, words=replace(WORDS, key="Q-9"))
    open_findings(SYSTEM, findings=[another], now=cast.now)
    ask(cast.aoi, Finding.objects.latest("id"), cast.now)
    assert first.state == "accepted"
    assert end_acceptances(SYSTEM, now=cast.now + timedelta(days=300)) == 1
