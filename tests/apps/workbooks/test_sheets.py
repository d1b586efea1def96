"""Aoi brings her own check sheet in: read, columns corrected, made a draft; known the next time."""

from __future__ import annotations

import functools
import io
import uuid
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sekisho.apps.editor.queries.drafts import draft_for
from sekisho.apps.workbooks import jobs
from sekisho.apps.workbooks.actions.sheets import KEPT, make_draft, take_sheet
from sekisho.apps.workbooks.models import SheetImport
from sekisho.apps.workbooks.queries.incoming import Given
from sekisho.apps.workbooks.queries.sheets import sheet_for
from sekisho.kernel import clock
from sekisho.kernel.errors import Conflict, Forbidden, NotFound
from tests.factories.cast import Cast, office_client

ROWS = (
    ("自社セキュリティ点検表", "", "", "", ""),
    ("No.", "大項目", "確認事項", "回答形式", "選択肢"),
    ("1", "組織", "責任者がいますか。", "はい・いいえ", ""),
    ("2", "", "保管先を選んでください。", "複数選択", "社内\nクラウド"),
    ("3", "技術", "方法をお書きください。", "口頭", ""),
)


def workbook(rows: Any = ROWS) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    book.active.merge_cells("B3:B4")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def send(client: Client, data: bytes, name: str = "点検表.xlsx") -> Any:
    return client.post("/o/workbooks/sheets/", {"file": SimpleUploadedFile(name, data)})


@pytest.fixture
def aoi(cast: Cast) -> Client:
    return office_client(cast.aoi)


def test_headings_and_columns_are_found_and_faults_named(aoi: Client) -> None:
    page = aoi.get(send(aoi, workbook()).headers["Location"]).content.decode()
    assert "3問を読み取りました" in page
    assert "保管先を選んでください。" in page
    assert "<strong>D5</strong>" in page


def test_the_draft_holds_what_was_read(aoi: Client, cast: Cast) -> None:
    uid = take_sheet(cast.aoi, given=Given("点検表.xlsx", workbook()), now=cast.now)
    draft = make_draft(cast.aoi, uid=uid, organisation_uid=cast.home.uid, now=cast.now)
    questions = draft_for(cast.aoi, draft).content["questions"]
    assert [one["kind"] for one in questions] == ["yes_no", "multiple", "yes_no"]
    assert questions[1]["ja"] == "保管先を選んでください。"
    assert not SheetImport.objects.exists()


def test_a_column_that_was_corrected_is_remembered_for_the_next_edition(
    aoi: Client, cast: Cast
) -> None:
    rows = [("番号", "評価の観点", "記入のしかた"), ("1", "責任者がいますか。", "")]
    uid = take_sheet(cast.aoi, given=Given("a.xlsx", workbook(rows)), now=cast.now)
    assert sheet_for(cast.aoi, uid).fault == "checksheets.no_question"
    url = f"/o/workbooks/sheets/{uid}/"
    refused = aoi.post(
        url, {"step": "draft", "column-0": "number", "organisation": str(cast.home.uid)}
    )
    assert refused.status_code == 409
    aoi.post(url, {"step": "table", "sheet": "Sheet", "heading_row": "1"})
    aoi.post(url, {"step": "columns", "column-0": "number", "column-1": "question_ja"})
    make_draft(cast.aoi, uid=uid, organisation_uid=cast.home.uid, now=cast.now)
    rows.append(("2", "方針がありますか。", ""))
    again = take_sheet(cast.aoi, given=Given("b.xlsx", workbook(rows)), now=cast.now)
    aoi.post(
        f"/o/workbooks/sheets/{again}/", {"step": "table", "sheet": "Sheet", "heading_row": "1"}
    )
    view = sheet_for(cast.aoi, again)
    assert view.is_known
    assert len(view.drawn.document["questions"]) == 2


def test_the_button_makes_the_draft_and_leads_on(aoi: Client, cast: Cast) -> None:
    url = send(aoi, workbook()).headers["Location"]
    columns = {"column-0": "number", "column-1": "large", "column-2": "question_ja"}
    sent = {"step": "draft", "organisation": str(cast.home.uid), **columns}
    assert aoi.post(url, sent).status_code == 302
    assert not SheetImport.objects.exists()


def test_a_csv_is_read_too(cast: Cast) -> None:
    data = "番号,設問\r\n1,責任者がいますか。\r\n".encode("cp932")
    uid = take_sheet(cast.aoi, given=Given("a.csv", data), now=cast.now)
    assert [one["ja"] for one in sheet_for(cast.aoi, uid).drawn.document["questions"]] == [
        "責任者がいますか。"
    ]


def test_a_sheet_is_seen_by_its_sender_alone_and_brought_in_by_managers(cast: Cast) -> None:
    uid = take_sheet(cast.aoi, given=Given("a.xlsx", workbook()), now=cast.now)
    emi = office_client(cast.emi)
    assert emi.get(f"/o/workbooks/sheets/{uid}/").status_code in {403, 404}
    with pytest.raises((Forbidden, NotFound)):
        sheet_for(cast.emi, uid)
    with pytest.raises(Forbidden):
        take_sheet(cast.ben, given=Given("a.xlsx", workbook()), now=cast.now)


def test_a_sheet_without_questions_makes_no_draft(cast: Cast) -> None:
    uid = take_sheet(
        cast.aoi, given=Given("a.xlsx", workbook([("番号", "設問"), ("1", "")])), now=cast.now
    )
    with pytest.raises(Conflict, match="no_rows"):
        make_draft(cast.aoi, uid=uid, organisation_uid=cast.home.uid, now=cast.now)


def test_the_file_that_waits_is_unreadable_in_the_database(cast: Cast) -> None:
    data = "番号,設問\r\n1,秘密の設問\r\n".encode()
    take_sheet(cast.aoi, given=Given("a.csv", data), now=cast.now)
    assert "秘密の設問".encode() not in bytes(SheetImport.objects.get().sealed)


def test_the_daily_job_forgets_a_sheet_that_nobody_finished(cast: Cast) -> None:
    uid = take_sheet(cast.aoi, given=Given("点検表.xlsx", workbook()), now=clock.now())
    jobs.clear()
    assert sheet_for(cast.aoi, uid).file_name == "点検表.xlsx"
    SheetImport.objects.update(created_at=clock.now() - KEPT - timedelta(minutes=1))
    jobs.clear()
    assert not SheetImport.objects.exists()


def test_an_official_sheet_counts_by_its_numbers_for_the_scheme_that_was_chosen(
    aoi: Client, cast: Cast
) -> None:
    address = send(aoi, workbook()).headers["Location"]
    assert 'value="jama-japia-2"' in aoi.get(address).content.decode()
    made = aoi.post(
        address,
        {
            "step": "draft",
            "organisation": str(cast.home.uid),
            "scheme": "jama-japia-2",
            "column-0": "number",
            "column-1": "large",
            "column-2": "question_ja",
        },
    )
    draft = draft_for(cast.aoi, uuid.UUID(made.headers["Location"].strip("/").split("/")[-1]))
    assert [one["maps"] for one in draft.content["questions"]] == [
        [f"jama-japia-2:{number}"] for number in (1, 2, 3)
    ]


def test_a_scheme_needs_numbers_and_must_be_one_that_is_known(cast: Cast) -> None:
    rows = [("設問", "大項目"), ("責任者がいますか。", "組織")]
    uid = take_sheet(cast.aoi, given=Given("a.xlsx", workbook(rows)), now=cast.now)
    make = functools.partial(
        make_draft, cast.aoi, uid=uid, organisation_uid=cast.home.uid, now=cast.now
    )
    with pytest.raises(Conflict, match="no_numbers"):
        make(scheme="jama-japia-2")
    with pytest.raises(NotFound):
        make(scheme="nobody-s")
    assert draft_for(cast.aoi, make()).content["questions"]
