"""A number format tells whether a number is a number, a day, a time or a length of time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles.numbers import is_date_format

from sekisho.adapters.sheets.formats import Format, format_of, moment_text, number_text


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("General", Format.NUMBER),
        ("0000000000000", Format.NUMBER),
        ("0.00E+00", Format.NUMBER),
        ('#,##0"円"', Format.NUMBER),
        ('0"days"', Format.NUMBER),
        ("[Red]0.0;[Blue]-0.0", Format.NUMBER),
        ("@", Format.NUMBER),
        ("yyyy/mm/dd", Format.DATE),
        ("[$-411]ggge年m月d日", Format.DATE),
        ('m"月"d"日"', Format.DATE),
        ("[$-F800]dddd, mmmm dd, yyyy", Format.DATE),
        ("yyyy-mm-dd hh:mm:ss", Format.DATE),
        ("h:mm AM/PM", Format.TIME),
        ("mm:ss.0", Format.TIME),
        ("[h]:mm:ss", Format.ELAPSED),
        ("[mm]:ss", Format.ELAPSED),
    ],
)
def test_a_format_is_told_by_its_code(code, kind):
    assert format_of(164, code) is kind
    assert is_date_format(code) is (kind is not Format.NUMBER)


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (0, Format.NUMBER), (14, Format.DATE), (22, Format.DATE), (21, Format.TIME),
        (46, Format.ELAPSED), (27, Format.DATE), (49, Format.NUMBER), (57, Format.DATE),
    ],
)  # fmt: skip
def test_a_built_in_format_is_told_by_its_number(number, kind):
    assert format_of(number, None) is kind


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("0012", "0012"),
        ("123456789012345", "123456789012345"),
        ("1.234567890123E12", "1234567890123"),
        ("-1E-3", "-0.001"),
        ("1E300", "1e+300"),
        (" 5 ", "5"),
        ("-0.0", "0"),
    ],
)
def test_a_number_is_written_out(stored, text):
    assert number_text(stored) == text


@pytest.mark.parametrize("stored", ["NaN", "inf", "1_000", "１", "0x1", "1,5", "abc"])
def test_what_is_no_number_is_refused(stored):
    with pytest.raises(ValueError):
        number_text(stored)


@given(st.dates(min_value=date(1900, 3, 1)))
def test_every_day_since_march_1900_comes_back(day):
    serial = (day - date(1899, 12, 30)) // timedelta(days=1)
    assert moment_text(str(serial), Format.DATE, is_1904=False) == day.isoformat()


@pytest.mark.parametrize("stored", ["60", "-1", "2958466"])
def test_a_number_that_no_calendar_has_stays_a_number(stored):
    assert moment_text(stored, Format.DATE, is_1904=False) == stored
