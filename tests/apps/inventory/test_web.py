"""The pages of the inventory, as the office uses them."""

from __future__ import annotations

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from sekisho.apps.inventory.models import Entry, Intake
from sekisho.apps.inventory.queries.catalogue import catalogue
from sekisho.apps.inventory.queries.entries import EntryFilter, entries_for
from sekisho.kernel import clock
from tests.apps.inventory.test_lists import HEAD
from tests.apps.inventory.world import SECRET, added, answered, linked, sheet
from tests.factories.cast import office_client

pytestmark = pytest.mark.django_db
STAMP = {"confidence": "declared", "detail": "訪問", "on": "2026-11-16"}


@pytest.fixture
def aoi(cast):
    return office_client(cast.aoi)


@pytest.fixture(autouse=True)
def now(cast, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: cast.now)


def text(answer):
    return answer.content.decode()


def test_an_entry_is_written_in_two_steps_and_shown_with_what_is_unknown(cast, aoi):
    assert "棚卸しはまだ空です" in text(aoi.get(reverse("inventory:list")))
    page = text(aoi.get(reverse("inventory:new"), {"company": str(cast.a.uid)}))
    assert 'value="A-001"' in page
    address = f"{reverse('inventory:new')}?kind=device&company=A-001"
    assert "多要素認証" in text(aoi.get(address))
    answer = aoi.post(address, {"name": "<b>入口", "v_mfa": "no", "v_vendor": "架空", **STAMP})
    one = Entry.objects.get()
    assert answer.url == reverse("inventory:entry", args=[one.uid])
    page = text(aoi.get(answer.url))
    assert "&lt;b&gt;入口" in page
    assert "<b>入口" not in page
    assert "計算では「はい」とみなします" in page
    assert "訪問" in page
    assert "&lt;b&gt;入口" in text(aoi.get(reverse("inventory:list")))
    assert "&lt;b&gt;入口" in text(aoi.get(reverse("partners:partner", args=[cast.a.uid])))


def test_a_link_asks_for_its_other_end_and_offers_what_is_there(cast, aoi):
    device = added(cast, cast.a, name="入口")
    base = reverse("inventory:new")
    wrong = aoi.get(base, {"kind": "connection", "company": "A-001", "other": "どこにもない"})
    assert wrong.status_code == 422
    assert "当てはまる組織がない" in text(wrong)
    address = f"{base}?kind=connection&company=A-001&other=グループ製作所株式会社"
    assert "入口" in text(aoi.get(address))
    aoi.post(address, {"name": "", "via_item": str(device), "v_mfa": "", **STAMP})
    (one,) = entries_for(cast.aoi, EntryFilter(kind="connection")).rows
    assert (one.target.id, one.via_item.name) == (cast.g.id, "入口")
    assert "つながり" in text(aoi.get(reverse("inventory:entry", args=[device])))


def test_a_wrong_value_keeps_what_was_typed_and_says_where(cast, aoi):
    uid = linked(cast, cast.a, cast.g, kind="supply", stock_days=3)
    typed = {"name": "", "v_stock_days": "たくさん", "revision": "1", **STAMP}
    answer = aoi.post(reverse("inventory:edit", args=[uid]), typed)
    assert answer.status_code == 422
    assert "「たくさん」は数ではありません" in text(answer)
    assert 'value="たくさん"' in text(answer)


def test_removing_offers_to_undo_it(cast, aoi):
    uid = added(cast, cast.a, name="入口")
    page = aoi.post(reverse("inventory:remove", args=[uid]), follow=True)
    assert reverse("inventory:restore", args=[uid]) in text(page)
    assert "この項目は外されています" in text(aoi.get(reverse("inventory:entry", args=[uid])))
    aoi.post(reverse("inventory:restore", args=[uid]))
    assert "入口" in text(aoi.get(reverse("inventory:list")))


def test_a_reader_sees_entries_and_may_change_none(cast):
    uid = added(cast, cast.a, name="入口")
    ben = office_client(cast.ben)
    page = text(ben.get(reverse("inventory:entry", args=[uid])))
    assert "入口" in page
    assert reverse("inventory:edit", args=[uid]) not in page
    assert ben.get(reverse("inventory:edit", args=[uid])).status_code == 403
    assert ben.post(reverse("inventory:remove", args=[uid])).status_code == 403


def test_a_coordinator_sees_nothing_of_the_sister_company(cast):
    added(cast, cast.a, name="Gの装置")
    hidden = added(cast, cast.b, name="Hの装置")
    emi = office_client(cast.emi)
    page = text(emi.get(reverse("inventory:list")))
    assert "Gの装置" in page
    assert "Hの装置" not in page
    assert emi.get(reverse("inventory:entry", args=[hidden])).status_code == 404
    found = emi.get(reverse("inventory:list"), {"q": "Hの装置"})
    assert "条件に合う項目はありません" in text(found)
    book = load_workbook(io.BytesIO(emi.get(reverse("inventory:export")).content))
    cells = {str(cell.value) for page in book for row in page.iter_rows() for cell in row}
    assert "Gの装置" in cells
    assert "Hの装置" not in cells


def test_a_list_is_looked_over_and_taken_on_one_page(cast, aoi):
    data = sheet(
        HEAD,
        ("D1", "A-001", "入口", "VPN装置", "9", "いいえ", "", ""),
        ("D2", "どこか", "外", "", "", "", "", ""),
    )
    file = SimpleUploadedFile("list.xlsx", data)
    answer = aoi.post(reverse("inventory:import"), {"kind": "device", "file": file})
    one = Intake.objects.get()
    assert answer.url == reverse("inventory:intake", args=[one.uid])
    page = text(aoi.get(answer.url))
    assert "新規 1・変更 0・取り込めない 1" in page
    assert "「どこか」に当たる組織がないか、複数あります" in page
    answer = aoi.post(reverse("inventory:take", args=[one.uid]))
    one.refresh_from_db()
    assert answer.url == reverse("work:run", args=[one.run_uid])
    assert aoi.post(reverse("inventory:discard", args=[one.uid])).status_code == 409


def test_a_file_that_is_no_list_is_refused_beside_its_field(cast, aoi):
    file = SimpleUploadedFile("list.xlsx", b"no workbook")
    answer = aoi.post(reverse("inventory:import"), {"kind": "device", "file": file})
    assert answer.status_code == 422


@pytest.mark.parametrize("language", ["ja", "en"])
def test_an_export_is_taken_back_without_any_change(cast, language):
    client = office_client(cast.aoi, language)
    added(cast, cast.a, name=SECRET, mfa="no", role="vpn", patched_on="2026-10-01", number=2)
    linked(cast, cast.a, cast.g, name="線", sort="vpn", approved_until="2027-03-31")
    linked(cast, cast.s, cast.h, kind="supply", name="部品", stock_days=0.5, share=40)
    for kind in ("device", "connection", "supply"):
        for form in ("xlsx", "csv"):
            got = client.get(reverse("inventory:export"), {"kind": kind, "format": form})
            file = SimpleUploadedFile(f"list.{form}", got.content)
            client.post(reverse("inventory:import"), {"kind": kind, "file": file})
            assert Intake.objects.latest("id").counts == {"same": 1}, (kind, form)


def test_the_empty_lists_hold_every_kind_with_its_choices(cast, aoi):
    book = load_workbook(io.BytesIO(aoi.get(reverse("inventory:template")).content))
    wanted = [kind.label.ja for kind in catalogue().kinds]
    assert book.sheetnames[: len(wanted)] == wanted
    assert "多要素認証" in [cell.value for cell in book["機器"][1]]


def test_the_sheet_of_the_kind_is_read_wherever_it_stands(cast, aoi):
    book = load_workbook(io.BytesIO(aoi.get(reverse("inventory:template")).content))
    heads = {cell.value: cell.column for cell in book["機器"][1]}
    book["機器"].cell(2, heads["組織"], "A-001")
    book["機器"].cell(2, heads["名称"], "入口")
    book["機器"].cell(2, heads["多要素認証"], "いいえ")
    out = io.BytesIO()
    book.save(out)
    file = SimpleUploadedFile("list.xlsx", out.getvalue())
    aoi.post(reverse("inventory:import"), {"kind": "device", "file": file})
    assert Intake.objects.get().counts == {"new": 1}


def test_proposals_are_read_beside_the_answer_and_decided(cast, aoi):
    visitor = answered(cast)
    assert "棚卸しの候補" in text(aoi.get(reverse("home:today")))
    page = text(aoi.get(reverse("inventory:proposals")))
    assert SECRET in page
    from sekisho.apps.inventory.queries.proposals import proposals_for

    found = {one.name: one for one in proposals_for(cast.aoi).rows}
    address = reverse("inventory:proposal", args=[found[SECRET].uid])
    assert SECRET in text(aoi.get(address))
    wrong = aoi.post(address, {"name": "入口", "v_number": "多数", "verdict": "take"})
    assert wrong.status_code == 422
    aoi.post(address, {"name": "入口", "v_version": "7.3", "v_number": "2", "verdict": "take"})
    assert Entry.objects.count() == 1
    everything = reverse("inventory:answer", args=[visitor.row.uid])
    assert aoi.post(everything, {"verdict": "take"}).status_code == 409
    shown = re.findall(
        r'name="seen" value="([^"]+)"', text(aoi.get(reverse("inventory:proposals")))
    )
    aoi.post(everything, {"verdict": "take", "seen": shown})
    assert Entry.objects.count() == 3
    assert "候補はありません" in text(aoi.get(reverse("inventory:proposals")))


def test_the_palette_finds_an_entry(cast, aoi):
    added(cast, cast.a, kind="site", name="架空第一工場")
    assert "架空第一工場" in text(aoi.get(reverse("home:palette"), {"q": "第一"}))
