from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.adapters.holidays import business_calendar
from sekisho.engines.deadlines import (
    WEEKENDS_ONLY,
    Calendar,
    add_business_days,
    business_days_between,
    year_end_days,
)
from sekisho.kernel.errors import Invalid

JAPAN = business_calendar("JP")
DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))
CALENDARS = st.builds(
    Calendar,
    closed=st.frozensets(DAYS, max_size=60),
    weekend=st.frozensets(st.integers(0, 6), max_size=6),
    opened=st.frozensets(DAYS, max_size=20),
)


def walk(start: date, step: int, count: int, calendar: Calendar) -> date:
    """The slow way: one day at a time, asking each."""
    day = start
    while count:
        day += timedelta(days=step)
        weekend = day.weekday() in calendar.weekend or day in calendar.closed
        count -= day in calendar.opened or not weekend
    return day


@given(DAYS, st.integers(1, 60), CALENDARS)
def test_adding_days_ends_where_walking_forward_ends(start, count, calendar):
    assert add_business_days(start, count, calendar) == walk(start, 1, count, calendar)


@given(DAYS, st.integers(1, 60), CALENDARS)
def test_taking_days_away_ends_where_walking_back_ends(start, count, calendar):
    assert add_business_days(start, -count, calendar) == walk(start, -1, count, calendar)


@given(DAYS, CALENDARS)
def test_no_day_added_is_today_or_the_next_open_day(start, calendar):
    assert add_business_days(start, 0, calendar) == walk(start - timedelta(days=1), 1, 1, calendar)


@given(DAYS, st.integers(0, 200), CALENDARS)
def test_the_days_between_are_the_open_days_met_on_the_way(start, span, calendar):
    days = [start + timedelta(days=n) for n in range(1, span + 1)]
    assert business_days_between(start, start + timedelta(days=span), calendar) == sum(
        calendar.is_open(day) for day in days
    )


@given(DAYS, DAYS, CALENDARS)
def test_exchanging_two_dates_changes_the_sign_only(first, second, calendar):
    there = business_days_between(first, second, calendar)
    assert there == -business_days_between(second, first, calendar)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        # The rows of docs/en/rules/deadlines.md.
        (date(2026, 9, 18), 1, date(2026, 9, 24)),
        (date(2026, 11, 20), 10, date(2026, 12, 7)),
        (date(2026, 12, 28), 1, date(2027, 1, 4)),
        (date(2026, 11, 22), 0, date(2026, 11, 24)),
        (date(2026, 5, 7), -1, date(2026, 5, 1)),
    ],
)
def test_the_worked_examples_of_the_rules_page_hold(start, count, end):
    assert add_business_days(start, count, JAPAN) == end


def test_a_worked_saturday_counts_and_a_company_holiday_does_not():
    saturday, monday = date(2026, 11, 28), date(2026, 11, 30)
    calendar = Calendar(opened=frozenset({saturday}))
    assert add_business_days(date(2026, 11, 27), 1, calendar) == saturday
    closed = calendar.with_closed([saturday, monday])
    assert add_business_days(date(2026, 11, 27), 1, closed) == date(2026, 12, 1)
    assert not closed.is_open(saturday)


def test_the_turn_of_the_year_has_six_closed_days():
    assert len(year_end_days([2026])) == 6
    assert date(2026, 1, 3) in year_end_days([2026])
    assert date(2026, 1, 4) not in year_end_days([2026])


@pytest.mark.parametrize("weekend", [range(7), [7], [-1]])
def test_a_week_without_work_or_with_an_eighth_day_is_refused(weekend):
    with pytest.raises(Invalid, match="weekend_impossible"):
        Calendar(weekend=frozenset(weekend))


@pytest.mark.parametrize(("start", "count"), [(date.max, 1), (date.min, -1)])
def test_a_count_that_leaves_the_calendar_is_refused(start, count):
    with pytest.raises(Invalid, match="out_of_range"):
        add_business_days(start, count, WEEKENDS_ONLY)
