"""From a rule to an edition in force, its recipients, and an exception in the register."""

from __future__ import annotations

import pytest

from sekisho.apps.asks.models import Ask
from sekisho.apps.rules.models import Deviation
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.office import Office

pytestmark = pytest.mark.journey
WALKS = [
    pytest.param("ja", PHONE, id="ja"),
    pytest.param("en", DESK, id="en", marks=pytest.mark.slow),
]
SAVE = "main form[method=post] button.btn-primary"


@pytest.mark.parametrize(("language", "size"), WALKS)
def test_a_rule_is_written_issued_and_made_ready_to_send(house, open_browser, language, size):
    context, watch = open_browser(language, size)
    office = Office(context.new_page(), watch, language)
    office.sign_in(house.emails["aoi"])
    office.look("/o/rules/")
    office.look("/o/rules/new/")
    office.fill({"title_ja": "委託先管理規程", "title_en": "Rule on outsourcing"})
    office.press(SAVE)
    office.look()
    office.fill({"number": "1.0", "first_day": "2026-01-01"})
    office.fill({"text_ja": "第一条 選定", "text_en": "1. Choosing"})
    office.press(SAVE)
    office.look()
    office.press("main a[href*='/issue/']")
    office.look()
    office.press(SAVE)
    office.look()
    office.press("main a[href$='/send/']")
    office.look()
    office.press(SAVE)
    office.look()
    assert f"/o/asks/{Ask.objects.get().uid}/" in office.page.url

    office.look("/o/rules/exceptions/new/")
    office.fill({"passage": "第一条", "reason": "設備の都合", "until": "2099-01-31"})
    office.press(SAVE)
    office.look()
    office.press("main button[value=proposed]")
    office.look()
    assert not office.page.locator("main button[value=granted]").count()
    assert Deviation.objects.get().state == "proposed"
    office.look("/o/rules/exceptions/")
    assert "第一条" in office.page.locator("main tbody").inner_text()
    office.look("/o/rules/")
