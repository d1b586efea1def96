"""A partner without e-mail: from the look before sending to the first page behind the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from sekisho.apps.asks.models import Assignment
from sekisho.apps.partners.models import Contact
from sekisho.kernel import clock
from tests.factories.asking import Wish, draft_ask
from tests.factories.papers import text_of
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.office import Office
from tests.journeys.respondent import Respondent

pytestmark = pytest.mark.journey
WALKS = [
    pytest.param("ja", DESK, PHONE, id="ja"),
    pytest.param("en", PHONE, DESK, id="en", marks=pytest.mark.slow),
]


@pytest.mark.parametrize(("language", "office_size", "partner_size"), WALKS)
def test_a_letter_on_paper_is_printed_posted_and_answered_by_its_code(
    house, open_browser, shoot, language, office_size, partner_size
):
    Contact.objects.filter(pk=house.chika.id).update(email="", language=language)
    ask = draft_ask(house, Wish(listed=("A-001", "B-001")))
    context, watch = open_browser(language, office_size)
    office = Office(context.new_page(), watch, language)
    office.sign_in(house.emails["aoi"])
    office.look(f"{reverse('papers:preview', args=[ask.uid])}?to={house.a.id}")
    watch.settle(office.page)
    shoot(office.page, f"paper-{language}")

    office.look(reverse("asks:check", args=[ask.uid]))
    office.press("button[name=sends_paper]")
    shoot(office.page, f"paper-check-{language}")
    office.send()
    office.look(reverse("papers:board", args=[ask.uid]))
    shoot(office.page, f"paper-pack-{language}")
    number, code = _printed(office)

    office.look(reverse("papers:board", args=[ask.uid]))
    office.page.locator("[name=posted_on]").fill(timezone.localdate(clock.now()).isoformat())
    shoot(office.page, f"paper-printed-{language}")
    office.press("form[action$='/posted/'] button")
    office.look()
    assert Assignment.objects.get(subject_id=house.a.id).state == "waiting"
    office.look(reverse("asks:board", args=[ask.uid]))

    other, other_watch = open_browser(language, partner_size)
    chika = Respondent(other.new_page(), other_watch, "pointer")
    chika.page.goto("/r/paper/")
    chika.page.locator("[name=number]").fill(number)
    chika.page.locator("[name=card]").fill("2222 2222 2222")
    chika.page.locator("[name=who]").first.check()
    chika.page.locator("main form button.btn-primary").click()
    chika.page.wait_for_load_state("load")
    chika.look()
    shoot(chika.page, f"paper-code-phone-{language}")
    assert chika.page.locator("[name=number]").input_value() == ""
    chika.page.locator("[name=number]").fill(number)
    chika.page.locator("[name=card]").fill(code.lower())
    chika.page.locator("main form button.btn-primary").click()
    chika.page.wait_for_url(re.compile(r"/r/a/[0-9a-f-]{36}/$"))
    chika.look()


def _printed(office: Office) -> tuple[str, str]:
    """Number and code as they stand on the printed sheet."""
    with office.page.expect_download() as saved:
        office.page.locator("form#letters button.btn-primary").click()
    text = text_of(Path(saved.value.path()).read_bytes())
    number = re.search(r"\b\d{4}-\d{3}-\d{3}\n", text)
    code = re.search(r"\b(?:[2-9A-HJKMNP-TV-Z]{4} ){2}[2-9A-HJKMNP-TV-Z]{4}\b", text)
    assert number
    assert code
    return number.group().strip(), code.group()
