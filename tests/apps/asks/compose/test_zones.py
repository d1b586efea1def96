"""Deadlines where the recipient is."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import available_timezones

import pytest

from sekisho.apps.asks.queries import zones

NOW = datetime(2026, 12, 25, 3, 0, tzinfo=UTC)  # a Friday at noon in Tokyo


@pytest.mark.parametrize(
    ("country", "zone"),
    [
        ("JP", "Asia/Tokyo"),
        ("US", "America/New_York"),
        ("CA", "America/Toronto"),
        ("AU", "Australia/Sydney"),
        ("FR", "Europe/Paris"),
        ("th", "Asia/Bangkok"),
        ("XX", "Asia/Tokyo"),
    ],
)
def test_a_country_has_the_zone_of_most_of_its_offices(country, zone):
    assert str(zones.zone_of(country)) == zone


def test_every_zone_of_the_table_exists():
    assert set(zones._zones().values()) <= available_timezones()


def test_days_are_counted_by_the_calendar_of_the_recipient():
    due = {
        country: zones.due_moment(country, answer_days=3, due_on=None, now=NOW)
        for country in ("JP", "US")
    }
    assert due["JP"] == datetime(2027, 1, 5, 14, 59, 59, tzinfo=UTC)  # offices shut until 3 Jan
    assert due["US"] == datetime(2026, 12, 31, 4, 59, 59, tzinfo=UTC)  # 24 Dec evening there


def test_a_fixed_day_ends_with_the_recipients_own_day():
    day = date(2026, 12, 28)
    ends = {
        country: zones.due_moment(country, answer_days=1, due_on=day, now=NOW).isoformat()
        for country in ("JP", "US", "XX")
    }
    assert ends == {
        "JP": "2026-12-28T14:59:59+00:00",
        "US": "2026-12-29T04:59:59+00:00",
        "XX": "2026-12-28T14:59:59+00:00",
    }


def test_the_due_day_reads_as_on_the_recipients_calendar():
    due = datetime(2026, 12, 29, 4, 59, 59, tzinfo=UTC)
    assert zones.due_text(due, "US", "en") == "28 Dec 2026"
    assert zones.due_text(due, "JP", "ja") == "2026年12月29日（火）"
