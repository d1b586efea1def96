"""From the first answer to one stop played day by day, one way in, columns and the matrix."""

from __future__ import annotations

import pytest

from tests.apps.inventory.world import added, linked
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.office import Office

pytestmark = pytest.mark.journey
WALKS = [
    pytest.param("ja", PHONE, id="ja"),
    pytest.param("en", DESK, id="en", marks=pytest.mark.slow),
]


@pytest.mark.parametrize(("language", "size"), WALKS)
def test_the_chain_answers_who_stops_and_how_an_intruder_gets_in(
    house, open_browser, language, size
):
    added(house, house.a, name="入口の装置", is_exposed="yes")
    linked(house, house.a, house.g, mfa="no")
    linked(house, house.a, house.g, kind="supply", stock_days=2)
    context, watch = open_browser(language, size)
    office = Office(context.new_page(), watch, language)
    office.sign_in(house.emails["aoi"])
    office.look("/o/chain/")
    assert house.a.names.in_language(language) in office.page.locator("main").inner_text()

    office.look("/o/chain/stop/")
    office.page.fill("[name=q]", "A-001")
    office.press("main form[role=search] button")
    office.look()
    office.press("main tbody a")
    office.look()
    range_input = office.page.locator("[data-play-range]")
    bars = office.page.locator("svg.sk-drawing [data-day]:not(.is-later)")
    everything = bars.count()
    range_input.focus()
    office.page.keyboard.press("Home")
    assert 0 < bars.count() < everything
    office.page.keyboard.press("End")
    assert bars.count() == everything
    rows = office.page.locator("main tbody tr")
    assert rows.count() >= 2

    office.look("/o/chain/ways/")
    assert "入口の装置" in office.page.locator("main").inner_text()
    assert "T1133" in office.page.locator("main").text_content()
    office.look("/o/chain/points/?sort=days")
    assert office.page.locator("main tbody tr").count() >= 3
    office.look("/o/chain/holders/")
    office.look(f"/o/partners/{house.a.uid}/")
    office.page.wait_for_selector("[hx-get*='/o/chain/partner/'] dl")
