"""From a supplier list to an accepted reply, as the office and one supplier live it."""

from __future__ import annotations

import re

import pytest

from sekisho.apps.asks.models import Assignment
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.office import MAIL_OF_ONE, SUPPLIERS, Office, write_list
from tests.journeys.respondent import Respondent

pytestmark = pytest.mark.journey
TITLES = {"ja": "緊急点検のお願い", "en": "Emergency check"}
QUESTIONS = 16
WALKS = [
    pytest.param("ja", DESK, "keyboard", id="ja-desk-keyboard"),
    pytest.param("en", PHONE, "plain", id="en-phone-without-scripts"),
    pytest.param("ja", PHONE, "pointer", id="ja-phone", marks=pytest.mark.slow),
    pytest.param("en", DESK, "pointer", id="en-desk", marks=pytest.mark.slow),
]


@pytest.mark.parametrize(("language", "size", "way"), WALKS)
def test_a_list_becomes_an_ask_and_an_accepted_reply(
    house, open_browser, tmp_path, language, size, way
):
    context, watch = open_browser(language, size)
    office = Office(context.new_page(), watch, language)
    office.sign_in(house.emails["aoi"])
    office.set_sender()
    office.import_list(write_list(tmp_path / "list.xlsx", language))
    office.compose(TITLES[language])
    office.send()
    assert Assignment.objects.exclude(contact_id=None).count() >= SUPPLIERS
    letter = office.read_letter(MAIL_OF_ONE)
    assert TITLES[language] in letter
    link = office.link_in_letter()

    other, other_watch = open_browser(language, size, java_script_enabled=way != "plain")
    partner = Respondent(other.new_page(), other_watch, way)
    partner.enter(link, lambda: _code(office))
    assert partner.answer_everything() == QUESTIONS
    partner.submit("Chika")
    assert office.state_on_board() == "submitted"

    office.open_reply()
    remark = "対象の範囲を教えてください / Which sites?"
    office.send_back(remark)
    assert office.state_on_board() == "answering"
    office.read_letter(MAIL_OF_ONE)
    partner.page.goto(office.link_in_letter())
    _enter_again(partner)
    partner.correct("partial")
    assert remark in partner.page.locator("main").inner_text()
    partner.submit("Chika")
    assert office.state_on_board() == "submitted"
    office.open_reply()
    office.accept()
    assert office.state_on_board() == "closed"


def _code(office: Office) -> str:
    found = re.search(r"\b\d{4}[ -]?\d{4}\b", office.read_letter(MAIL_OF_ONE))
    assert found
    return found.group()


def _enter_again(partner: Respondent) -> None:
    partner.page.locator("[name=who]").first.check()
    partner.page.locator("main form button.btn-primary").click()
    partner.page.wait_for_url(re.compile(r".*/r/a/[0-9a-f-]{36}/"))
