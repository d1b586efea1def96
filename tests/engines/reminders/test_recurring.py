"""Dates on which an ask comes again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.adapters.holidays import business_calendar
from sekisho.engines.reminders import Every, Turn, due_dates, next_after
from sekisho.kernel.errors import Invalid

JAPAN = business_calendar("JP")


def following(day: date, anchor: date, every: Every, turn: Turn = Turn.NEXT) -> date:
    return next_after(day, anchor=anchor, every=every, turn=turn, calendar=JAPAN)


@pytest.mark.parametrize(
    ("anchor", "every", "turn", "after", "expected"),
    [
        # 31 January: the last day of shorter months; 28 February 2027 is a Sunday
        (date(2027, 1, 31), Every.MONTH, Turn.NONE, date(2027, 1, 31), date(2027, 2, 28)),
        (date(2027, 1, 31), Every.MONTH, Turn.NEXT, date(2027, 2, 2), date(2027, 3, 1)),
        (date(2027, 1, 31), Every.MONTH, Turn.PREVIOUS, date(2027, 2, 2), date(2027, 2, 26)),
        # 1 January: the first working day of the year is the 4th
        (date(2027, 1, 1), Every.YEAR, Turn.NEXT, date(2026, 12, 1), date(2027, 1, 4)),
        (date(2026, 4, 1), Every.QUARTER, Turn.NEXT, date(2026, 4, 1), date(2026, 7, 1)),
        (date(2026, 4, 1), Every.HALF_YEAR, Turn.NEXT, date(2026, 4, 1), date(2026, 10, 1)),
        (date(2028, 2, 29), Every.YEAR, Turn.NONE, date(2028, 3, 1), date(2029, 2, 28)),
    ],
)
def test_a_series_comes_again_on_a_working_day(anchor, every, turn, after, expected):
    assert following(after, anchor, every, turn) == expected


def test_the_first_date_is_the_one_of_the_anchor():
    assert following(date(2026, 1, 1), date(2026, 12, 1), Every.MONTH) == date(2026, 12, 1)


def test_all_dates_of_a_silence_are_listed():
    found = due_dates(
        date(2026, 12, 31),
        date(2027, 4, 10),
        anchor=date(2027, 1, 15),
        every=Every.MONTH,
        turn=Turn.NONE,
        calendar=JAPAN,
    )
    assert found == (
        date(2027, 1, 15),
        date(2027, 2, 15),
        date(2027, 3, 15),
    )


def test_a_date_beyond_the_calendar_is_refused():
    with pytest.raises(Invalid) as caught:
        following(date(9998, 12, 1), date(9998, 1, 1), Every.YEAR)
    assert caught.value.code == "reminders.date_out_of_range"


@given(
    anchor=st.dates(date(2024, 1, 1), date(2030, 12, 31)),
    every=st.sampled_from(Every),
    turn=st.sampled_from(Turn),
    days=st.integers(0, 900),
)
def test_no_date_is_left_out_and_none_comes_twice(anchor, every, turn, days):
    step = {Every.MONTH: 31, Every.QUARTER: 92, Every.HALF_YEAR: 184, Every.YEAR: 366}[every]
    start = anchor + timedelta(days=days)
    first = following(start, anchor, every, turn)
    second = following(first, anchor, every, turn)
    assert start < first < second
    assert (second - first).days <= step + 12  # as far as ten free days in a row may turn it
    assert (second - first).days >= step - 3 - 12
    assert following(start - timedelta(days=1), anchor, every, turn) in {start, first}
