"""A partner of two group companies gives one answer to both, takes it back, gives it again."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from sekisho.apps.accounts.actions import token_of
from sekisho.apps.asks.models import Assignment
from sekisho.cli.demo.stage import do_background_work
from tests.apps.sharing.world import Shared, shared
from tests.factories.answering import later
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.office import Office
from tests.journeys.respondent import Respondent

pytestmark = pytest.mark.journey
WALKS = [
    pytest.param("ja", DESK, PHONE, id="ja"),
    pytest.param("en", PHONE, DESK, id="en", marks=pytest.mark.slow),
]


@pytest.mark.parametrize(("language", "office_size", "partner_size"), WALKS)
def test_what_was_answered_to_one_company_is_given_to_another_by_one_press(
    house, open_browser, shoot, language, office_size, partner_size
):
    world = shared(later(house, hours=-3))
    context, watch = open_browser(language, office_size)
    office = Office(context.new_page(), watch, language)
    office.sign_in(house.emails["aoi"])

    other, other_watch = open_browser(language, partner_size)
    chika = Respondent(other.new_page(), other_watch, "pointer")
    token = token_of(holder_id=world.holder.id, subject_id=world.g.assignment_id)
    chika.enter(f"/r/{token}", lambda: _code(office, world.holder.email))
    shoot(chika.page, f"sharing-start-{language}")
    _press(chika, "main a[href*='/share/']")
    shoot(chika.page, f"sharing-answers-{language}")
    chika.page.locator("[name=by]").fill("Chika")
    _press(chika, "main form button.btn-primary")
    assert _answered(world) == 16

    _press(chika, "form[action$='/back/'] button")
    assert _answered(world) == 0
    _press(chika, "main a[href*='/share/']")
    chika.page.locator("[name=by]").fill("Chika")
    _press(chika, "main form button.btn-primary")
    chika.page.goto(f"/r/a/{world.g.link_uid}/summary/")
    chika.submit("Chika")
    _press(chika, "main a[href$='/together/']")
    shoot(chika.page, f"sharing-together-{language}")
    _press(chika, "main form button.btn-primary")
    assert Assignment.objects.get(pk=world.home.assignment_id).answered == 16

    office.look(reverse("asks:reply", args=[world.g.row.uid]))
    assert "Chika" in office.page.locator("main").inner_text()
    shoot(office.page, f"sharing-reply-{language}")


def _answered(world: Shared) -> int:
    return world.g.row.answered


def _press(one: Respondent, selector: str) -> None:
    one.look()
    one.page.locator(selector).first.click()
    one.page.wait_for_load_state("load")
    one.look()


def _code(office: Office, address: str) -> str:
    do_background_work()
    found = re.search(r"\b\d{4}[ -]?\d{4}\b", office.read_letter(address))
    assert found
    return found.group()
