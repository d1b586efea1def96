"""From days to moments: when a deadline ends in the recipient's zone, and how far off it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from sekisho.engines.deadlines.calendar import (
    Calendar,
    add_business_days,
    business_days_between,
)
from sekisho.kernel.errors import Invalid

LAST_SECOND = time(23, 59, 59)


@dataclass(frozen=True, slots=True)
class Distance:
    """How far a deadline is from now; every number is negative or zero once it has passed.

    `business_days` and `calendar_days` count dates in the recipient's zone (0 on the last day);
    `hours` are whole hours, cut towards zero.
    """

    business_days: int
    calendar_days: int
    hours: int
    is_overdue: bool


def end_of_day(day: date, zone: tzinfo) -> datetime:
    """23:59:59 of that day in the zone, as a moment in UTC.

    Where the clock shows that second twice, the later one counts: the recipient is never cut short.
    """
    local = datetime.combine(day, LAST_SECOND, tzinfo=zone)
    return max(local.replace(fold=fold).astimezone(UTC) for fold in (0, 1))


def deadline_from(now: datetime, business_days: int, calendar: Calendar, zone: tzinfo) -> datetime:
    """The end of the day that lies so many business days after today in the zone, in UTC.

    Raises Invalid for a `now` without zone and for days beyond the calendar's range.
    """
    today = _local_date(now, zone)
    return end_of_day(add_business_days(today, business_days, calendar), zone)


def distance(now: datetime, due: datetime, calendar: Calendar, zone: tzinfo) -> Distance:
    """How far `due` is from `now`. Raises Invalid when one of them carries no zone."""
    today, last_day = _local_date(now, zone), _local_date(due, zone)
    return Distance(
        business_days=business_days_between(today, last_day, calendar),
        calendar_days=(last_day - today).days,
        hours=int((due - now) / timedelta(hours=1)),
        is_overdue=now > due,
    )


def _local_date(moment: datetime, zone: tzinfo) -> date:
    if moment.tzinfo is None:
        raise Invalid("deadlines.moment_without_zone")
    return moment.astimezone(zone).date()
