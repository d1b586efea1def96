"""When an ask comes again: each month, quarter, half-year or year, on a working day."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sekisho.engines.deadlines import Calendar, add_business_days
from sekisho.kernel.errors import Invalid

MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


class Every(StrEnum):
    """How often."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


class Turn(StrEnum):
    """What happens to a date that is not worked."""

    NEXT = "next"
    PREVIOUS = "previous"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class _Rule:
    anchor: date
    every: Every
    turn: Turn
    calendar: Calendar

    def at(self, count: int) -> date:
        """The date of that repetition; the 31st is the last day of a shorter month."""
        months = self.anchor.year * 12 + self.anchor.month - 1 + count * MONTHS[self.every]
        year, month = divmod(months, 12)
        if year > date.max.year - 1:
            raise Invalid("reminders.date_out_of_range")
        last = monthrange(year, month + 1)[1]
        day = date(year, month + 1, min(self.anchor.day, last))
        if self.turn is Turn.NONE or self.calendar.is_open(day):
            return day
        return add_business_days(day, 1 if self.turn is Turn.NEXT else -1, self.calendar)


def next_after(day: date, *, anchor: date, every: Every, turn: Turn, calendar: Calendar) -> date:
    """The first date of a series after a day; the anchor's own date is the first of all.

    Raises Invalid (reminders.date_out_of_range) beyond the calendar's range.
    """
    rule = _Rule(anchor, every, turn, calendar)
    months = (day.year - anchor.year) * 12 + day.month - anchor.month
    count = max(0, months // MONTHS[every] - 1)  # turning moves a date by days, never by months
    while rule.at(count) <= day:
        count += 1
    return rule.at(count)


def due_dates(
    after: date, through: date, *, anchor: date, every: Every, turn: Turn, calendar: Calendar
) -> tuple[date, ...]:
    """The dates of a series after one day up to and including another, sorted."""
    found: list[date] = []
    day = after
    while True:
        day = next_after(day, anchor=anchor, every=every, turn=turn, calendar=calendar)
        if day > through:
            return tuple(found)
        found.append(day)
