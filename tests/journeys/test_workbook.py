"""The questions go out as a workbook, are filled in elsewhere, and come back in two tries."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from sekisho.apps.asks.queries.respondent import reply_for
from sekisho.kernel import clock
from tests.factories.answering import Visitor, invite, open_ask
from tests.factories.libreoffice import through
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.respondent import Respondent, admitted

pytestmark = pytest.mark.journey
# LibreOffice is among the packages of the long runs: setup/system-packages peers.
WALKS = [
    pytest.param("ja", (PHONE, False), id="ja"),
    pytest.param("ja", (DESK, True), id="ja-libreoffice", marks=pytest.mark.peers),
    pytest.param("en", (DESK, True), id="en-libreoffice", marks=pytest.mark.slow),
]
WRONG, ANSWER = "M22-RR-01", 7
YES = {"ja": "はい", "en": "yes"}
UNCLEAR = {"ja": "たぶん", "en": "perhaps"}
QUESTIONS = 16


@pytest.mark.parametrize(("language", "way"), WALKS)
def test_a_workbook_goes_out_comes_back_and_becomes_the_reply(
    house, open_browser, shoot, tmp_path, language, way
):
    size, is_office = way
    visitor = invite(house, open_ask(house), house.chika)
    context, watch = open_browser(language, size)
    page = admitted(context, watch, visitor)
    page.goto(f"/r/a/{visitor.link_uid}/excel/")
    watch.look(page)
    with page.expect_download() as waiting:
        page.locator(f"main a[href$='/excel/{language}.xlsx']").click()
    path = tmp_path / "answers.xlsx"
    waiting.value.save_as(path)

    place = _fill(path, language, UNCLEAR[language], tmp_path if is_office else None)
    _send(page, path)
    shoot(page, f"workbook-fault-{language}")
    watch.look(page)
    expect(page.locator("main .sk-open-places li")).to_have_count(1)
    expect(page.locator("main .sk-open-places li strong")).to_have_text(place)
    assert _stored(visitor) == {}

    _fill(path, language, YES[language], tmp_path if is_office else None)
    page.goto(f"/r/a/{visitor.link_uid}/excel/")
    _send(page, path)
    watch.look(page)
    expect(page.locator("main .sk-open-places")).to_have_count(0)
    page.locator("main form.sk-form button.btn-primary").click()
    page.wait_for_url(re.compile(r".*/summary/"))
    assert set(_stored(visitor).values()) == {("yes",)}
    assert len(_stored(visitor)) == QUESTIONS
    Respondent(page, watch, "pointer").submit("Chika")
    assert visitor.row.state == "submitted"


def _fill(path: Path, language: str, unclear: str, folder: Path | None) -> str:
    """Answer every question, one of them in other words; where that one stands."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[1]
    place = ""
    for (cell,) in sheet.iter_rows(max_col=1):
        if not str(cell.value or "").startswith("M22-"):
            continue
        is_wrong = cell.value == WRONG
        sheet.cell(cell.row, ANSWER).value = unclear if is_wrong else YES[language]
        if is_wrong:
            place = f"{sheet.title}!{sheet.cell(cell.row, ANSWER).coordinate}"
    book.save(path)
    if folder:
        path.write_bytes(through(folder, path.read_bytes(), "xlsx"))
    return place


def _send(page: Page, path: Path) -> None:
    page.locator("input[type=file]").set_input_files(path)
    page.locator("main form.sk-form button.btn-primary").click()
    page.wait_for_url(re.compile(r".*/excel/[0-9a-f-]{36}/"))


def _stored(visitor: Visitor) -> dict[str, tuple[str, ...]]:
    now = clock.now()
    found = reply_for(visitor.actor(now), now=now).stored
    return {key: one.answer.choice_keys for key, one in found.items()}
