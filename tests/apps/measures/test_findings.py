"""A finding goes its way from open to proven; who may take which step."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse

from sekisho.apps.measures.actions.findings import NewFinding, open_findings
from sekisho.apps.measures.actions.steps import Step, take_step
from sekisho.apps.measures.models import Finding
from sekisho.apps.measures.queries.findings import finding_for
from sekisho.apps.measures.queries.sealed import FindingWords
from sekisho.kernel.actor import SYSTEM
from sekisho.kernel.errors import Conflict, Invalid, NotFound
from sekisho.kernel.text import Bilingual
from tests.factories.cast import CANARY_B, office_client

TODAY = date(2026, 11, 16)
WORDS = FindingWords("Q-1", Bilingual("多要素認証を使っていますか。", "Do you use MFA?"), "no")


@pytest.fixture
def new(cast):
    return NewFinding(cast.a.id, cast.home.id, "ask", 1, True, WORDS, None, cast.now)


@pytest.fixture
def finding(cast, new):
    open_findings(SYSTEM, findings=[new], now=cast.now)
    return Finding.objects.get()


def step(actor, finding, taken, now, revision=None):
    seen = finding_for(actor, finding.uid, today=TODAY)
    take_step(actor, uid=finding.uid, step=taken, revision=revision or seen.revision, now=now)
    return finding_for(actor, finding.uid, today=TODAY)


def test_it_is_planned_done_and_proven_and_its_history_tells_who(cast, finding):
    step(cast.emi, finding, Step("planned", what="MFAを入れる", due_on=date(2026, 12, 1)), cast.now)
    step(cast.emi, finding, Step("done", proof="設定画面を確認"), cast.now)
    found = step(cast.aoi, finding, Step("proven"), cast.now)
    assert found.state == "proven"
    assert [note.state for note in found.words.steps] == ["open", "planned", "done", "proven"]
    assert [note.by for note in found.words.steps][1:] == ["えみ", "えみ", "あおい"]


def test_a_plan_needs_words_and_a_day(cast, finding):
    for lacking in (Step("planned", what="MFA"), Step("planned", due_on=date(2026, 12, 1))):
        with pytest.raises(Invalid):
            step(cast.aoi, finding, lacking, cast.now)


def test_nothing_is_proven_that_was_not_reported_as_done(cast, finding):
    with pytest.raises(Conflict):
        step(cast.aoi, finding, Step("proven"), cast.now)


def test_two_people_do_not_decide_over_each_other(cast, finding):
    step(cast.aoi, finding, Step("done", proof="確認"), cast.now, revision=1)
    with pytest.raises(Conflict):
        step(cast.emi, finding, Step("proven"), cast.now, revision=1)


def test_ben_reads_but_takes_no_step(cast, finding):
    with pytest.raises(NotFound):
        step(cast.ben, finding, Step("done", proof="確認"), cast.now)
    client = office_client(cast.ben)
    assert client.get(reverse("measures:finding", args=[finding.uid])).status_code == 200
    address = reverse("measures:step", args=[finding.uid, "done"])
    assert client.post(address, {"revision": 1, "proof": "x"}).status_code == 403


def test_the_words_are_sealed(finding):
    assert "多要素".encode() not in bytes(finding.sealed)


def test_a_finding_told_again_later_opens_a_proven_one(cast, finding, new):
    step(cast.aoi, finding, Step("done", proof="確認"), cast.now)
    step(cast.aoi, finding, Step("proven"), cast.now)
    assert open_findings(SYSTEM, findings=[new], now=cast.now) == 0
    later = cast.now + timedelta(days=1)
    again = replace(new, reported_at=later)
    assert open_findings(SYSTEM, findings=[again], now=later) == 1
    assert finding_for(cast.aoi, finding.uid, today=TODAY).state == "open"


def test_emi_sees_findings_of_her_chain_only(cast, finding, new):
    other = replace(new, organisation_id=cast.b.id, source_id=2)
    open_findings(SYSTEM, findings=[other], now=cast.now)
    hidden = Finding.objects.get(organisation_id=cast.b.id)
    client = office_client(cast.emi)
    assert client.get(reverse("measures:finding", args=[hidden.uid])).status_code == 404
    for page in (reverse("measures:findings"), reverse("measures:export", args=["csv"])):
        text = client.get(page).content.decode()
        assert CANARY_B not in text
        assert cast.a.name in text


def test_a_step_on_the_page_with_words_missing_says_so_and_keeps_the_rest(cast, finding):
    client = office_client(cast.aoi)
    address = reverse("measures:step", args=[finding.uid, "planned"])
    answer = client.post(address, {"revision": 1, "what": "MFAを入れる", "due_on": ""})
    assert answer.status_code == 422
    assert "MFAを入れる" in answer.content.decode()
    good = client.post(address, {"revision": 1, "what": "MFAを入れる", "due_on": "2026-12-01"})
    assert good.url == reverse("measures:finding", args=[finding.uid])
