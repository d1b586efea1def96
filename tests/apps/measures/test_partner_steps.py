"""What a respondent may say on a finding through its link, and what the office then sees."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from sekisho.apps.audit.models import AuditEntry
from sekisho.apps.measures.actions.acceptance import Terms, request_acceptance
from sekisho.apps.measures.actions.findings import NewFinding, open_findings
from sekisho.apps.measures.actions.reports import MOST_FILES, Upload, report_step
from sekisho.apps.measures.actions.steps import PARTNER_STEPS, Step, take_step
from sekisho.apps.measures.models import Finding, FindingFile
from sekisho.apps.measures.queries.files import file_content_for, files_for
from sekisho.apps.measures.queries.findings import (
    counts_for,
    finding_for,
    open_counts,
)
from sekisho.apps.measures.queries.narrowing import FindingFilter
from sekisho.apps.measures.queries.sealed import FindingWords
from sekisho.kernel.actor import SYSTEM
from sekisho.kernel.errors import Conflict, Invalid, NotFound, Problem, TooLarge
from sekisho.kernel.text import Bilingual
from tests.factories.answering import invite, open_ask
from tests.factories.cast import office_client

TODAY = date(2026, 11, 16)
WORDS = FindingWords("Q-1", Bilingual("多要素認証を使っていますか。", "Do you use MFA?"), "no")
PLAN = Step("planned", what="装置を替える", due_on=date(2026, 12, 1), by="ちか")
DONE = Step("done", proof="設定を変えた", by="ちか")
ASKED = Step("asked", remark="社外から接続しないため", wish="not_applicable", by="ちか")


@pytest.fixture
def chika(cast):
    return invite(cast, open_ask(cast), cast.chika)


@pytest.fixture
def finding(cast, chika):
    return _finding(cast, chika)


def _finding(cast, visitor):
    new = NewFinding(
        visitor.row.subject_id, cast.home.id, "ask", visitor.assignment_id, True, WORDS, None,
        cast.now,
    )  # fmt: skip
    open_findings(SYSTEM, findings=[new], now=cast.now)
    return Finding.objects.latest("id")


def report(cast, visitor, finding, step, name="", content=b"ok\n"):
    upload = Upload(io.BytesIO(content), name) if name else None
    actor = visitor.actor(cast.now)
    revision = Finding.objects.get(pk=finding.pk).revision
    report_step(actor, uid=finding.uid, step=step, revision=revision, upload=upload, now=cast.now)
    return finding_for(actor, finding.uid, today=TODAY)


def accept(cast, finding, revision):
    """Aoi asks, and the rule of two is kept by taking the weight away."""
    Finding.objects.update(is_high=False)
    terms = Terms("装置はありません", "製造部長", date(2027, 3, 31))
    assert request_acceptance(
        cast.aoi, uid=finding.uid, terms=terms, revision=revision, now=cast.now
    )


def stored_files():
    folder = Path(settings.SEKISHO_DATA) / "files"
    return set(folder.glob("*")) if folder.exists() else set()


def test_each_step_names_who_wrote_it_and_has_a_receipt_of_its_own(cast, chika, finding):
    for step in (PLAN, DONE, ASKED):
        found = report(cast, chika, finding, step)
        assert found.state == step.state
    notes = found.words.steps[1:]
    assert [note.by for note in notes] == ["ちか"] * 3
    assert all(note.is_partner for note in notes)
    assert len({note.receipt for note in notes}) == 3
    assert found.words.wish == "not_applicable"
    verbs = AuditEntry.objects.filter(object_kind="finding").values_list("verb", flat=True)
    assert {"measures.planned", "measures.done", "measures.asked"} <= set(verbs)


@pytest.mark.parametrize("state", ["proven", "accepted", "open", "withdrawn"])
def test_what_the_office_decides_is_closed_to_a_link(cast, chika, finding, state):
    report(cast, chika, finding, DONE)
    with pytest.raises(NotFound):
        report(cast, chika, finding, Step(state, remark="よい", proof="よい"))


@pytest.mark.parametrize("decided", ["proven", "accepted"])
def test_after_the_decision_a_link_reads_and_says_no_more(cast, chika, finding, decided):
    found = report(cast, chika, finding, DONE)
    if decided == "proven":
        step = Step(decided, remark="確認した")
        take_step(cast.aoi, uid=finding.uid, step=step, revision=found.revision, now=cast.now)
    else:
        accept(cast, finding, found.revision)
    with pytest.raises(Conflict):
        report(cast, chika, finding, PLAN)
    assert finding_for(chika.actor(cast.now), finding.uid, today=TODAY).state == decided


@pytest.mark.parametrize(
    "step",
    [
        replace(ASKED, wish=""),
        replace(ASKED, wish="something"),
        replace(ASKED, remark=""),
        replace(PLAN, what=""),
        replace(DONE, proof=""),
        replace(PLAN, by="あ" * 201),
    ],
)
def test_a_step_without_its_words_is_refused(cast, chika, finding, step):
    with pytest.raises(Invalid):
        report(cast, chika, finding, step)
    assert Finding.objects.get().state == "open"


@pytest.mark.parametrize("step", [PLAN, DONE, ASKED])
def test_dan_and_a_link_without_its_code_reach_nothing(cast, chika, finding, step):
    dan = invite(cast, chika.row.ask, cast.dan)
    for actor in (dan.actor(cast.now), chika.actor(cast.now, is_confirmed=False)):
        upload = Upload(io.BytesIO(b"ok\n"), "a.txt")
        for given in (None, upload):
            with pytest.raises(NotFound):
                report_step(
                    actor, uid=finding.uid, step=step, revision=1, upload=given, now=cast.now
                )
    assert Finding.objects.get().revision == 1
    assert not FindingFile.objects.exists()


def test_a_file_goes_with_its_step_and_is_sealed_on_the_disk(cast, chika, finding):
    before = stored_files()
    found = report(cast, chika, finding, DONE, "設定の写し.txt", "画面の写し\n".encode())
    assert found.words.steps[-1].file == "設定の写し.txt"
    (file,) = files_for(chika.actor(cast.now), finding.uid)
    assert file.name == "設定の写し.txt"
    (path,) = stored_files() - before
    assert "画面".encode() not in path.read_bytes()
    assert "設定".encode() not in bytes(FindingFile.objects.get().sealed)
    for actor in (chika.actor(cast.now), cast.aoi, cast.emi):
        assert file_content_for(actor, finding.uid, file.uid)[1] == "画面の写し\n".encode()
    dan = invite(cast, chika.row.ask, cast.dan)
    assert files_for(dan.actor(cast.now), finding.uid) == ()
    with pytest.raises(NotFound):
        file_content_for(dan.actor(cast.now), finding.uid, file.uid)


@pytest.mark.parametrize(
    ("step", "name", "content"),
    [
        (DONE, "invoice.pdf", b"MZ" + b"\x00" * 500),
        (DONE, "empty.txt", b""),
        (replace(DONE, proof=""), "fine.txt", b"ok\n"),
        (Step("proven"), "fine.txt", b"ok\n"),
    ],
)
def test_a_refused_step_leaves_no_file_and_a_refused_file_no_step(
    cast, chika, finding, step, name, content
):
    before = stored_files()
    with pytest.raises(Problem):
        report(cast, chika, finding, step, name, content)
    assert stored_files() == before
    assert not FindingFile.objects.exists()
    assert Finding.objects.get().revision == 1


def test_more_files_than_a_finding_holds_are_refused(cast, chika, finding):
    for _each in range(MOST_FILES):
        report(cast, chika, finding, DONE, "a.txt")
    with pytest.raises(TooLarge):
        report(cast, chika, finding, DONE, "a.txt")
    assert FindingFile.objects.count() == MOST_FILES


def test_what_waits_for_a_decision_counts_as_not_closed(cast, chika, finding):
    report(cast, chika, finding, ASKED)
    counts = counts_for(cast.aoi, today=TODAY, narrowed=FindingFilter())
    assert (counts.asked, counts.open) == (1, 0)
    found = open_counts(source="ask", source_ids=[chika.assignment_id])
    assert found[chika.assignment_id].open == 1


def test_a_wish_stays_when_it_is_granted_and_goes_when_it_is_not(cast, chika, finding):
    found = report(cast, chika, finding, ASKED)
    no = Step("open", remark="装置はあります")
    take_step(cast.aoi, uid=finding.uid, step=no, revision=found.revision, now=cast.now)
    assert finding_for(cast.aoi, finding.uid, today=TODAY).words.wish == ""
    found = report(cast, chika, finding, ASKED)
    accept(cast, finding, found.revision)
    assert finding_for(cast.aoi, finding.uid, today=TODAY).words.wish == "not_applicable"


def test_the_office_asks_nobody_for_a_decision(cast, finding):
    step = Step("asked", remark="判断して", wish="accept")
    with pytest.raises(Conflict):
        take_step(cast.aoi, uid=finding.uid, step=step, revision=1, now=cast.now)
    assert set(PARTNER_STEPS) == {"planned", "done", "asked"}


def test_the_office_reads_who_said_what_and_takes_the_file(cast, chika, finding):
    report(cast, chika, finding, ASKED, "構成図.txt", "図\n".encode())
    client = office_client(cast.emi)
    page = client.get(reverse("measures:finding", args=[finding.uid])).content.decode()
    for word in (
        "判断待ち",
        "自社には当てはまらない",
        "社外から接続しないため",
        "ちか",
        "構成図.txt",
    ):
        assert word in page
    file = FindingFile.objects.get()
    answer = client.get(reverse("measures:file", args=[finding.uid, file.uid]))
    assert answer.content.decode() == "図\n"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    listed = client.get(reverse("measures:findings"), {"state": "asked"}).content.decode()
    assert "多要素認証" in listed
    today = client.get(reverse("home:today")).content.decode()
    assert "判断待ち1件" in today


def test_a_file_is_reached_through_its_own_finding_only(cast, chika, finding):
    report(cast, chika, finding, DONE, "a.txt")
    dan = invite(cast, chika.row.ask, cast.dan)
    other = _finding(cast, dan)
    file = FindingFile.objects.get()
    client = office_client(cast.aoi)
    assert client.get(reverse("measures:file", args=[other.uid, file.uid])).status_code == 404


def test_a_resubmission_with_the_same_gap_leaves_the_question_to_the_office(cast, chika, finding):
    report(cast, chika, finding, ASKED)
    later = cast.now + timedelta(days=1)
    again = NewFinding(
        chika.row.subject_id, cast.home.id, "ask", chika.assignment_id, True, WORDS, None, later
    )
    open_findings(SYSTEM, findings=[again], now=later)
    found = finding_for(cast.aoi, finding.uid, today=TODAY)
    assert (found.state, found.words.wish) == ("asked", "not_applicable")
