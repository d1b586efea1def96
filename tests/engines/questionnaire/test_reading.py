from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from sekisho.engines.questionnaire import read_date, read_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("72", "72"),
        ("７２", "72"),
        (" 1,200.50 ", "1200.50"),
        ("－3", "-3"),
        ("−3", "-3"),
        ("+4", "4"),
    ],
)
def test_numbers_are_read_as_people_write_them(text, number):
    assert read_number(text) == Decimal(number)


@pytest.mark.parametrize("text", ["", "三", "1,2", "1e9", "12.", "NaN", "72時間", "9" * 19])
def test_what_is_no_plain_number_is_not_guessed(text):
    assert read_number(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-22",
        "2026/11/22",
        "2026.11.22",
        "2026年11月22日",
        "２０２６年１１月２２日",
        "令和8年11月22日",
        "R8.11.22",
    ],
)
def test_dates_are_read_as_people_write_them(text):
    assert read_date(text) == date(2026, 11, 22)


def test_the_first_year_of_an_era_may_be_called_gannen():
    assert read_date("令和元年5月1日") == date(2019, 5, 1)
    assert read_date("平成31年4月30日") == date(2019, 4, 30)
    assert read_date("昭和64年1月7日") == date(1989, 1, 7)


@pytest.mark.parametrize(
    "text", ["", "来月", "2026-02-30", "令和8年2月30日", "11/22", "01/02/2026"]
)
def test_what_is_no_day_is_not_guessed(text):
    assert read_date(text) is None


@settings(deadline=None)
@for_all(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_iso_day_is_read_back(day):
    assert read_date(day.isoformat()) == day


@settings(deadline=None)
@for_all(st.text(max_size=30))
def test_no_text_breaks_the_reading(text):
    read_date(text)
    read_number(text)
