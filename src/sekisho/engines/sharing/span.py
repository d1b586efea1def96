"""Calendar months, for how long an earlier answer is worth offering."""

from __future__ import annotations

from calendar import monthrange
from datetime import datetime

_MONTHS = 12


def months_before(moment: datetime, months: int) -> datetime:
    """The same time of day so many calendar months earlier; a day that month lacks is its last.

    `months` is not negative.
    """
    years, month = divmod(moment.year * _MONTHS + moment.month - 1 - months, _MONTHS)
    last = monthrange(years, month + 1)[1]
    return moment.replace(year=years, month=month + 1, day=min(moment.day, last))
