"""What is written is text where it was text, and comes back exactly."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.adapters.sheets import (
    Column,
    NotesSheet,
    SheetData,
    guard,
    open_sheet,
    unguard,
    write_csv,
    write_xlsx,
)
from sekisho.kernel.errors import TooLarge

RISKY = ("=1+1", "+1", "-1", "@A1", "\tx", "\rx", "＝1", "＋1", "－1", "＠1", "'=1", "''=1")
LETTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co"))
TEXTS = st.text(LETTERS | st.sampled_from("=+-@＝＋－＠'\",;\t\r\n"), max_size=20)


def written(*sheets: SheetData, notes: NotesSheet | None = None) -> io.BytesIO:
    kept = io.BytesIO()
    write_xlsx(kept, sheets, notes=notes)
    kept.seek(0)
    return kept


@pytest.mark.parametrize("text", RISKY)
def test_a_risky_text_is_guarded_in_csv_and_restored_when_read(text):
    data = write_csv([["x", text]]).data
    assert f"'{text}" in data.decode("utf-8-sig")
    assert next(open_sheet(io.BytesIO(data)).rows()).cells == ("x", text)


@given(TEXTS)
def test_guarding_is_undone_exactly(text):
    assert unguard(guard(text)) == text
    assert guard(text)[:1] not in set("=+-@\t\r\n＝＋－＠")


@settings(max_examples=200)
@given(st.lists(st.lists(TEXTS, min_size=1, max_size=4), min_size=1, max_size=5))
def test_csv_that_was_written_is_read_back_as_it_was(rows):
    sheet = open_sheet(io.BytesIO(write_csv([["頭", "a", "b", "c"], *rows]).data))
    wanted = {1: ("頭", "a", "b", "c")}
    for number, cells in enumerate(rows, start=2):
        texts = "\0".join(cells).rstrip("\0").split("\0")
        if any(texts):
            wanted[number] = tuple(texts)
    assert {row.number: row.cells for row in sheet.rows()} == wanted


def test_cp932_says_which_characters_it_lacks():
    made = write_csv([["高橋", "a"], ["😀〜", "😀"]], encoding="cp932")
    assert [(one.character, one.replaced_by, one.times) for one in made.unmappable] == [
        ("😀", "〓", 2),
        ("〜", "～", 1),
    ]
    assert [one.places for one in made.unmappable] == [((2, 1), (2, 2)), ((2, 1),)]
    assert made.data.decode("cp932").splitlines() == ["高橋,a", "〓～,〓"]
    assert write_csv([["高橋"]], encoding="cp932").unmappable == ()


def test_of_a_character_that_is_lost_often_the_first_ten_cells_are_named():
    (lost,) = write_csv([["😀😀", "a"]] * 12, encoding="cp932").unmappable
    assert (lost.times, lost.places) == (24, tuple((row, 1) for row in range(1, 11)))


def test_utf8_carries_a_mark_for_excel_and_loses_nothing():
    made = write_csv([["髙橋😀", 5, -1.5, None, True, date(2026, 1, 2)]])
    assert made.data == "\ufeff髙橋😀,5,-1.5,,TRUE,2026-01-02\r\n".encode()
    assert made.unmappable == ()


def test_nothing_in_a_workbook_becomes_formula_link_or_number():
    texts = [*RISKY[:4], "http://example.invalid/", "mailto:a@example.invalid", "0012345678901",
             "{=1}", "_x0041_", "true", "2026-01-02", "1e5"]  # fmt: skip
    kept = written(SheetData("表", (Column("値"),), [[text] for text in texts]))
    sheet = openpyxl.load_workbook(kept).active
    assert all(cell.data_type == "s" for (cell,) in sheet.iter_rows())
    assert all(cell.number_format == "@" for (cell,) in sheet.iter_rows())
    assert all(cell.hyperlink is None for (cell,) in sheet.iter_rows())
    kept.seek(0)
    assert [row.cells[0] for row in open_sheet(kept).rows()] == ["値", *texts]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(TEXTS, min_size=2, max_size=3), min_size=1, max_size=4))
def test_a_workbook_that_was_written_is_read_back_as_it_was(rows):
    kept = written(SheetData("表", (Column("頭"),), [["x", *cells] for cells in rows]))
    read = [list(row.cells[1:]) for row in open_sheet(kept).rows()][1:]
    assert read == [
        "\0".join(cells).rstrip("\0").split("\0") if any(cells) else [] for cells in rows
    ]


def test_headings_stay_in_view_and_lists_offer_their_choices():
    columns = (Column("名称", width_characters=30), Column("回答", ("はい", "いいえ"), "一つ選ぶ"))
    book = openpyxl.load_workbook(
        written(
            SheetData("回答票", columns, [["架空製作所", "はい"]], frozen_columns=1),
            notes=NotesSheet("ご案内", ("一行目", "二行目")),
        )
    )
    sheet = book["回答票"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:B2")
    assert sheet["A1"].font.bold
    (rule,) = sheet.data_validations.dataValidation
    assert (rule.type, rule.formula1, rule.prompt) == ("list", "'_choices'!$A$1:$A$2", "一つ選ぶ")
    assert [cell.value for (cell,) in book["_choices"].iter_rows()] == ["はい", "いいえ"]
    assert book["_choices"].sheet_state == "hidden"
    assert [cell.value for (cell,) in book["ご案内"].iter_rows()] == ["一行目", "二行目"]


def test_columns_are_wide_enough_for_full_width_text():
    book = openpyxl.load_workbook(
        written(SheetData("表", (Column("名"), Column("b")), [["株式会社架空製作所", "abc"]]))
    )
    widths = book["表"].column_dimensions
    assert widths["A"].width >= 18
    assert widths["B"].width < widths["A"].width


def test_sheet_names_are_made_acceptable_and_distinct():
    names = ["a/b[1]:*?", "A B 1", "x" * 50, "x" * 40, "", "History"]
    kept = written(*(SheetData(name, (Column("a"),), []) for name in names))
    found = openpyxl.load_workbook(kept).sheetnames
    assert len({name.casefold() for name in found}) == len(names)
    assert all(0 < len(name) <= 31 for name in found)


def test_a_text_that_no_cell_can_hold_is_refused_with_its_place():
    with pytest.raises(TooLarge) as caught:
        written(SheetData("表", (Column("a"),), [["b"], ["c", "d" * 32_768]]))
    assert caught.value.code == "sheets.written_cell_too_long"
    assert caught.value.params == {"sheet": "表", "row": 3, "column": 2, "limit": 32_767}
