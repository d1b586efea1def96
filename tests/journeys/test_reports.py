"""The page for the board and the feedback to each partner, on screen and as PDF."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from sekisho.apps.mail.models import OutboxLetter
from sekisho.apps.organisations.queries import organisations_by_ids
from sekisho.kernel.actor import SYSTEM
from tests.apps.reports.world import Asked, asked, partners, replied
from tests.factories.answering import Visitor, later
from tests.factories.cast import Cast
from tests.factories.papers import text_of
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.office import Office
from tests.journeys.respondent import Respondent, admitted

pytestmark = pytest.mark.journey
WALKS = [
    pytest.param("ja", DESK, PHONE, id="ja"),
    pytest.param("en", PHONE, DESK, id="en", marks=pytest.mark.slow),
]
PARTNERS = 7
OTHERS = {"ja": "6社の平均", "en": "mean of 6 partners"}


@pytest.mark.parametrize(("language", "office_size", "partner_size"), WALKS)
def test_the_answers_become_a_page_for_the_board_and_a_sheet_for_each_partner(
    house, open_browser, shoot, language, office_size, partner_size
):
    world = _answered(house)
    own = world.visitors[0]
    name = _name(own, language)
    context, watch = open_browser(language, office_size)
    office = Office(context.new_page(), watch, language)
    office.sign_in(house.emails["aoi"])
    office.look(reverse("reports:report", args=[world.ask.uid]))
    shoot(office.page, f"report-{language}")
    told = _pdf(office.page, "a[href$='/report.pdf']")
    assert _flat(world.ask.title[language]) in told

    office.look(reverse("reports:feedback", args=[world.ask.uid]))
    assert office.page.locator("main tbody tr").count() == PARTNERS
    office.look(reverse("reports:sheet", args=[own.row.uid]))
    shoot(office.page, f"feedback-sheet-{language}")
    assert _flat(name) in _pdf(office.page, "a[href$='/feedback.pdf']")
    _send(office, world)
    assert name in office.read_letter(own.holder.email)

    other, other_watch = open_browser(language, partner_size)
    partner = Respondent(admitted(other, other_watch, own), other_watch, "pointer")
    partner.page.goto(reverse("portal:feedback", args=[own.link_uid]))
    partner.look()
    shoot(partner.page, f"feedback-partner-{language}")
    words = partner.page.locator("main").inner_text()
    assert OTHERS[language] in words
    for visitor in world.visitors[1:]:
        assert _name(visitor, language) not in words
    assert _flat(OTHERS[language]) in _pdf(partner.page, "main a[href$='/feedback.pdf']")


def _answered(house: Cast) -> Asked:
    """Seven alike have answered; the first has one gap, the others have none."""
    then = later(house, hours=-3)
    world = asked(then, partners(then, PARTNERS))
    for place, visitor in enumerate(world.visitors):
        answers = dict.fromkeys(world.keys, "yes")
        replied(then, visitor, {**answers, world.keys[0]: "no"} if place == 0 else answers)
    return world


def _send(office: Office, world: Asked) -> None:
    office.look(reverse("reports:feedback", args=[world.ask.uid]))
    office.press("a[href$='/feedback/send/']")
    office.look()
    office.press("main .sk-confirm button[data-once]")
    office.look()
    assert OutboxLetter.objects.filter(letter__startswith="reports.").count() == PARTNERS


def _name(visitor: Visitor, language: str) -> str:
    at = visitor.holder.organisation_id
    return organisations_by_ids(SYSTEM, [at])[at].names.in_language(language)


def _pdf(page: Page, selector: str) -> str:
    """What the file behind a link says, without its line breaks."""
    with page.expect_download() as waiting:
        page.locator(selector).first.click()
    return _flat(text_of(Path(waiting.value.path()).read_bytes()))


def _flat(text: str) -> str:
    return "".join(text.split())
