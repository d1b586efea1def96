"""A gap from the first plan to the proof, open again, and its risk accepted by two people."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import FilePayload, Locator

from sekisho.apps.measures.actions.findings import NewFinding, open_findings
from sekisho.apps.measures.models import Finding
from sekisho.apps.measures.queries.sealed import FindingWords
from sekisho.kernel import clock
from sekisho.kernel.actor import SYSTEM, Role
from sekisho.kernel.text import Bilingual
from tests.factories.answering import Visitor, invite, open_ask
from tests.factories.cast import Cast, add_member
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.office import Office
from tests.journeys.respondent import Respondent, admitted

pytestmark = pytest.mark.journey
WALKS = [
    pytest.param("ja", DESK, PHONE, id="ja"),
    pytest.param("en", PHONE, DESK, id="en", marks=pytest.mark.slow),
]
PLAN = "装置を入れ替えます"
PROOF = "設定を変えました"
AGAIN = "別の拠点で同じものが見つかりました"


@pytest.mark.parametrize(("language", "office_size", "partner_size"), WALKS)
def test_a_gap_is_planned_proven_found_again_and_its_risk_accepted(
    house, open_browser, shoot, language, office_size, partner_size
):
    visitor = invite(house, open_ask(house), house.chika)
    finding = _gap(house, visitor)
    other, other_watch = open_browser(language, partner_size)
    chika = Respondent(admitted(other, other_watch, visitor), other_watch, "pointer")
    _plan(chika, visitor, finding)
    shoot(chika.page, f"measures-planned-{language}")
    _report(chika, finding)
    assert _state() == "done"

    aoi = _desk(open_browser, house.emails["aoi"], language, office_size)
    aoi.look(reverse("measures:findings"))
    aoi.look(reverse("measures:finding", args=[finding.uid]))
    shoot(aoi.page, f"measures-done-{language}")
    assert PLAN in aoi.page.locator("main").inner_text()
    with aoi.page.expect_download() as waiting:
        aoi.page.locator("main a[download]").click()
    assert PROOF in Path(waiting.value.path()).read_text(encoding="utf-8")
    _step(aoi, finding, "proven", {"remark": "画面を確かめました"})
    assert _state() == "proven"
    _step(aoi, finding, "open", {"remark": AGAIN})
    assert _state() == "open"
    chika.page.goto(reverse("portal:finding", args=[visitor.link_uid, finding.uid]))
    chika.look()
    assert AGAIN in chika.page.locator("main").inner_text()

    until = _day(120)
    terms = {"reason": "代わりの対策がある", "accepted_by": "製造部長", "until_on": until}
    _step(aoi, finding, "accepted", terms)
    assert _state() == "open"  # the weight is high: one person is not enough
    assert not aoi.page.locator("main [name=decision]").count()
    add_member("second", "ふたりめ", Role.MANAGER, house.home.id, now=house.now)
    second = _desk(open_browser, "second@home.example", language, office_size)
    second.look(reverse("measures:finding", args=[finding.uid]))
    second.page.locator("main [name=decision][value=grant]").check()
    second.press("form[action$='/decide/'] button.btn-primary")
    second.look()
    shoot(second.page, f"measures-accepted-{language}")
    assert _state() == "accepted"
    assert Finding.objects.get().accepted_until.isoformat() == until


def _gap(house: Cast, visitor: Visitor) -> Finding:
    """One gap of high weight in what A answered."""
    question = Bilingual("多要素認証を使っていますか。", "Do you use MFA?")
    new = NewFinding(
        organisation_id=house.a.id,
        asked_by_id=house.home.id,
        source="ask",
        source_id=visitor.assignment_id,
        is_high=True,
        words=FindingWords("M22-RR-02", question, "no"),
        due_on=None,
        reported_at=house.now,
    )
    open_findings(SYSTEM, findings=[new], now=house.now)
    return Finding.objects.get()


def _plan(chika: Respondent, visitor: Visitor, finding: Finding) -> None:
    page = chika.page
    page.goto(reverse("portal:start", args=[visitor.link_uid]))
    chika.look()
    page.locator(f"main a[href$='/findings/{finding.uid}/']").first.click()
    page.wait_for_load_state("load")
    chika.look()
    _say(chika, "planned", {"what": PLAN, "who": "総務部", "due_on": _day(60), "by": "Chika"})
    assert page.locator(".sk-receipt-number").inner_text()
    assert _state() == "planned"


def _report(chika: Respondent, finding: Finding) -> None:
    """Done, with a file that shows it."""
    form = _opened(chika, "done")
    proof = FilePayload(name="記録.txt", mimeType="text/plain", buffer=PROOF.encode())
    form.locator("input[type=file]").set_input_files(proof)
    _say(chika, "done", {"proof": PROOF, "by": "Chika"})


def _say(chika: Respondent, state: str, words: dict[str, str]) -> None:
    form = _opened(chika, state)
    for name, text in words.items():
        form.locator(f"[name={name}]").fill(text)
    form.locator("button.btn-primary").click()
    chika.page.wait_for_load_state("load")
    chika.look()


def _opened(chika: Respondent, state: str) -> Locator:
    """The form of a step, unfolded."""
    form = chika.page.locator(f"form[action$='/{state}/']")
    if not form.is_visible():
        chika.page.locator("details", has=form).locator("summary").click()
    return form


def _desk(open_browser, email: str, language: str, size: tuple[int, int]) -> Office:
    context, watch = open_browser(language, size)
    office = Office(context.new_page(), watch, language)
    office.sign_in(email)
    return office


def _step(office: Office, finding: Finding, state: str, words: dict[str, str]) -> None:
    page = office.page
    office.look(reverse("measures:finding", args=[finding.uid]))
    form = page.locator(f"form[action$='/step/{state}/']")
    if not form.is_visible():
        page.locator("main details", has=form).locator("summary").click()
    for name, text in words.items():
        form.locator(f"[name={name}]").fill(text)
    form.locator("button").click()
    page.wait_for_load_state("load")
    office.look()


def _state() -> str:
    return str(Finding.objects.get().state)


def _day(days: int) -> str:
    return (timezone.localtime(clock.now()) + timedelta(days=days)).date().isoformat()
