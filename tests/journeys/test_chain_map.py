"""The map by search, by click, by keyboard on the canvas, and saved."""

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
def test_the_map_is_searched_opened_and_walked_by_keyboard(house, open_browser, language, size):
    added(house, house.a, name="入口の装置", is_exposed="yes", is_patched="no", mfa="no")
    linked(house, house.a, house.g, mfa="no")
    name = house.a.names.in_language(language)
    context, watch = open_browser(language, size)
    office = Office(context.new_page(), watch, language)
    office.sign_in(house.emails["aoi"])
    page = office.page

    office.look("/o/chain/map/")
    page.fill("main [name=q]", "A-001")
    office.press("main form[role=search] button")
    office.look()
    page.locator(".sk-map-hits a").first.click()
    page.wait_for_selector(".sk-map-picture")
    office.look()
    page.locator(f"a[data-map-pick='{house.g.uid}']").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#map-side .sk-map-node")
    assert f"pick={house.g.uid}" in page.url
    assert house.g.names.in_language(language) in page.locator("#map-side h2").inner_text()
    office.look()

    office.look("/o/chain/map/all/")
    page.wait_for_selector("[data-map-state=coloured]")
    page.locator("canvas").focus()
    page.keyboard.press("ArrowRight")
    page.locator("[data-map-says]", has_text=",").wait_for(state="attached")
    said = page.locator("[data-map-says]").text_content()
    assert said
    page.keyboard.press("Enter")
    page.wait_for_selector("#map-side .sk-map-node")
    assert page.locator("#map-side h2").inner_text() in said
    assert name in page.locator("main table").inner_text()
