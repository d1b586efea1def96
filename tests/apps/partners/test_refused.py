"""The rows that an import refused come back as a file with the reasons, ready to be corrected."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from django.conf import settings

from sekisho.adapters.sheets import open_sheet
from sekisho.apps.partners.actions.imports import clear_old_imports
from sekisho.apps.partners.models import ImportBatch
from sekisho.apps.partners.queries.imports import import_for
from sekisho.kernel.actor import SYSTEM
from tests.factories.cast import NOW, office_client
from tests.factories.partner_lists import bring_in, check, commit, csv_of, xlsx_of

pytestmark = pytest.mark.django_db
HEADINGS = ("取引先コード", "社内の印", "組織名", "国", "備考", "従業員数")
GOOD = ("N-1", "あ", "みほん精機", "日本", "", "10")
BAD = ("N-2", "い", "例示化成", "どこか", "＝内緒", "たくさん")


def list_of(kind: str) -> bytes:
    made = {"xlsx": xlsx_of, "csv": csv_of}.get(kind)
    if made is None:
        return csv_of(GOOD, BAD, headings=HEADINGS, encoding=kind)
    return made(GOOD, BAD, headings=HEADINGS)


def refused_of(client, view, form: str):
    answer = client.get(f"/o/partners/import/{view.uid}/refused/", {"format": form})
    assert answer.status_code == 200
    return answer.content


@pytest.mark.parametrize("is_done", [False, True])
@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("kind", ["xlsx", "csv", "cp932"])
def test_refused_rows_come_back_as_they_were_uploaded_with_the_reason(cast, kind, form, is_done):
    name = "list.xlsx" if kind == "xlsx" else "list.csv"
    view = check(cast.aoi, list_of(kind), name=name)
    if is_done:
        commit(cast.aoi, view.uid)
    content = refused_of(office_client(cast.aoi), view, form)
    rows = [row.cells for row in open_sheet(io.BytesIO(content)).rows()]
    assert rows[0] == (*HEADINGS, "取り込めない理由")
    assert [row[:6] for row in rows[1:]] == [BAD]
    reason = rows[1][6]
    assert reason.startswith("元のファイルの3行目。国「どこか」：")
    assert "従業員数「たくさん」：" in reason


def test_a_file_that_came_in_shift_jis_goes_back_in_shift_jis(cast):
    view = check(cast.aoi, list_of("cp932"))
    content = refused_of(office_client(cast.aoi), view, "csv")
    assert "例示化成" in content.decode("cp932")


def test_the_reason_is_in_the_language_of_the_reader(cast):
    view = check(cast.aoi, list_of("csv"))
    content = refused_of(office_client(cast.aoi, "en"), view, "csv").decode("utf-8-sig")
    assert "Row 3. Country “どこか”: This country is not known." in content


def test_no_cell_of_the_file_is_a_formula(cast):
    view = check(cast.aoi, list_of("xlsx"), name="list.xlsx")
    client = office_client(cast.aoi)
    book = openpyxl.load_workbook(io.BytesIO(refused_of(client, view, "xlsx")))
    assert {cell.data_type for row in book.active.iter_rows() for cell in row} == {"s"}
    assert "'＝内緒" in refused_of(client, view, "csv").decode("utf-8-sig")


def test_the_corrected_file_is_taken_as_it_is(cast):
    view = bring_in(cast.aoi, list_of("csv"))
    text = refused_of(office_client(cast.aoi), view, "csv").decode("utf-8-sig")
    mended = text.replace("どこか", "日本", 1).replace("たくさん", "9", 1)
    assert bring_in(cast.aoi, mended.encode()).counts["committed"] == 1


def test_only_who_started_the_import_fetches_its_rows(cast):
    view = check(cast.aoi, list_of("csv"))
    address = f"/o/partners/import/{view.uid}/refused/"
    assert office_client(cast.ben).get(address).status_code == 403
    ImportBatch.objects.update(started_by_uid=cast.b.uid)
    assert office_client(cast.aoi).get(address).status_code == 404


def test_the_file_stays_for_its_refused_rows_and_no_longer_than_they_do(
    cast, django_capture_on_commit_callbacks
):
    folder = Path(settings.SEKISHO_DATA) / "imports"

    def kept_after(data: bytes):
        before = set(folder.iterdir()) if folder.is_dir() else set()
        with django_capture_on_commit_callbacks(execute=True):
            view = bring_in(cast.aoi, data)
        return view, set(folder.iterdir()) - before

    assert kept_after(csv_of(GOOD, headings=HEADINGS))[1] == set()
    view, (kept,) = kept_after(list_of("csv"))
    client, report = office_client(cast.aoi), f"/o/partners/import/{view.uid}/"
    assert f"{report}refused/" in client.get(report).content.decode()
    ImportBatch.objects.update(touched_at=NOW)
    clear_old_imports(SYSTEM, now=NOW + timedelta(days=7, minutes=1))
    assert not kept.exists()
    assert import_for(cast.aoi, view.uid).state == "done"
    assert f"{report}refused/" not in client.get(report).content.decode()
    assert client.get(f"{report}refused/").status_code == 409
