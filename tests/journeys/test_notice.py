"""From an alert to everybody's standing, as the office and two recipients live it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator

from sekisho.apps.asks.models import Ask
from sekisho.cli.demo.stage import do_background_work
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.office import Office
from tests.journeys.respondent import Respondent

pytestmark = pytest.mark.journey
WALKS = [
    pytest.param("ja", DESK, PHONE, id="ja"),
    pytest.param("en", PHONE, DESK, id="en", marks=pytest.mark.slow),
]


@pytest.mark.parametrize(("language", "office_size", "partner_size"), WALKS)
def test_an_alert_is_passed_on_received_worked_on_and_proven(
    house, open_browser, language, office_size, partner_size
):
    context, watch = open_browser(language, office_size)
    office = Office(context.new_page(), watch, language)
    office.sign_in(house.emails["aoi"])
    office.set_sender()
    _pass_on(office)

    address = house.chika.email
    office.read_letter(address)
    link = office.link_in_letter()
    other, other_watch = open_browser(language, partner_size)
    chika = Respondent(other.new_page(), other_watch, "pointer")
    chika.page.goto(link)
    chika.page.locator("[name=who]").first.check()
    _press(chika, "main form button.btn-primary")
    _press(chika, "form[action$='/received/'] button")  # as a scanner does
    assert _standing(office, house.a.names.in_language(language), "silent")
    chika.page.locator("[name=choice][value=received]").check()
    _press(chika, "form[action$='/received/'] button")
    assert _standing(office, house.a.names.in_language(language), "received")

    chika.enter(link, lambda: _code(office, address))
    chika.page.goto(f"{chika.page.url}answers/standing/")
    _choose(chika, chika.page.locator("input[value=done]"))
    chika.page.goto(chika.page.url.replace("/standing/", "/actions/"))
    for card in chika.page.locator("article.sk-question").all():
        _choose(chika, card.locator("input[value=yes]"))
    chika.page.goto(chika.page.url.replace("/answers/actions/", "/summary/"))
    chika.submit("Chika")
    assert _standing(office, house.a.names.in_language(language), "done")

    office.page.locator("main tbody th a").first.click()
    office.page.wait_for_load_state("load")
    office.press("form[action$='/accept/'] button")
    assert _standing(office, house.a.names.in_language(language), "proven")
    _check_number(office, chika)


def _pass_on(office: Office) -> None:
    office.look("/o/alerts/")
    office.press("main a[href$='/choose/']")
    office.look()
    office.press("main tbody a[href*='example-3']")
    office.look()
    office.press("main form button.btn-primary")
    office.look()
    office.press("main a[href$='/notice/']")
    office.look()
    office.page.locator("[name=members][value=both]").check()
    office.press("main form button.btn-primary")
    office.look()
    office.press("button[name=onward]")
    office.look()
    office.press("button[name=onward]")
    office.send()


def _choose(one: Respondent, radio: Locator) -> None:
    """Choose and wait until it is saved: an earlier time of saving stands on the page already."""
    with one.page.expect_response(lambda answer: "/save/" in answer.url):
        radio.check()


def _press(one: Respondent, selector: str) -> None:
    one.look()
    one.page.locator(selector).first.click()
    one.page.wait_for_load_state("load")
    one.look()


def _code(office: Office, address: str) -> str:
    found = re.search(r"\b\d{4}[ -]?\d{4}\b", office.read_letter(address))
    assert found
    return found.group()


def _standing(office: Office, name: str, standing: str) -> bool:
    do_background_work()
    office.look(f"/o/alerts/asks/{Ask.objects.latest('id').uid}/?standing={standing}")
    return name in office.page.locator("main tbody").inner_text()


def _check_number(office: Office, chika: Respondent) -> None:
    number = Ask.objects.latest("id").check_number
    chika.page.goto("/r/check/")
    chika.page.locator("[name=number]").fill(number)
    _press(chika, "main form button.btn-primary")
    assert Ask.objects.latest("id").organisation.name[:4] in _words(chika)


def _words(chika: Respondent) -> str:
    return chika.page.locator("main").inner_text() or chika.page.inner_text("body")
