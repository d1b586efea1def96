"""From which moment backwards something is due."""

from __future__ import annotations

import calendar
from datetime import datetime

from django.utils import timezone

_MONTHS = 12


def months_before(now: datetime, months: int) -> datetime:
    """The same time of day so many calendar months earlier, in the zone of the house.

    A day that the month does not have becomes its last one.
    """
    local = timezone.localtime(now)
    place = local.year * _MONTHS + local.month - 1 - months
    year, month = divmod(place, _MONTHS)
    day = min(local.day, calendar.monthrange(year, month + 1)[1])
    return local.replace(year=year, month=month + 1, day=day)
