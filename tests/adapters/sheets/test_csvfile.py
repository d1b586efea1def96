"""CSV is read in the encoding it is in, by the separator it uses, and never half."""

from __future__ import annotations

import codecs
import io

import pytest

from sekisho.adapters.sheets import Row, open_sheet
from sekisho.kernel.errors import Unreadable

TEXT = "会社名,番号\r\n架空製作所,007\r\n"
ROWS = [Row(1, ("会社名", "番号")), Row(2, ("架空製作所", "007"))]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (TEXT.encode("cp932"), "cp932"),
        (TEXT.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16"),
    ],
)
def test_the_encoding_is_found_and_reported(content, encoding):
    sheet = open_sheet(io.BytesIO(content))
    assert sheet.encoding == encoding
    assert list(sheet.rows()) == ROWS


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a,b\nc,d\n", ","),
        ("a\tb\nc,x\td\n", "\t"),
        ("a;b\n1,5;2,5\n3,5;4\n", ";"),
        ("only\none\n", ","),
        ("取引先一覧\n\n名前;番号\nあ;1\n", ";"),
        ('"a;b";"c,d"\n', ";"),
    ],
)
def test_the_separator_is_the_one_on_which_most_lines_agree(text, delimiter):
    assert open_sheet(io.BytesIO(text.encode())).delimiter == delimiter


def test_quoted_newlines_stay_in_their_cell():
    sheet = open_sheet(io.BytesIO(b'a,"b\r\nc"\r\nd,"e""f"\r\n'))
    assert list(sheet.rows()) == [Row(1, ("a", "b\r\nc")), Row(2, ("d", 'e"f'))]


@pytest.mark.parametrize(
    ("content", "code", "place"),
    [
        (b'a\nb\n"c,d\ne\n', "sheets.csv_quotes", {"row": 3}),
        (b'a\n"b"c,d\n', "sheets.csv_quotes", {"row": 2}),
        (b"a\nb\x00c\n", "sheets.control_character", {"row": 2}),
        (("架空の製作所" * 4).encode() + b"\n\xe4,\n", "sheets.text_encoding", {"line": 2}),
        (b"", "sheets.empty", {}),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_row(content, code, place):
    with pytest.raises(Unreadable) as caught:
        list(open_sheet(io.BytesIO(content), name="a.csv").rows())
    assert caught.value.code == code
    assert caught.value.params == {"file": "a.csv", **place}
