"""What stands against a sending is answered at the desk, and a talk goes into the log."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from django.urls import reverse

from sekisho.apps.asks.actions.drafts import save_ask_letter, save_words
from sekisho.apps.asks.models import AskState, Assignment
from sekisho.apps.asks.queries.drafts import AskView
from sekisho.apps.asks.queries.profiles import REQUEST
from sekisho.apps.fairness.models import ConcernAnswer
from sekisho.kernel.text import Bilingual
from tests.factories.asking import Wish, draft_ask, with_words
from tests.factories.cast import Cast
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.office import Office

pytestmark = pytest.mark.journey
WALKS = [
    pytest.param("ja", DESK, id="ja"),
    pytest.param("en", PHONE, id="en", marks=pytest.mark.slow),
]
BARE = Bilingual("お願いです。", "Please reply.")
FIELDS = "{{reason}}\n{{link}}\n{{deadline}}\n{{contact_mail}}"
REASON = "先方から急ぎの依頼がありました。"
TALK = "多要素認証の導入と、その費用の分担"


@pytest.mark.parametrize(("language", "size"), WALKS)
def test_a_warning_is_answered_before_sending_and_a_talk_is_kept(
    house, open_browser, shoot, language, size
):
    ask = _bare_draft(house)
    context, watch = open_browser(language, size)
    office = Office(context.new_page(), watch, language)
    office.sign_in(house.emails["aoi"])
    office.look(reverse("asks:check", args=[ask.uid]))
    shoot(office.page, f"fairness-open-{language}")
    points = office.page.locator("#fairness form[action$='/insert/']")
    assert _open_points(office) >= 3
    assert not office.page.locator(f"main a[href$='/asks/{ask.uid}/send/']").count()

    before = _open_points(office)
    points.first.locator("button").click()
    office.page.wait_for_load_state("load")
    office.look()
    assert _open_points(office) == before - 1
    stays = office.page.locator("#fairness details", has=office.page.locator("[value=explained]"))
    stays.first.locator("summary").click()
    stays.first.locator("textarea").fill(REASON)
    stays.first.locator("button").click()
    office.page.wait_for_load_state("load")
    office.look()
    assert _open_points(office) == before - 2
    _answer_the_rest(office)
    assert _open_points(office) == 0
    shoot(office.page, f"fairness-answered-{language}")

    office.look(reverse("asks:check", args=[ask.uid]))
    office.send()
    assert Assignment.objects.filter(ask__uid=ask.uid, ask__state=AskState.OPEN).count() == 1
    office.look(reverse("fairness:record", args=[ask.uid]))
    rows = office.page.locator("main tbody tr")
    assert rows.count() == ConcernAnswer.objects.filter(ask_id=ask.id).count()
    assert REASON in office.page.locator("main tbody").inner_text()
    _talk(office, house)
    shoot(office.page, f"fairness-log-{language}")


def _bare_draft(house: Cast) -> AskView:
    """Two days, no real reason, and a letter that says nothing about costs or other ways."""
    ask = draft_ask(house, Wish(listed=("A-001",), days=2))
    sender = replace(ask.sender, handling=Bilingual("秘密にします。", "Kept secret."))
    words = replace(with_words(reason=BARE), sender=sender)
    now = house.now
    revision = save_words(house.aoi, uid=ask.uid, revision=ask.revision, words=words, now=now)
    letter = ask.letter(REQUEST)
    letter = replace(letter, ja=replace(letter.ja, body=FIELDS), en=replace(letter.en, body=FIELDS))
    save_ask_letter(house.aoi, uid=ask.uid, revision=revision, letter=letter, now=now)
    return ask


def _open_points(office: Office) -> int:
    return office.page.locator("#fairness [value=not_applicable]").count()


def _answer_the_rest(office: Office) -> None:
    """One reason for all: it is urgent."""
    rest = office.page.locator("#fairness details", has=office.page.locator("#reason-all"))
    rest.locator("summary").click()
    rest.locator("textarea").fill(REASON)
    rest.locator("button").click()
    office.page.wait_for_load_state("load")
    office.look()


def _talk(office: Office, house: Cast) -> None:
    page = office.page
    office.look(reverse("fairness:partner", args=[house.a.uid]))
    page.locator("details.sk-panel summary").click()
    page.locator("main [name=state]").select_option("agreed")
    office.fill({"with_whom": "ちか", "asked": TALK, "bearing": "半分ずつ"})
    office.press("form[action$='/add/'] button.btn-primary")
    office.look()
    assert TALK in page.locator("main").inner_text()
    with page.expect_download() as waiting:
        page.locator("main a[href$='/export/'], header a[href$='/export/']").first.click()
    book = openpyxl.load_workbook(io.BytesIO(Path(waiting.value.path()).read_bytes()))
    cells = {str(cell) for sheet in book for row in sheet.values for cell in row}
    assert TALK in cells
