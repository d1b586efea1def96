"""Tables are read as the text a person would have typed, however they are stored."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest
from python_calamine import load_workbook

from sekisho.adapters.sheets import Row, SheetLimits, open_sheet
from sekisho.kernel.errors import Invalid, Problem, TooLarge
from tests.factories.upload_files import workbook, worksheet, zipped

FROZEN = SheetLimits(rows=3, columns=4, cell_characters=10)


def made(*rows: list[object], names: tuple[str, ...] = ("表",)) -> io.BytesIO:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in names:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    kept = io.BytesIO()
    book.save(kept)
    kept.seek(0)
    return kept


def cells(*row: object) -> tuple[str, ...]:
    return next(open_sheet(made(list(row))).rows()).cells


def refusal(source: io.BytesIO, limits: SheetLimits | None = None, name: str = "") -> Problem:
    with pytest.raises(Problem) as caught:
        list(open_sheet(source, limits=limits, name=name).rows())
    return caught.value


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        (1234567890123, "1234567890123"),
        (7000012050002, "7000012050002"),
        ("0012345678901", "0012345678901"),
        ("1.23E+12", "1.23E+12"),
        (5.0, "5"),
        (-0.5, "-0.5"),
        (0.1 + 0.2, "0.3"),
        (1.5e-7, "0.00000015"),
        (1e20, "100000000000000000000"),
        (True, "TRUE"),
        (False, "FALSE"),
        (date(2026, 11, 22), "2026-11-22"),
        (datetime(2026, 11, 22, 9, 5, 6), "2026-11-22T09:05:06"),  # noqa: DTZ001 - as stored
        (time(9, 5), "09:05:00"),
        (timedelta(hours=30, minutes=5), "30:05:00"),
        (date(1900, 2, 28), "1900-02-28"),
        (date(1900, 3, 1), "1900-03-01"),
        ("改行\nあり", "改行\nあり"),
        ("=1+1 と書いた", "=1+1 と書いた"),
    ],
)
def test_a_cell_becomes_the_text_a_person_would_have_typed(stored, text):
    book = made(["x"])
    loaded = openpyxl.load_workbook(book)
    cell = loaded.active["A1"]
    cell.value = stored
    if isinstance(stored, str):
        cell.data_type = "s"
    kept = io.BytesIO()
    loaded.save(kept)
    kept.seek(0)
    assert next(open_sheet(kept).rows()).cells == (text,)


def test_an_error_of_the_spreadsheet_is_told_from_a_text_that_looks_like_one():
    row = '<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1" t="str"><v>#N/A</v></c></row>'
    sheet = open_sheet(io.BytesIO(zipped(workbook(worksheet(row)))))
    assert list(sheet.rows()) == [Row(1, ("#N/A", "#N/A"), (0,))]


def test_a_formula_gives_the_value_stored_with_it():
    row = '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>A1</f></c></row>'
    sheet = open_sheet(io.BytesIO(zipped(workbook(worksheet(row)))))
    assert list(sheet.rows()) == [Row(1, ("2",))]


def test_a_merged_area_has_its_text_in_the_first_cell_only():
    book = openpyxl.Workbook()
    book.active.append(["a", None, "c"])
    book.active.merge_cells("A1:B2")
    kept = io.BytesIO()
    book.save(kept)
    kept.seek(0)
    assert list(open_sheet(kept).rows()) == [Row(1, ("a", "", "c"))]


def test_reading_aids_over_kanji_are_left_out():
    strings = (
        "<si><r><t>東京</t></r><r><t>都</t></r><rPh sb='0' eb='2'><t>トウキョウ</t></rPh></si>"
    )
    sheet = open_sheet(io.BytesIO(zipped(workbook(strings=strings))))
    assert list(sheet.rows()) == [Row(1, ("東京都", "7"))]


def test_dates_of_the_1904_calendar_are_read_as_such():
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active.append([date(2026, 11, 22)])
    kept = io.BytesIO()
    book.save(kept)
    kept.seek(0)
    assert next(open_sheet(kept).rows()).cells == ("2026-11-22",)


def test_empty_rows_are_left_out_and_numbers_are_kept():
    rows = list(open_sheet(made(["a"], [], [None, "b"])).rows())
    assert rows == [Row(1, ("a",)), Row(3, ("", "b"))]
    text = open_sheet(io.BytesIO(b"a,\n\n,,\n,b,,\n"))
    assert list(text.rows()) == [Row(1, ("a",)), Row(4, ("", "b"))]


def test_sheets_are_listed_in_order_and_hidden_ones_apart():
    book = openpyxl.Workbook()
    book.active.title = "一覧"
    book.create_sheet("隠し").sheet_state = "hidden"
    book.create_sheet("注意").append(["x"])
    kept = io.BytesIO()
    book.save(kept)
    kept.seek(0)
    sheet = open_sheet(kept)
    assert (sheet.sheet_names, sheet.hidden_sheet_names) == (("一覧", "注意"), ("隠し",))
    assert [row.cells for row in sheet.rows("注意")] == [("x",)]
    with pytest.raises(Invalid, match=r"sheets\.no_such_sheet"):
        list(sheet.rows("ない"))


def test_a_path_can_be_read_again_and_again(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("名前,番号\n".encode("cp932"))
    sheet = open_sheet(path)
    assert list(sheet.rows()) == list(sheet.rows()) == [Row(1, ("名前", "番号"))]
    assert sheet.file == "a.csv"


@pytest.mark.parametrize(
    ("rows", "code", "row", "column"),
    [
        ([["a"]] * 4, "sheets.too_many_rows", 4, 1),
        ([["a"], ["b"] * 5], "sheets.too_many_columns", 2, 5),
        ([["a"], ["b", "c" * 11]], "sheets.cell_too_long", 2, 2),
    ],
)
def test_what_exceeds_a_limit_is_refused_with_row_and_column(rows, code, row, column):
    problem = refusal(made(*rows), FROZEN, "一覧.xlsx")
    assert isinstance(problem, TooLarge)
    params = problem.params
    assert problem.code == code
    assert (params["file"], params["sheet"], params["row"]) == ("一覧.xlsx", "表", row)
    assert code == "sheets.too_many_rows" or params["column"] == column
    text = "\n".join(",".join(cells) for cells in rows).encode()
    problem = refusal(io.BytesIO(text), FROZEN)
    assert (problem.code, problem.params["row"]) == (code, row)


def test_one_text_in_very_many_cells_is_bounded():
    rows = "".join('<row><c t="s"><v>0</v></c></row>' for _ in range(50))
    content = zipped(workbook(worksheet(rows), strings=f"<si><t>{'x' * 100}</t></si>"))
    problem = refusal(io.BytesIO(content), SheetLimits(sheet_characters=4_000))
    assert (problem.code, problem.params["row"]) == ("sheets.too_much_text", 41)


def test_another_reader_sees_the_same_cells():
    table = [
        [f"会社{n}", n * 1_000_003, n / 8, n % 2 == 0, date(2026, 1, 1) + timedelta(days=n)]
        for n in range(200)
    ]
    kept = made(*table)
    others = list(load_workbook(kept).get_sheet_by_index(0).iter_rows())
    kept.seek(0)
    ours = [row.cells for row in open_sheet(kept).rows()]
    assert len(ours) == len(others) == 200
    for mine, other in zip(ours, others, strict=True):
        text, whole, eighth, truth, day = other
        assert (mine[0], float(mine[1]), float(mine[2])) == (text, whole, eighth)
        assert (mine[3] == "TRUE", mine[4]) == (truth, day.isoformat())
