"""The pages of alerts, as an office and a respondent use them."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from sekisho.apps.alerts.queries.alerts import alert_for, alerts_for
from sekisho.apps.alerts.queries.templates import templates
from sekisho.apps.asks.models import Ask, Reply
from sekisho.apps.asks.queries.drafts import ask_for
from sekisho.engines.notices import alert_faults, shown_check_number
from tests.apps.alerts.world import TEXT, passed_on, written
from tests.factories.cast import office_client, respondent_client

pytestmark = pytest.mark.django_db


@pytest.fixture
def aoi(cast):
    return office_client(cast.aoi)


@pytest.fixture
def told(cast):
    return passed_on(cast, written(cast))


def typed(**more):
    return {
        "issuer_ja": "架空省", "issuer_en": "Ministry of Fiction", "number": "7",
        "issued_on": "2026-11-20", "url": "https://alerts.example/7", "tlp": "clear",
        "title_ja": "題", "title_en": "Title", "summary_ja": "要約", "summary_en": "Summary",
        "actions-TOTAL_FORMS": "2", "actions-INITIAL_FORMS": "0",
        "actions-0-ja": "当てる", "actions-0-en": "Patch", "actions-1-ja": "", "actions-1-en": "",
        **more,
    }  # fmt: skip


def test_an_alert_is_written_down_from_a_template_and_passed_on_in_a_few_clicks(cast, aoi):
    assert "2022-03-24" in aoi.get(reverse("alerts:choose")).content.decode()
    begun = aoi.get(reverse("alerts:new"), {"from": "2022-03-24-four-bodies"})
    assert "Emotet" in begun.content.decode()
    answer = aoi.post(reverse("alerts:new"), typed(organisation=str(cast.home.uid)))
    (line,) = alerts_for(cast.aoi, now=cast.now)
    assert answer.url == reverse("alerts:alert", args=[line.alert.uid])
    assert [one.text.en for one in line.alert.text.actions] == ["Patch"]
    to = {"kind": "notice", "members": "group", "answer_days": "3"}
    answer = aoi.post(reverse("alerts:send", args=[line.alert.uid]), to)
    ask = Ask.objects.get()
    assert answer.url == reverse("asks:audience", args=[ask.uid])
    assert aoi.get(answer.url).status_code == 200
    assert ask_for(cast.aoi, ask.uid).audience.members == "group"


def test_a_form_that_is_wrong_keeps_what_was_typed(cast, aoi):
    given = typed(organisation=str(cast.home.uid), title_en="", number="番号7")
    answer = aoi.post(reverse("alerts:new"), given)
    assert answer.status_code == 422
    assert "番号7" in answer.content.decode()
    assert not alerts_for(cast.aoi, now=cast.now).total


def test_a_correction_that_adds_an_action_is_told_beside_the_form(cast, aoi, told):
    view = alert_for(cast.aoi, told.alert)
    given = typed(revision=view.revision, how="correction")
    answer = aoi.post(reverse("alerts:edit", args=[told.alert]), given)
    assert answer.status_code == 422
    assert "訂正ではありません" in answer.content.decode()
    given |= {"how": "material", "note_ja": "変わりました", "note_en": "Changed"}
    assert aoi.post(reverse("alerts:edit", args=[told.alert]), given).status_code == 302
    assert alert_for(cast.aoi, told.alert).version == 2


def test_the_board_shows_every_recipient_and_the_ask_leads_to_it(cast, aoi, told):
    page = aoi.get(reverse("alerts:board", args=[told.ask])).content.decode()
    assert cast.a.names.ja in page
    assert "未回答" in page
    board = aoi.get(reverse("asks:board", args=[told.ask])).content.decode()
    assert reverse("alerts:board", args=[told.ask]) in board


def test_an_ask_that_is_no_notice_has_no_board_here(cast, aoi):
    from tests.factories.answering import open_ask

    assert aoi.get(reverse("alerts:board", args=[open_ask(cast).uid])).status_code == 404


def test_the_holder_of_a_link_reads_the_alert_and_says_received_without_a_code(cast, told):
    actor = told.link(cast.a.id, is_confirmed=False)
    browser = respondent_client(actor.uid, is_confirmed=False)
    page = browser.get(reverse("portal:code", args=[actor.uid])).content.decode()
    assert TEXT.actions[0].text.ja in page
    assert TEXT.url in page
    address = reverse("portal:received", args=[actor.uid])
    for nothing in ({}, {"choice": "looking"}, {"choice": "asking"}, {"choice": "other"}):
        browser.post(address, nothing)
        assert not Reply.objects.exists()
    browser.post(address, {"choice": "received"})
    assert Reply.objects.count() == 1
    browser.post(address, {"choice": "received"})
    assert Reply.objects.get().revision == 1


def test_reading_changes_nothing(cast, told):
    actor = told.link(cast.a.id, is_confirmed=False)
    browser = respondent_client(actor.uid, is_confirmed=False)
    for method in (browser.get, browser.head):
        assert method(reverse("portal:received", args=[actor.uid])).status_code == 405
        method(reverse("portal:code", args=[actor.uid]))
    assert not Reply.objects.exists()


def test_a_stranger_who_tries_many_check_numbers_gets_one_answer_for_all(cast, told):
    ask, stranger = ask_for(cast.aoi, told.ask), Client(REMOTE_ADDR="203.0.113.7")
    address, right = reverse("portal:check"), shown_check_number(ask.check_number)
    for number in range(20):
        assert stranger.post(address, {"number": f"{number:04}"}).status_code == 200
    answers = [stranger.post(address, {"number": one}) for one in (right, "1234", "x", "")]
    assert {one.status_code for one in answers} == {429}
    pages = {re.sub("<[^>]*>", "", one.content.decode()) for one in answers}
    assert len(pages) == 1
    assert ask.number not in pages.pop()
    assert stranger.get(address).status_code == 200
    other = Client(REMOTE_ADDR="203.0.113.8").post(address, {"number": right})
    assert ask.number in other.content.decode()


def test_anybody_can_see_that_a_check_number_is_ours_and_learns_no_more(cast, told):
    ask = ask_for(cast.aoi, told.ask)
    stranger = Client()
    answer = stranger.post(
        reverse("portal:check"), {"number": shown_check_number(ask.check_number)}
    )
    page = answer.content.decode()
    assert ask.number in page
    assert cast.home.names.ja in page
    assert TEXT.title.ja not in page
    assert cast.a.names.ja not in page
    wrong = ask.check_number[:-1] + str((int(ask.check_number[-1]) + 1) % 10)
    for number in (wrong, "1234", "x"):
        page = stranger.post(reverse("portal:check"), {"number": number}).content.decode()
        assert "送っていません" in page


def test_ben_reads_and_finds_no_way_to_send(cast, told):
    ben = office_client(cast.ben)
    page = ben.get(reverse("alerts:alert", args=[told.alert])).content.decode()
    assert reverse("alerts:send", args=[told.alert]) not in page
    assert ben.post(reverse("alerts:send", args=[told.alert]), {}).status_code == 403


def test_today_reminds_of_what_nobody_was_told(cast, aoi, told):
    assert "alerts/" not in aoi.get(reverse("home:today")).content.decode().split("<main")[1]
    uid = written(cast)
    assert reverse("alerts:alert", args=[uid]) in aoi.get(reverse("home:today")).content.decode()


def test_the_shipped_templates_are_complete_in_both_languages():
    assert len(templates()) == 6
    for template in templates():
        assert not alert_faults(template.text), template.key
        assert template.use.is_complete
        assert template.text.actions
