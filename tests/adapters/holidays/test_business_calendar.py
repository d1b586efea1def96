from __future__ import annotations

from datetime import date

import pytest

from sekisho.adapters.holidays import business_calendar
from sekisho.kernel.errors import Invalid

# National holidays of 2026 as published by the Cabinet Office.
JAPAN_2026 = [
    *((1, 1), (1, 12), (2, 11), (2, 23), (3, 20), (4, 29), (5, 3), (5, 4), (5, 5), (5, 6)),
    *((7, 20), (8, 11), (9, 21), (9, 22), (9, 23), (10, 12), (11, 3), (11, 23)),
]


def test_the_published_holidays_of_2026_are_closed_and_no_other_weekday():
    calendar = business_calendar("JP", [2026], has_year_end=False)
    assert sorted(calendar.closed) == [date(2026, month, day) for month, day in JAPAN_2026]


def test_the_day_between_two_holidays_is_closed_too():
    assert not business_calendar("JP").is_open(date(2026, 9, 22))


@pytest.mark.parametrize(("month", "day"), [(12, 29), (12, 30), (12, 31), (1, 2)])
def test_the_turn_of_the_year_is_closed_in_japan_unless_told_otherwise(month, day):
    asked = date(2026, month, day)
    assert not business_calendar("JP").is_open(asked)
    assert business_calendar("JP", has_year_end=False).is_open(asked)


def test_other_countries_bring_their_own_weekend_and_worked_saturdays():
    assert business_calendar("ae").weekend == {5, 6}
    assert business_calendar("SA").weekend == {4, 5}
    assert business_calendar("CN", [2026]).is_open(date(2026, 2, 14))
    assert not business_calendar("DE").is_open(date(2026, 10, 3))


def test_a_country_without_data_is_refused():
    with pytest.raises(Invalid, match="country_unknown"):
        business_calendar("XX")
