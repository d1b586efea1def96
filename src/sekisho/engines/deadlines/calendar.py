"""Which days are worked, and arithmetic in such days."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sekisho.kernel.errors import Invalid

DAYS_A_WEEK = 7
SATURDAY_AND_SUNDAY = frozenset({5, 6})
LAST_ORDINAL = date.max.toordinal()

# Month and day of the days between the years on which Japanese offices are shut.
JAPANESE_YEAR_END = ((12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3))


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days on which somebody works.

    `closed` are single closed days, `weekend` weekdays counted from Monday = 0, `opened` single
    days that are worked although they are closed or fall on a weekend.
    Raises Invalid when `weekend` leaves no weekday or names one that does not exist.
    """

    closed: frozenset[date] = frozenset()
    weekend: frozenset[int] = SATURDAY_AND_SUNDAY
    opened: frozenset[date] = frozenset()
    _shut: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _worked: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Check the weekend and sort the exceptions once, so that counting is quick."""
        if not self.weekend < frozenset(range(DAYS_A_WEEK)):
            raise Invalid("deadlines.weekend_impossible")
        shut = (day for day in self.closed - self.opened if day.weekday() not in self.weekend)
        worked = (day for day in self.opened if day.weekday() in self.weekend)
        object.__setattr__(self, "_shut", tuple(sorted(day.toordinal() for day in shut)))
        object.__setattr__(self, "_worked", tuple(sorted(day.toordinal() for day in worked)))

    def is_open(self, day: date) -> bool:
        """Whether that day is worked."""
        if day in self.opened:
            return True
        return day.weekday() not in self.weekend and day not in self.closed

    def open_days_through(self, ordinal: int) -> int:
        """Number of open days from 1 January of year 1 up to and including that ordinal."""
        weeks, rest = divmod(ordinal, DAYS_A_WEEK)  # ordinal 1 is a Monday
        regular = weeks * (DAYS_A_WEEK - len(self.weekend))
        regular += sum(weekday not in self.weekend for weekday in range(rest))
        return regular - bisect_right(self._shut, ordinal) + bisect_right(self._worked, ordinal)

    def with_closed(self, days: Iterable[date]) -> Calendar:
        """The same calendar with further closed days, such as a company's own holidays."""
        more = frozenset(days)
        return Calendar(self.closed | more, self.weekend, self.opened - more)


WEEKENDS_ONLY = Calendar()


def year_end_days(years: Iterable[int]) -> frozenset[date]:
    """The days from 29 December to 3 January that fall in those years."""
    return frozenset(date(year, month, day) for year in years for month, day in JAPANESE_YEAR_END)


def add_business_days(start: date, count: int, calendar: Calendar) -> date:
    """The open day that lies `count` business days from `start`.

    Positive: the count-th open day after `start`. Zero: `start` if open, else the next open day.
    Negative: the count-th open day before `start`. Raises Invalid beyond the years 1 to 9999.
    """
    if count > 0:
        target = calendar.open_days_through(start.toordinal()) + count
    else:
        target = calendar.open_days_through(start.toordinal() - 1) + 1 + count
    days = range(1, LAST_ORDINAL + 1)
    place = bisect_left(days, target, key=calendar.open_days_through)
    if target < 1 or place == len(days):
        raise Invalid("deadlines.out_of_range", business_days=count)
    return date.fromordinal(days[place])


def business_days_between(start: date, end: date, calendar: Calendar) -> int:
    """Number of open days after `start` up to and including `end`; negative when `end` is earlier.

    Exchanging the two dates changes the sign only.
    """
    through = calendar.open_days_through
    return through(end.toordinal()) - through(start.toordinal())
