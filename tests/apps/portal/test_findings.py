"""What was found is read by both sides and only by them; the respondent says how it stands."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sekisho.apps.measures.actions.findings import NewFinding, open_findings
from sekisho.apps.measures.actions.steps import Step, take_step
from sekisho.apps.measures.models import Finding, FindingFile
from sekisho.apps.measures.queries.findings import finding_for
from sekisho.apps.measures.queries.sealed import FindingWords
from sekisho.kernel import clock
from sekisho.kernel.actor import SYSTEM
from sekisho.kernel.text import Bilingual
from tests.factories.answering import Visitor
from tests.factories.cast import Cast, office_client, respondent_client

pytestmark = pytest.mark.django_db
MFA = Bilingual("多要素認証を使っていますか。", "Do you use MFA?")
DUE = clock.now().date() + timedelta(days=60)
PLANNED = {"what": "装置を替えます", "who": "総務部", "due_on": DUE.isoformat(), "by": "ちか"}
DONE = {"proof": "設定を変えました", "by": "ちか"}
ASKED = {"wish": "not_applicable", "remark": "社外からつながないため", "by": "ちか"}
SAID = {"planned": PLANNED, "done": DONE, "asked": ASKED}


def _open(cast: Cast, visitor: Visitor, what: str = "") -> Finding:
    new = NewFinding(
        organisation_id=visitor.row.subject_id,
        asked_by_id=cast.home.id,
        source="ask",
        source_id=visitor.assignment_id,
        is_high=True,
        words=FindingWords("M22-RR-02", MFA, "no", what=what),
        due_on=None,
        reported_at=cast.now,
    )
    open_findings(SYSTEM, findings=[new], now=cast.now)
    return Finding.objects.latest("id")


@pytest.fixture
def finding(cast: Cast, chika: Visitor) -> Finding:
    return _open(cast, chika)


def _url(visitor: Visitor, finding: Finding, state: str = "") -> str:
    base = f"/r/a/{visitor.link_uid}/findings/{finding.uid}/"
    return f"{base}{state}/" if state else base


def _say(client: Client, visitor: Visitor, finding: Finding, state: str, **more: object):
    revision = Finding.objects.get(pk=finding.pk).revision
    given = {"revision": revision, **SAID[state], **more}
    return client.post(_url(visitor, finding, state), given)


def _office(cast: Cast, finding: Finding, step: Step) -> None:
    revision = Finding.objects.get(pk=finding.pk).revision
    take_step(cast.emi, uid=finding.uid, step=step, revision=revision, now=clock.now())


@pytest.mark.parametrize("page", ["", "receipt/"])
def test_the_lists_lead_to_the_finding_and_show_another_partner_nothing(
    cast: Cast, chika: Visitor, dan: Visitor, page: str
) -> None:
    finding = _open(cast, chika, what="装置を替えます")
    own = respondent_client(chika.link_uid).get(f"/r/a/{chika.link_uid}/")
    other = respondent_client(dan.link_uid).get(f"/r/a/{dan.link_uid}/{page}", follow=True)
    assert "一緒に進める改善点" in own.text
    assert "装置を替えます" in own.text
    assert _url(chika, finding) in own.text
    assert "装置を替えます" not in other.text
    assert "一緒に進める改善点" not in other.text
    unconfirmed = respondent_client(chika.link_uid, is_confirmed=False)
    assert unconfirmed.get(f"/r/a/{chika.link_uid}/").status_code == 302


@pytest.mark.parametrize("state", SAID)
def test_what_is_said_is_confirmed_with_a_receipt_and_read_by_the_office(
    cast: Cast, chika: Visitor, browser: Client, finding: Finding, state: str
) -> None:
    answer = _say(browser, chika, finding, state)
    assert answer.status_code == 302
    page = browser.get(answer.url).text
    found = finding_for(cast.aoi, finding.uid, today=clock.now().date())
    note = found.words.steps[-1]
    assert (found.state, note.by, note.is_partner) == (state, "ちか", True)
    assert note.receipt in page
    assert "受け付けました" in page
    office = office_client(cast.aoi).get(reverse("measures:finding", args=[finding.uid])).text
    assert note.receipt in office
    assert "相手先 · ちか" in office
    assert note.said in office


def test_a_japanese_date_is_read_and_one_that_is_over_is_not(
    chika: Visitor, browser: Client, finding: Finding
) -> None:
    over = _say(browser, chika, finding, "planned", due_on="R2.4.1")
    assert over.status_code == 422
    assert "過ぎた日付です" in over.text
    assert "装置を替えます" in over.text
    era = f"令和{DUE.year - 2018}年{DUE.month}月{DUE.day}日"
    assert _say(browser, chika, finding, "planned", due_on=era).status_code == 302
    assert Finding.objects.get().due_on == date(DUE.year, DUE.month, DUE.day)


@pytest.mark.parametrize(
    ("state", "missing"),
    [
        *(("planned", "what"), ("planned", "due_on"), ("planned", "by"), ("done", "proof")),
        *(("done", "by"), ("asked", "wish"), ("asked", "remark")),
    ],
)
def test_a_missing_word_is_asked_for_and_the_rest_is_kept(
    chika: Visitor, browser: Client, finding: Finding, state: str, missing: str
) -> None:
    answer = _say(browser, chika, finding, state, **{missing: ""})
    assert answer.status_code == 422
    assert f'href="#id_{state}_{missing}"' in answer.text
    kept = [value for name, value in SAID[state].items() if name not in {missing, "wish"}]
    assert all(value in answer.text for value in kept)
    assert Finding.objects.get().state == "open"


def test_a_file_goes_along_and_comes_back_as_an_attachment(
    cast: Cast, chika: Visitor, dan: Visitor, browser: Client, finding: Finding
) -> None:
    file = SimpleUploadedFile("設定.txt", "設定\n".encode())
    page = browser.get(_say(browser, chika, finding, "done", file=file).url).text
    assert "設定.txt" in page
    url = f"{_url(chika, finding)}files/{FindingFile.objects.get().uid}/"
    found = browser.get(url)
    assert found.content.decode() == "設定\n"
    assert found.headers["Content-Disposition"].startswith("attachment")
    other = respondent_client(dan.link_uid)
    assert other.get(url).status_code == 404
    assert other.get(url.replace(str(chika.link_uid), str(dan.link_uid))).status_code == 404


def test_a_hostile_file_is_refused_beside_its_field_and_nothing_is_said(
    chika: Visitor, browser: Client, finding: Finding
) -> None:
    file = SimpleUploadedFile("invoice.pdf", b"MZ" + b"\x00" * 500)
    answer = _say(browser, chika, finding, "done", file=file)
    assert answer.status_code == 422
    assert "invoice.pdf" in answer.text
    assert "設定を変えました" in answer.text
    assert Finding.objects.get().state == "open"
    assert not FindingFile.objects.exists()


def test_a_colleague_who_was_faster_is_told_of_and_what_was_typed_is_kept(
    chika: Visitor, browser: Client, finding: Finding
) -> None:
    _say(browser, chika, finding, "planned")
    answer = _say(browser, chika, finding, "done", revision=1)
    assert answer.status_code == 409
    assert "設定を変えました" in answer.text
    now = Finding.objects.get().revision
    assert f'name="revision" value="{now}"' in answer.text
    assert Finding.objects.get().state == "planned"


def test_what_the_office_asks_is_read_and_what_it_settles_is_closed(
    cast: Cast, chika: Visitor, browser: Client, finding: Finding
) -> None:
    _say(browser, chika, finding, "done")
    _office(cast, finding, Step("open", remark="画面の写しをください"))
    page = browser.get(_url(chika, finding)).text
    assert "画面の写しをください" in page
    assert "えみ" not in page
    _say(browser, chika, finding, "done")
    _office(cast, finding, Step("proven", remark="写しで確認"))
    page = browser.get(_url(chika, finding)).text
    assert "この点は解決しました" in page
    assert "<textarea" not in page
    assert _say(browser, chika, finding, "done").status_code == 409
    assert "解決済み" in browser.get(f"/r/a/{chika.link_uid}/").text


@pytest.mark.parametrize("state", SAID)
def test_dan_and_a_browser_without_the_code_say_nothing_about_it(
    cast: Cast, chika: Visitor, dan: Visitor, finding: Finding, state: str
) -> None:
    other = respondent_client(dan.link_uid)
    for visitor in (chika, dan):
        assert other.get(_url(visitor, finding)).status_code == 404
        assert _say(other, visitor, finding, state).status_code == 404
    absent = _open(cast, dan)
    absent.delete()
    gone = other.get(_url(dan, absent))
    assert gone.status_code == 404
    unconfirmed = respondent_client(chika.link_uid, is_confirmed=False)
    assert _say(unconfirmed, chika, finding, state).url.endswith("/code/")
    assert Finding.objects.get(pk=finding.pk).state == "open"


@pytest.mark.parametrize("state", ["proven", "accepted", "open", "withdrawn", "no-such"])
def test_no_address_takes_a_step_of_the_office(
    chika: Visitor, browser: Client, finding: Finding, state: str
) -> None:
    given = {"revision": 1, "remark": "よい", "by": "ちか"}
    assert browser.post(_url(chika, finding, state), given).status_code == 404
    assert Finding.objects.get().state == "open"
