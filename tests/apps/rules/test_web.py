"""The pages of rules, as an office and a respondent use them."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from sekisho.apps.accounts.queries import link_of_subject
from sekisho.apps.asks.models import Ask
from sekisho.apps.rules.models import Deviation, Edition, Rule
from sekisho.kernel import clock
from tests.apps.rules.world import NEXT, issued, sent, with_exception
from tests.factories.cast import office_client, respondent_client

pytestmark = pytest.mark.django_db


@pytest.fixture
def aoi(cast):
    return office_client(cast.aoi)


@pytest.fixture(autouse=True)
def now(cast, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: cast.now)


def rule_typed(cast, **more):
    return {
        "organisation": str(cast.home.uid), "title_ja": "情報管理規程", "title_en": "Information",
        "about_ja": "", "about_en": "", "owner_ja": "", "owner_en": "",
        "review_on": "2026-11-20", **more,
    }  # fmt: skip


def edition_typed(**more):
    return {
        "number": "1.0", "first_day": "2026-11-01", "summary_ja": "", "summary_en": "",
        "text_ja": "<b>第一条</b>", "text_en": "<b>One</b>", **more,
    }  # fmt: skip


def test_a_rule_is_written_issued_and_sent_in_a_few_steps(cast, aoi):
    assert "最初の規程" in aoi.get(reverse("rules:list")).content.decode()
    answer = aoi.post(reverse("rules:new"), rule_typed(cast))
    rule = Rule.objects.get()
    assert answer.url == reverse("rules:edition_new", args=[rule.uid])
    file = SimpleUploadedFile("rule.txt", b"Rule\n")
    answer = aoi.post(answer.url, edition_typed(file=file))
    edition = Edition.objects.get()
    assert answer.url == reverse("rules:edition", args=[edition.uid])
    shown = aoi.get(answer.url).content.decode()
    assert "&lt;b&gt;第一条" in shown
    assert "<b>第一条" not in shown
    got = aoi.get(reverse("rules:file", args=[edition.uid]))
    assert got.content == b"Rule\n"
    assert got["Content-Disposition"].startswith("attachment")
    aoi.post(reverse("rules:issue", args=[edition.uid]), {"revision": edition.revision})
    to = {"companies": [str(cast.g.uid)], "answer_days": "10"}
    answer = aoi.post(reverse("rules:send", args=[edition.uid]), to)
    assert answer.url == reverse("asks:audience", args=[Ask.objects.get().uid])
    assert aoi.get(answer.url).status_code == 200
    assert "情報管理規程" in aoi.get(reverse("rules:list")).content.decode()
    assert "情報管理規程" in aoi.get(reverse("home:today")).content.decode()


def test_an_edition_that_changed_since_the_look_is_shown_again_instead_of_issued(cast, aoi):
    aoi.post(reverse("rules:new"), rule_typed(cast))
    aoi.post(reverse("rules:edition_new", args=[Rule.objects.get().uid]), edition_typed())
    edition = Edition.objects.get()
    shown = reverse("rules:edition", args=[edition.uid])
    issue = reverse("rules:issue", args=[edition.uid])
    assert f'href="{issue}?revision=1"' in aoi.get(shown).content.decode()
    again = edition_typed(text_ja="第二条", revision="1")
    aoi.post(reverse("rules:edition_edit", args=[edition.uid]), again)
    looked_at = aoi.get(issue, {"revision": "1"})
    assert 'name="revision" value="1"' in looked_at.content.decode()
    answer = aoi.post(issue, {"revision": "1"}, follow=True)
    assert answer.redirect_chain[0][0] == shown
    assert "その間に" in answer.content.decode()
    assert "第二条" in answer.content.decode()
    assert Edition.objects.get().issued_at is None


def test_a_wrong_form_keeps_what_was_typed(cast, aoi):
    answer = aoi.post(reverse("rules:new"), rule_typed(cast, title_en=""))
    assert answer.status_code == 422
    assert "情報管理規程" in answer.content.decode()


def test_the_changes_between_two_editions_are_marked(cast, aoi):
    told = sent(cast)
    second = issued(cast, told.rule, "2.0", date(2026, 11, 10), NEXT)
    page = aoi.get(reverse("rules:edition", args=[second])).content.decode()
    assert "<ins>第二条 年次の監督</ins>" in page
    assert "<del>第二条 監督</del>" in page
    assert "<ins>2. Watching every year</ins>" in page


def test_an_exception_goes_from_the_answer_to_a_decision_and_into_a_file(cast, aoi):
    told = sent(cast)
    told.say(cast.g.id, **with_exception(R_X1_PASSAGE="=1+1"))
    found = Deviation.objects.get()
    page = reverse("rules:exception", args=[found.uid])
    assert "承認を提案する" in aoi.get(page).content.decode()
    given = {"revision": "1", "verdict": "proposed", "until": "2026-12-01", "remark": ""}
    assert aoi.post(reverse("rules:decide", args=[found.uid]), given).url == page
    grant = {"revision": "2", "verdict": "granted", "remark": "よい"}
    answer = aoi.post(reverse("rules:decide", args=[found.uid]), grant)
    assert answer.status_code in {403, 422}
    assert Deviation.objects.get().state == "proposed"
    csv = aoi.get(reverse("rules:export"), {"format": "csv"}).content.decode("utf-8-sig")
    assert "'=1+1" in csv
    book = load_workbook(io.BytesIO(aoi.get(reverse("rules:export")).content))
    assert "=1+1" in [cell.value for cell in book.active[2]]
    assert all(cell.data_type != "f" for cell in book.active[2])
    listed = aoi.get(reverse("rules:exceptions"), {"state": "granted"}).content.decode()
    assert "この条件の例外はありません" in listed


def test_a_group_company_reads_its_own_part_and_no_word_of_another(cast):
    told = sent(cast)
    told.say(cast.g.id, **with_exception())
    told.say(cast.h.id, **with_exception(R_X1_PASSAGE="他社だけの箇所"))
    emi = office_client(cast.emi)
    paths = [
        reverse("rules:list"),
        reverse("rules:rule", args=[told.rule]),
        reverse("rules:board", args=[told.ask]),
        reverse("rules:exceptions"),
        reverse("rules:export") + "?format=csv",
        reverse("home:today"),
    ]
    pages = [emi.get(path) for path in paths]
    assert {page.status_code for page in pages} == {200}
    joined = "".join(page.content.decode() for page in pages)
    assert "委託先管理規程" in joined
    assert "第二条" in joined
    assert "他社だけの箇所" not in joined
    assert cast.h.name not in joined
    other = Deviation.objects.get(organisation_id=cast.h.id)
    assert emi.get(reverse("rules:exception", args=[other.uid])).status_code == 404


def test_the_respondent_reads_the_rule_behind_the_code_only(cast):
    told = sent(cast)
    link = link_of_subject(told.assignment(cast.g.id).pk)
    path = reverse("portal:start", args=[link.uid])
    assert "第一条" in respondent_client(link.uid).get(path).content.decode()
    before = respondent_client(link.uid, is_confirmed=False).get(path, follow=True)
    assert "第一条" not in before.content.decode()
