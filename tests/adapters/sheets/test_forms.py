"""What other programs see in a form: openpyxl is the second opinion."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from sekisho.adapters.sheets import write_form
from sekisho.engines.workbook import FormBook, FormCell, FormPage, FormRow, Look
from sekisho.kernel.errors import TooLarge
from tests.engines.workbook.world import FULL, stored, written


def opened(data):
    return openpyxl.load_workbook(io.BytesIO(data))


@pytest.fixture(scope="module")
def book():
    return opened(written(stored(FULL)))


def test_only_the_entries_may_be_written_to(book):
    sheet = book["設問"]
    assert sheet.protection.sheet
    assert not sheet["G5"].protection.locked
    assert sheet["E5"].protection.locked
    assert sheet["I7"].protection.locked


def test_keys_and_stamp_are_out_of_sight(book):
    sheet = book["設問"]
    assert sheet.column_dimensions["A"].hidden
    assert sheet.row_dimensions[3].hidden
    assert book["_sekisho"].sheet_state == "veryHidden"
    assert book["_lists"].sheet_state == "veryHidden"


def test_lists_stand_on_a_sheet_of_their_own(book):
    rules = {str(rule.sqref): rule for rule in book["設問"].data_validations.dataValidation}
    assert rules["G7"].type == "list"
    source = rules["G7"].formula1
    column = source.partition("$")[2][0]
    assert [cell.value for cell in book["_lists"][column][:2]] == ["毎日", "毎週"]


def test_it_prints_on_a4_across_with_the_headings_on_every_page(book):
    sheet = book["設問"]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == "$4:$4"
    assert sheet.page_setup.fitToHeight == 0


def test_what_looks_like_a_formula_stays_a_text():
    data = written(stored({"HOW": FULL["HOW"]}))
    cell = opened(data)["設問"]["G12"]
    assert (cell.data_type, cell.value) == ("s", "=1+1 と書いた\n二行目")
    assert cell.quotePrefix
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        assert all(b"<f>" not in archive.read(name) for name in sheets)


def test_an_overlong_text_is_refused_by_its_place():
    page = FormPage("P", (10,), (FormRow((FormCell("x" * 40_000, Look.ENTRY),)),))
    with pytest.raises(TooLarge, match="written_cell_too_long"):
        write_form(io.BytesIO(), FormBook((page,), "t", "f", "e"))


def test_a_workbook_with_many_rules_is_read_back():
    """The formulas of rules stand behind the cells; together they are longer than any cell."""
    from sekisho.adapters.sheets import open_sheet

    grey = 'OR($A$1="' + "x" * 200 + '")'
    rows = tuple(FormRow((FormCell(str(n), Look.ENTRY, grey_when=grey),)) for n in range(400))
    out = io.BytesIO()
    write_form(out, FormBook((FormPage("P", (10,), rows),), "t", "f", "e"))
    read = list(open_sheet(io.BytesIO(out.getvalue())).rows())
    assert len(read) == 400
