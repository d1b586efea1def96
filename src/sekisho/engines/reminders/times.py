"""When a step is due at a recipient, and in which hours letters leave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from sekisho.engines.deadlines import Calendar, add_business_days
from sekisho.engines.reminders.plans import Limits


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody works: which days, and by which clock."""

    calendar: Calendar
    zone: tzinfo

    def day(self, moment: datetime) -> date:
        """The date there at a moment."""
        return moment.astimezone(self.zone).date()

    def at(self, day: date, hour: int) -> datetime:
        """That hour of a day there, as a moment in UTC."""
        return datetime.combine(day, time(hour), tzinfo=self.zone).astimezone(UTC)


def step_day(days: int, due_at: datetime, place: Place) -> date:
    """The working day of a step: so many business days from the recipient's due day.

    0 is the due day itself when it is worked, else the next working day.
    """
    return add_business_days(place.day(due_at), days, place.calendar)


def step_moment(days: int, due_at: datetime, place: Place, limits: Limits) -> datetime:
    """When a step becomes due: as offices open on its day, in UTC."""
    return place.at(step_day(days, due_at, place), limits.opens)


def is_office_time(now: datetime, place: Place, limits: Limits) -> bool:
    """Whether a letter may leave now: a working day there, from opening to closing hour."""
    local = now.astimezone(place.zone)
    return place.calendar.is_open(local.date()) and limits.opens <= local.hour < limits.closes


def next_office_moment(now: datetime, place: Place, limits: Limits) -> datetime:
    """The first moment from now on at which a letter may leave; now itself when it may."""
    if is_office_time(now, place, limits):
        return now
    today = place.day(now)
    opening = place.at(today, limits.opens)
    if place.calendar.is_open(today) and now < opening:
        return opening
    later = add_business_days(today + timedelta(days=1), 0, place.calendar)
    return place.at(later, limits.opens)
