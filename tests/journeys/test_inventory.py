"""From an empty inventory to a list brought in, a link by hand, and an answer taken over."""

from __future__ import annotations

import pytest

from sekisho.apps.inventory.models import Entry
from sekisho.cli.demo.stage import do_background_work
from tests.apps.inventory.test_lists import HEAD
from tests.apps.inventory.world import SECRET, answered, sheet
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.office import Office

pytestmark = pytest.mark.journey
WALKS = [
    pytest.param("ja", PHONE, id="ja"),
    pytest.param("en", DESK, id="en", marks=pytest.mark.slow),
]
SAVE = "main form[method=post] button.btn-primary"


@pytest.mark.parametrize(("language", "size"), WALKS)
def test_a_list_a_link_and_an_answer_make_an_inventory(
    house, open_browser, tmp_path, language, size
):
    context, watch = open_browser(language, size)
    office = Office(context.new_page(), watch, language)
    office.sign_in(house.emails["aoi"])
    office.look("/o/inventory/")

    file = tmp_path / "devices.xlsx"
    good = ("D1", "A-001", "入口の装置", "VPN装置", "9", "いいえ", "", "")
    file.write_bytes(sheet(HEAD, good, ("D2", "どこか", "外", "", "", "", "", "")))
    office.look("/o/inventory/import/?kind=device")
    office.page.set_input_files("[name=file]", str(file))
    office.press(SAVE)
    office.look()
    office.press(SAVE)
    do_background_work()
    office.look("/o/inventory/?kind=device")
    assert "入口の装置" in office.page.locator("main tbody").inner_text()

    office.look(f"/o/partners/{house.a.uid}/")
    office.press(f"main a[href^='/o/inventory/new/?company={house.a.uid}']")
    office.look()
    office.page.select_option("[name=kind]", "connection")
    office.page.fill("[name=other]", house.g.name)
    office.press("main form[method=get] button.btn-primary")
    office.look()
    office.page.select_option("[name=via_item]", label="入口の装置")
    office.fill({"name": "受発注の線", "v_purpose": "受発注"})
    office.press(SAVE)
    office.look()
    assert Entry.objects.get(kind="connection").via_item.own_code == "D1"

    answered(house)
    office.look("/o/inventory/proposals/")
    office.page.get_by_role("link", name=SECRET).click()
    office.look()
    office.fill({"v_version": "7.3"})
    office.press("main button[value=take]")
    office.look("/o/inventory/?unknown=1")
    assert SECRET in office.page.locator("main tbody").inner_text()
    office.look(f"/o/inventory/{Entry.objects.get(own_code='D1').uid}/")
    office.press("main form[action$='/remove/'] button")
    office.look()
    assert Entry.objects.filter(removed_at=None).count() == 2
