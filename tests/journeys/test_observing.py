"""From a firewall log to a finding: what nobody approved, confirmed by a person."""

from __future__ import annotations

import pytest

from sekisho.apps.measures.models import Finding
from sekisho.cli.demo.stage import do_background_work
from tests.apps.inventory.world import answered
from tests.apps.observing.world import connected, flow, log
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.office import Office

pytestmark = pytest.mark.journey
WALKS = [
    pytest.param("ja", PHONE, id="ja"),
    pytest.param("en", DESK, id="en", marks=pytest.mark.slow),
]
GO = "main form[method=post] button.btn-primary"


@pytest.mark.parametrize(("language", "size"), WALKS)
def test_a_log_that_contradicts_an_answer_becomes_a_finding(
    house, open_browser, tmp_path, language, size
):
    connected(house, house.a)
    answered(house)
    context, watch = open_browser(language, size)
    office = Office(context.new_page(), watch, language)
    office.sign_in(house.emails["aoi"])
    office.look("/o/observing/")

    file = tmp_path / "firewall.csv"
    file.write_bytes(log(flow(), flow(port=3389), flow("192.0.2.9"), "x"))
    office.page.set_input_files("[name=file]", str(file))
    office.press(GO)
    office.look()
    office.press(GO)
    do_background_work()

    office.look("/o/observing/")
    office.page.get_by_role("link", name="firewall.csv").click()
    office.look()
    assert ":3389/tcp" in office.page.locator("main tbody").inner_text()
    office.page.check("[name=n][value='0']")
    office.press("main form[method=post] button.btn-primary")
    office.look()
    found = Finding.objects.get(source="observation")
    assert found.organisation_id == house.a.id
    office.look(f"/o/measures/{found.uid}/")
