"""A large file goes in pieces: its progress is seen, and a lost connection costs nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from sekisho.apps.asks.models import EvidenceFile
from sekisho.apps.asks.queries.pieces import PIECE_BYTES
from tests.factories.answering import invite, open_ask
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.respondent import admitted

pytestmark = pytest.mark.journey
WALKS = [
    pytest.param("ja", PHONE, id="ja"),
    pytest.param("en", DESK, id="en", marks=pytest.mark.slow),
]
KEY = "M22-RR-01"
LINE = "二段階認証の設定を確かめた記録です。\n"


@pytest.fixture
def large(tmp_path: Path) -> Path:
    path = tmp_path / "記録.txt"
    path.write_text(LINE * (3 * PIECE_BYTES // len(LINE.encode()) - 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(("language", "size"), WALKS)
def test_a_large_file_goes_on_after_a_break_and_after_a_new_visit(
    house, open_browser, large, language, size
):
    chika = invite(house, open_ask(house), house.chika)
    context, watch = open_browser(language, size)
    page = admitted(context, watch, chika)
    arrived, is_cut = [], [True]

    def pass_on(route):
        if is_cut[0] and arrived:
            route.abort()
        else:
            arrived.append(route.request.url)
            route.continue_()

    page.route("**/pieces/*-*/", pass_on)  # one piece comes through, then the line is dead
    _choose(page, chika, large)
    expect(page.locator(".sk-pieces progress")).to_be_visible()
    expect(page.locator(".sk-pieces")).to_contain_text("通信" if language == "ja" else "connection")
    assert len(arrived) == 1
    assert all("ERR_FAILED" in fault for fault in watch.faults)  # the cut line itself
    watch.faults.clear()

    is_cut[0] = False
    _choose(page, chika, large)  # the same file in a new visit: the first piece is there already
    expect(page.locator(f"#files-{KEY} .sk-files-list")).to_contain_text("記録.txt")
    watch.look(page)
    assert len(arrived) == 3
    assert EvidenceFile.objects.get().size_bytes == large.stat().st_size


def _choose(page, chika, path):
    page.goto(f"/r/a/{chika.link_uid}/answers/reduce/")
    files = page.locator(f"#files-{KEY}")
    files.locator("summary").click()
    files.locator("input[type=file]").set_input_files(path)
    files.get_by_role("button").last.click()
