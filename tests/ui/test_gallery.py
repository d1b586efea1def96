"""The pattern book in Chromium: reachable, quiet, and alive with scripts."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]
PAGES = ("", "visit/", "plain/", "confirm/", "work/", "?wrong=1")


@pytest.fixture
def gallery(settings, live_server):
    settings.ROOT_URLCONF = "tests.ui.gallery_urls"
    return f"{live_server.url}/gallery/"


@pytest.fixture
def visit(gallery, page):
    page.goto(f"{gallery}visit/")
    return page


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_page_has_a_barrier_or_breaks_the_content_policy(gallery, page, shoot, language, theme):
    said = []
    page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.context.add_cookies([{"name": "sekisho_language", "value": language, "url": gallery}])
    page.emulate_media(color_scheme=theme)
    barriers = {}
    for name in PAGES:
        page.goto(gallery + name, wait_until="load")
        expect(page.locator("html")).to_have_attribute("data-bs-theme", theme)
        found = Axe().run(page).response["violations"]
        barriers |= {f"{name} {v['id']}": [n["target"] for n in v["nodes"]] for v in found}
        shoot(page, f"gallery-{name.strip('/?=1') or 'office'}-{language}-{theme}")
    assert not barriers
    assert not said


@pytest.mark.parametrize("name", PAGES)
def test_a_phone_needs_no_sideways_scrolling(gallery, page, name):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(gallery + name, wait_until="load")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_what_a_respondent_touches_is_large_enough(visit):
    visit.set_viewport_size({"width": 360, "height": 740})
    targets = visit.locator("main .btn:visible, main .sk-choice, main summary, header button")
    small = [
        box
        for target in targets.all()
        if target.is_visible() and (box := target.bounding_box()) and box["height"] < 44
    ]
    assert targets.count() > 10
    assert not small


def test_a_follow_up_opens_under_the_answer_that_calls_for_it(visit):
    card = visit.locator("#question-q2")
    expect(card.locator("textarea")).to_be_hidden()
    card.get_by_label("一部").check()
    expect(card.locator("textarea")).to_be_visible()


def test_without_scripts_every_follow_up_and_a_save_button_is_there(gallery, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{gallery}visit/")
    card = page.locator("#question-q2")
    expect(card.locator("textarea")).to_be_visible()
    expect(card.get_by_role("button")).to_be_visible()
    context.close()


def test_an_answer_saves_itself_and_moves_the_progress(visit):
    card = visit.locator("#question-q3")
    card.get_by_label("はい", exact=True).check()
    expect(card.locator("[data-saved]")).to_contain_text("10:32")
    expect(visit.locator("#visit-progress progress")).to_have_attribute("value", "8")
    assert not [key for key in visit.evaluate("Object.keys(sessionStorage)") if "typed" in key]


def test_a_refused_answer_says_why_beside_the_question(visit):
    card = visit.locator("#question-q3")
    visit.evaluate("document.querySelectorAll('#question-q3 [data-follow]')[0].hidden = false")
    card.locator("textarea").fill("まだ選んでいません")
    expect(card.locator("[data-saved]")).to_contain_text("選んで")


def test_what_was_typed_comes_back_after_the_session_ended(visit):
    visit.route("**/visit/q1/", lambda route: route.fulfill(status=403, body=""))
    card = visit.locator("#question-q1")
    card.locator("textarea").fill("第二工場の装置だけ未対応です")
    expect(card.locator("[data-saved]")).to_contain_text("このブラウザー")
    visit.unroute("**/visit/q1/")
    visit.on("dialog", lambda dialog: dialog.accept())
    visit.reload()
    expect(card.locator("textarea")).to_have_value("第二工場の装置だけ未対応です")
    expect(card.locator("[data-saved]")).to_contain_text("10:32")


def test_the_palette_opens_finds_and_goes_by_keyboard_alone(gallery, page):
    page.goto(gallery)
    page.keyboard.press("Control+k")
    page.keyboard.type("みほん")
    options = page.locator("#palette-list [role=option]")
    expect(options).to_have_count(2)
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{gallery}confirm/")


def test_the_chosen_theme_stays(gallery, page):
    page.goto(gallery)
    page.locator("[data-theme-switch]").click()
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_the_menu_of_a_phone_opens_and_closes(gallery, page):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(gallery)
    expect(page.locator("#navigation")).to_be_hidden()
    page.locator("[data-nav-open]").click()
    expect(page.locator("#navigation")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#navigation")).to_be_hidden()


def test_ticking_rows_shows_how_many_a_button_touches(gallery, page):
    page.goto(gallery)
    expect(page.locator(".sk-bulk")).to_be_hidden()
    page.locator("[data-tick-all]").check()
    expect(page.locator("[data-ticked]")).to_have_text("5")
