"""A question set is begun from a shipped one, changed, looked at, and published in the browser."""

from __future__ import annotations

import pytest

from sekisho.apps.asks.actions.sets import load_question_sets
from sekisho.apps.asks.queries.sets import sets_for
from sekisho.apps.editor.queries.drafts import draft_for, drafts_for
from sekisho.kernel.actor import SYSTEM
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.office import Office

pytestmark = pytest.mark.journey
WALKS = [
    pytest.param("ja", DESK, id="ja"),
    pytest.param("en", PHONE, id="en", marks=pytest.mark.slow),
]


@pytest.mark.parametrize(("language", "size"), WALKS)
def test_a_set_is_written_with_its_two_languages_and_published(
    house, open_browser, shoot, language, size
):
    load_question_sets(SYSTEM, now=house.now)
    context, watch = open_browser(language, size)
    office = Office(context.new_page(), watch, language)
    office.sign_in(house.emails["aoi"])
    page = office.page
    office.look("/o/sets/")
    office.look("/o/sets/new/")
    page.locator("input[name=begin][value=set]").check()
    page.locator("select[name=question_set]").select_option(label=_label(house, language))
    office.press("main form button.btn-primary")
    office.look()
    shoot(page, f"draft-{language}")
    draft = next(iter(drafts_for(house.aoi))).uid

    _edit(office, shoot, house, draft)
    if size == DESK:
        _move(page, house, draft)
    _publish(office, shoot, house, draft)
    office.look("/o/sets/schemes/")
    office.look("/o/sets/schemes/scs-2026/")
    shoot(page, f"scheme-{language}")
    office.look(f"/o/sets/level/{house.a.uid}/")
    shoot(page, f"level-{language}")


def _edit(office, shoot, house, draft):
    page = office.page
    page.locator(".sk-draft-line a.btn").first.click()
    page.locator("textarea[name=ja]").wait_for()
    page.locator("textarea[name=ja]").fill("書き直した設問ですか。")
    page.locator("textarea[name=en]").fill("")
    page.locator("form.sk-draft-form .sk-saved:not(.sk-saved-waiting)").wait_for()
    assert page.locator("form.sk-draft-form .sk-error").count() == 1
    office.look()
    shoot(page, f"question-{office.language}")
    page.locator("textarea[name=en]").fill("Is this question worded anew?")
    page.locator("form.sk-draft-form .sk-error").wait_for(state="detached")
    assert _first(house, draft)["en"] == "Is this question worded anew?"

    page.goto(f"/o/sets/{draft}/")


def _move(page, house, draft):
    keys = [row["id"] for row in draft_for(house.aoi, draft).draft["questions"]]
    lines = page.locator(".sk-draft-line")
    page.locator("[data-handle]").nth(2).drag_to(lines.nth(0))
    page.wait_for_load_state("load")
    page.locator(".sk-draft-line a.btn").nth(1).focus()
    page.keyboard.press("Alt+ArrowUp")
    page.wait_for_load_state("load")
    page.wait_for_timeout(500)
    moved = [row["id"] for row in draft_for(house.aoi, draft).draft["questions"]]
    assert moved[:3] == [keys[0], keys[2], keys[1]]


def _publish(office, shoot, house, draft):
    page, language = office.page, office.language
    office.look(f"/o/sets/{draft}/preview/")
    shoot(page, f"preview-{language}")
    office.look(f"/o/sets/{draft}/head/")
    office.look(f"/o/sets/{draft}/publish/")
    shoot(page, f"publish-{language}")
    office.press("main form button.btn-primary")
    assert any(one.version == "1.1" for one in sets_for(house.aoi))


def _label(house, language):
    found = next(one for one in sets_for(house.aoi) if one.key == "csirt-roll-call")
    return f"{found.title.in_language(language)} {found.version}"


def _first(house, draft):
    return draft_for(house.aoi, draft).draft["questions"][0]
