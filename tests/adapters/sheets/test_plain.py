"""Rows that pass by the parser are read and refused exactly as the parser's are.

A comment in front of the data makes the parser hear everything, so each sheet is its own oracle.
"""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.adapters.sheets import Row, SheetLimits, open_sheet
from sekisho.adapters.sheets import plain as plain_rows
from sekisho.kernel.errors import Problem
from tests.factories.upload_files import STRINGS, workbook, worksheet, zipped

TEXTS = "<si><t>会社</t></si><si><t xml:space='preserve'> x </t></si><si><t></t></si>"
SMALL = SheetLimits(rows=8, columns=6, cell_characters=12, cells=40, sheet_characters=120)


def read(rows: str, limits: SheetLimits, comment: str = "", strings: str = TEXTS):
    parts = workbook(worksheet(rows, before=comment), strings=comment + strings)
    try:
        return list(open_sheet(io.BytesIO(zipped(parts)), limits=limits).rows())
    except Problem as problem:
        return problem.code


def both(rows: str, strings: str = TEXTS, limits: SheetLimits = SMALL):
    quick, slow = read(rows, limits, strings=strings), read(rows, limits, "<!-- -->", strings)
    assert quick == slow
    return quick


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ('<row r="2" spans="1:2"><c r="A2" t="s"><v>0</v></c></row>', [Row(2, ("会社",))]),
        ('<row r="1"><c r="B1"><v>12</v></c></row>', [Row(1, ("", "12"))]),
        ('<row r="1"><c r="A1" s="1"><v>46348</v></c></row>', [Row(1, ("2026-11-22",))]),
        ('<row r="1"><c r="A1" s="9"><v>1.50E1</v></c></row>', [Row(1, ("15",))]),
        ('<row r="1"><c r="A1" s="1"/><c r="B1" t="s"><v>2</v></c></row>', []),
        ('<row r="1"><c r="A1" t="s"><v>3</v></c></row>', "sheets.bad_cell"),
        ('<row r="1"><c r="A1"><v>1-2</v></c></row>', "sheets.bad_cell"),
        ('<row r="1" r="1"><c r="A1"><v>1</v></c></row>', "sheets.broken"),
        ('<row r="1" a="1" a="2"><c r="A1"><v>1</v></c></row>', "sheets.broken"),
        ('<row r="1"><c r="G1"><v>1</v></c></row>', "sheets.too_many_columns"),
        ('<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>2</v></c></row>', "sheets.bad_cell"),
        ('<row r="0"><c r="A1"><v>1</v></c></row>', "sheets.bad_cell"),
        ('<row r="1"><c r="A1"><v>1234567890123</v></c></row>', "sheets.cell_too_long"),
        ('<row r="1"><c r="A1" t="inlineStr"><is><t>_x0041_</t></is></c></row>', [Row(1, ("A",))]),
    ],
)
def test_a_row_is_the_same_past_the_parser_and_through_it(rows, expected):
    assert both(rows) == expected


def test_plain_rows_do_pass_by_the_parser(monkeypatch):
    taken = []
    add_row = plain_rows.CellReader.add_row
    monkeypatch.setattr(
        plain_rows.CellReader, "add_row", lambda *one: (taken.append(one[1]), add_row(*one))
    )
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 5000))
    assert len(read(rows, SheetLimits())) == len(taken) == 4999
    assert len(read(rows, SheetLimits(), "<!-- -->")) == len(taken) == 4999


@pytest.mark.parametrize("hidden", ["<!--{}-->", "<![CDATA[{}]]>", "<?x {}?>"])
def test_rows_that_only_look_like_rows_are_not_read(hidden):
    row = '<row r="{0}"><c r="A{0}"><v>{0}</v></c></row>'
    rows = row.format(1) + hidden.format(row.format(2) * 3) + row.format(5)
    assert both(rows) == [Row(1, ("1",)), Row(5, ("5",))]


def test_another_encoding_is_left_to_the_parser():
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>¥\u00e9</t></is></c></row>'
    sheet = worksheet(rows).replace(b"UTF-8", b"ISO-8859-1")
    sheet = sheet.decode().encode("latin-1")
    assert list(open_sheet(io.BytesIO(zipped(workbook(sheet)))).rows()) == [Row(1, ("¥é",))]


@pytest.mark.parametrize("sort", [b"\xff", b"\xef\xbf\xbe", b"\xed\xa0\x80", b"\x01"])
def test_bytes_that_are_no_text_are_refused(sort):
    strings = workbook(strings=TEXTS)[STRINGS].replace("会社".encode(), sort)
    parts = workbook(strings=TEXTS) | {STRINGS: strings}
    with pytest.raises(Problem, match=r"sheets\.broken"):
        list(open_sheet(io.BytesIO(zipped(parts))).rows())


def test_very_many_shared_texts_are_still_told_apart():
    strings = "".join(f"<si><t>{n}</t></si>" for n in range(200_500))
    rows = "".join(
        f'<row><c t="s"><v>{n}</v></c></row><row r="{k}"><c r="A{k}" t="s"><v>{n}</v></c></row>'
        for k, n in ((2, 0), (4, 199_999), (6, 200_000), (8, 200_499))
    )
    found = [row.cells[0] for row in read(rows, SheetLimits(), strings=strings)]
    assert found == ["0", "0", "199999", "199999", "200000", "200000", "200499", "200499"]


PIECES = [
    *('<row r="1">', '<row r="2" spans="1:3">', '<row r="3" ht="1" ht="1">', "<row>", "</row>"),
    *('<c r="A1">', '<c r="B1" t="s">', '<c r="C2" s="1">', '<c r="H1">', '<c t="inlineStr">'),
    *('<c r="A1"/>', "</c>", "<v>", "</v>", "<is><t>", "</t></is>", "0", "1", "-2", "3e1", "x"),
    *("<f>", "</f>", "&amp;", "&x;", "]]>", "<!--", "-->", "<![CDATA[", "<", ">", "_x0041_", "髙"),
]
ROW = '<row r="{n}"><c r="A{n}" t="s"><v>0</v></c><c r="B{n}"><v>{n}</v></c></row>'


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(PIECES), st.integers(1, 9).map(lambda number: ROW.format(n=number))
        ),
        max_size=9,
    )
)
def test_any_jumble_of_markup_is_read_or_refused_alike(pieces):
    both("".join(pieces))


TEXT_PIECES = [
    *("<si>", "</si>", "<t>", "</t>", '<t xml:space="preserve">', "<r>", "</r>", "<rPh>"),
    *("</rPh>", "a", " ", "\r\n", "髙", "_x0041_", "&lt;", "]]>", "<!--", "-->", "\x02", "\ufffe"),
    *("<si><t>b</t></si>", "<si><t/></si>", "<si><t>123456789012</t></si>", "<si><t>"),
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(TEXT_PIECES), max_size=9))
def test_any_jumble_of_shared_texts_is_read_or_refused_alike(pieces):
    row = '<row r="1">' + "".join(f'<c t="s"><v>{n}</v></c>' for n in range(3)) + "</row>"
    both(row, "".join(["<si><t>0</t></si>" * 3, *pieces]))
