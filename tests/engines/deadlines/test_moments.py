from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.adapters.holidays import business_calendar
from sekisho.engines.deadlines import Distance, deadline_from, distance, end_of_day
from sekisho.kernel.errors import Invalid

TOKYO = ZoneInfo("Asia/Tokyo")
JAPAN = business_calendar("JP")
ZONES = st.sampled_from(
    ["Asia/Tokyo", "America/Sao_Paulo", "Pacific/Apia", "Europe/Berlin", "America/Havana"]
).map(ZoneInfo)


def test_a_deadline_ends_at_the_end_of_the_day_in_the_recipients_zone():
    assert end_of_day(date(2026, 12, 7), TOKYO) == datetime(2026, 12, 7, 14, 59, 59, tzinfo=UTC)
    berlin = end_of_day(date(2026, 7, 1), ZoneInfo("Europe/Berlin"))
    assert berlin == datetime(2026, 7, 1, 21, 59, 59, tzinfo=UTC)


@given(st.dates(date(2000, 1, 1), date(2030, 12, 31)), ZONES)
def test_one_second_after_the_end_of_a_day_that_day_is_over(day, zone):
    after = end_of_day(day, zone) + timedelta(seconds=1)
    assert after.astimezone(zone).date() > day


def test_a_second_that_the_clock_shows_twice_counts_the_second_time():
    # Sao Paulo put the clock back from midnight to 23:00 on 17 February 2018.
    end = end_of_day(date(2018, 2, 17), ZoneInfo("America/Sao_Paulo"))
    assert end == datetime(2018, 2, 18, 2, 59, 59, tzinfo=UTC)


def test_today_is_the_recipients_today_when_a_deadline_is_counted():
    late_in_london = datetime(2026, 11, 19, 20, tzinfo=UTC)  # already the 20th in Tokyo
    assert deadline_from(late_in_london, 10, JAPAN, TOKYO) == end_of_day(date(2026, 12, 7), TOKYO)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        # The rows of docs/en/rules/deadlines.md: due 7 December 2026, Tokyo.
        (datetime(2026, 12, 4, 1, 0, tzinfo=UTC), Distance(1, 3, 85, is_overdue=False)),
        (datetime(2026, 12, 7, 14, 30, tzinfo=UTC), Distance(0, 0, 0, is_overdue=False)),
        (datetime(2026, 12, 7, 14, 59, 59, tzinfo=UTC), Distance(0, 0, 0, is_overdue=False)),
        (datetime(2026, 12, 7, 15, 0, tzinfo=UTC), Distance(-1, -1, 0, is_overdue=True)),
        (datetime(2026, 12, 9, 15, 0, tzinfo=UTC), Distance(-3, -3, -48, is_overdue=True)),
    ],
)
def test_the_distance_to_a_deadline_is_that_of_the_rules_page(now, expected):
    assert distance(now, end_of_day(date(2026, 12, 7), TOKYO), JAPAN, TOKYO) == expected


def test_a_moment_without_a_zone_is_refused():
    naive = datetime(2026, 12, 7, 12)  # noqa: DTZ001 - that is the point
    with pytest.raises(Invalid, match="moment_without_zone"):
        deadline_from(naive, 1, JAPAN, TOKYO)
    with pytest.raises(Invalid, match="moment_without_zone"):
        distance(datetime(2026, 12, 7, tzinfo=UTC), naive, JAPAN, TOKYO)
