"""Every page of an erased ask answers, and says since when it is erased."""

from __future__ import annotations

import pytest
from django.urls import reverse

from sekisho.apps.answering.models import HandOver
from sekisho.apps.asks.actions.gaps import recount_answers
from sekisho.apps.asks.queries.drafts import ask_for
from sekisho.apps.keeping import jobs
from sekisho.apps.keeping.actions.holds import hold_partner
from sekisho.apps.keeping.actions.rules import set_rule
from sekisho.apps.keeping.models import Hold, Rule
from sekisho.apps.reports.actions.feedback import send_feedback
from sekisho.kernel import clock
from sekisho.kernel.errors import Conflict
from tests.apps.keeping.conftest import KEY
from tests.factories.answering import invite, open_ask
from tests.factories.cast import office_client, respondent_client

ERASED = "消去"


@pytest.fixture
def erased(told):
    send_feedback(told.cast.aoi, uid=told.ask_uid, now=told.cast.now)
    for kind in ("answers", "evidence", "letters"):
        set_rule(told.cast.aoi, kind=kind, months=12, seen_due=10**6, now=clock.now())
    assert HandOver.objects.exists()
    jobs.sweep()
    assert not HandOver.objects.exists()
    return told


OF_ASK = (
    *("asks:board", "asks:answers", "asks:gaps", "asks:letters", "reports:report"),
    *("reports:trend", "reports:feedback"),
)
MORE = (
    *("asks:counts", "asks:next", "reports:pdf", "reminders:plan", "fairness:record"),
    *("answering:clarifications", "papers:board"),
)


def test_every_office_page_of_an_erased_ask_says_so(erased):
    client = office_client(erased.cast.aoi)
    for name in OF_ASK:
        page = client.get(reverse(name, args=[erased.ask_uid]))
        assert page.status_code == 200, name
        assert ERASED in page.content.decode(), name
    for name in MORE:
        status = client.get(reverse(name, args=[erased.ask_uid])).status_code
        assert status in {200, 302, 404}, name
    answerers = reverse("asks:answerers", args=[erased.ask_uid, KEY])
    assert client.get(answerers).status_code in {200, 404}
    for what in ("board", "answers"):
        for form in ("csv", "xlsx"):
            sheet = client.get(reverse("asks:export", args=[erased.ask_uid, what, form]))
            assert sheet.status_code == 200
    told = client.get(reverse("asks:export", args=[erased.ask_uid, "answers", "csv"]))
    assert ERASED in told.content.decode()


def test_every_office_page_of_an_erased_reply_says_so(erased):
    client, uid = office_client(erased.cast.aoi), erased.chika.row.uid
    page = client.get(reverse("asks:reply", args=[uid]))
    assert page.status_code == 200
    assert ERASED in page.content.decode()
    assert client.get(reverse("told:reply", args=[uid])).status_code in {200, 302, 404, 409}
    for name in ("reports:sheet", "reports:sheet_pdf"):
        assert client.get(reverse(name, args=[uid])).status_code == 404
    finding = client.get(reverse("measures:finding", args=[erased.finding.uid]))
    assert "この指摘のもとになった回答は" in finding.content.decode()
    partner = client.get(reverse("partners:partner", args=[erased.cast.a.uid]))
    assert partner.status_code == 200
    assert client.post(reverse("asks:accept", args=[uid]), {"revision": 1}).status_code == 409
    assert client.post(reverse("asks:reopen", args=[uid])).status_code == 409


def test_every_page_of_the_respondent_answers_after_erasing(erased):
    link = erased.chika.link_uid
    client = respondent_client(link)
    start = client.get(reverse("portal:start", args=[link]))
    assert start.status_code == 200
    assert ERASED in start.content.decode()
    for name in ("copy", "receipt", "summary", "hand", "decline", "excel", "costs", "open", "code"):
        status = client.get(reverse(f"portal:{name}", args=[link])).status_code
        assert status in {200, 302, 404}, name
    for name in ("copy-csv", "copy-xlsx", "copy-json", "feedback", "feedback_pdf"):
        assert client.get(reverse(f"portal:{name}", args=[link])).status_code == 404, name
    finding = reverse("portal:finding", args=[link, erased.finding.uid])
    assert client.get(finding).status_code in {200, 404}
    saved = client.post(reverse("portal:save", args=[link, KEY]), {"choice": "yes", "base": "0"})
    assert saved.status_code in {302, 404, 409, 422}
    assert client.post(reverse("portal:submit", args=[link])).status_code < 500


def test_what_was_answered_last_time_is_said_to_be_erased(erased):
    cast = erased.cast
    again = invite(cast, open_ask(cast), cast.chika)
    page = respondent_client(again.link_uid).get(reverse("portal:start", args=[again.link_uid]))
    assert "前回のご回答は" in page.content.decode()


def test_a_group_company_sees_an_erased_ask_too(erased):
    client = office_client(erased.cast.emi)
    for name in ("asks:board", "asks:answers", "asks:letters", "reports:report"):
        page = client.get(reverse(name, args=[erased.ask_uid]))
        assert page.status_code == 200
        assert ERASED in page.content.decode()


def test_the_counts_that_are_left_are_not_counted_anew(erased):
    with pytest.raises(Conflict, match="erased_uncounted"):
        recount_answers(erased.cast.aoi, uid=erased.ask_uid, now=clock.now())
    assert ask_for(erased.cast.aoi, erased.ask_uid).erased_at is not None


def test_a_shorter_time_is_shown_with_its_number_before_it_counts(told):
    client, address = office_client(told.cast.aoi), reverse("keeping:rule", args=["answers"])
    page = client.post(address, {"months": "12"})
    assert "2件を消去する" in page.content.decode()
    assert not Rule.objects.exists()
    late = client.post(address, {"months": "12", "seen": "1"})
    assert late.status_code == 409
    assert client.post(address, {"months": "12", "seen": "2"}).status_code == 302
    assert Rule.objects.get().months == 12
    assert client.post(address, {"months": "x"}).status_code == 422
    assert client.post(address, {"months": ""}).status_code == 302
    assert Rule.objects.get().months is None
    assert client.get(reverse("keeping:rule", args=["nothing"])).status_code == 404


def test_the_page_tells_times_holds_and_what_was_erased(told):
    client, rules = office_client(told.cast.aoi), reverse("keeping:rules")
    assert "まだ何も消去していません" in client.get(rules).content.decode()
    hold = reverse("keeping:hold_partner", args=[told.cast.b.uid])
    assert client.post(hold, {"reason": ""}).status_code == 422
    assert client.post(hold, {"reason": "=係争中"}).status_code == 302
    assert client.post(hold, {"reason": "もう一度"}).status_code == 422
    assert "係争中".encode() not in bytes(Hold.objects.get().sealed)
    set_rule(told.cast.aoi, kind="answers", months=12, seen_due=9, now=clock.now())
    jobs.sweep()
    page = client.get(rules).content.decode()
    assert "係争中" in page
    assert "保存期間12か月" in page
    sheet = client.get(reverse("keeping:erased_csv")).content.decode()
    assert "回答" in sheet
    lift = reverse("keeping:lift", args=[Hold.objects.get().uid])
    assert client.get(lift).status_code == 200
    assert client.post(lift).status_code == 302
    assert client.get(lift).status_code == 404


def test_the_list_of_what_was_erased_is_safe_in_a_spreadsheet(told):
    from sekisho.apps.keeping.actions.persons import erase_person

    erase_person(told.cast.aoi, uid=told.cast.dan.uid, reason="=1+1", now=clock.now())
    sheet = office_client(told.cast.aoi).get(reverse("keeping:erased_csv")).content.decode()
    assert "'=1+1" in sheet or "\t=1+1" in sheet
    assert ",=1+1" not in sheet


def test_nobody_but_administrators_at_home_opens_the_page(told):
    for actor in (told.cast.ben, told.cast.emi):
        client = office_client(actor)
        for name in ("keeping:rules", "keeping:erased_csv"):
            assert client.get(reverse(name)).status_code == 403
    hold_partner(told.cast.aoi, uid=told.cast.a.uid, reason="係争中", now=clock.now())
    page = office_client(told.cast.emi).get(reverse("partners:partner", args=[told.cast.a.uid]))
    assert "保全中" in page.content.decode()
    assert "係争中" not in page.content.decode()
