"""Deadlines in business days, and dates as people in Japan and abroad write them.

Must not know who is asked, nor read a clock: the present moment, the calendar and the zone are
arguments. Rules with worked numbers: docs/*/rules/deadlines.md.
"""

from __future__ import annotations

from sekisho.engines.deadlines.calendar import (
    JAPANESE_YEAR_END,
    WEEKENDS_ONLY,
    Calendar,
    add_business_days,
    business_days_between,
    year_end_days,
)
from sekisho.engines.deadlines.dates import format_date, parse_date, wareki
from sekisho.engines.deadlines.moments import Distance, deadline_from, distance, end_of_day

__all__ = [
    "JAPANESE_YEAR_END",
    "WEEKENDS_ONLY",
    "Calendar",
    "Distance",
    "add_business_days",
    "business_days_between",
    "deadline_from",
    "distance",
    "end_of_day",
    "format_date",
    "parse_date",
    "wareki",
    "year_end_days",
]
