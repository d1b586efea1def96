"""National holidays from the `holidays` package, as a calendar for the deadline engine.

Stands outside the engine because the package loads a country's module and catalogue from disk at
the first call. Must not know organisations or zones.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from sekisho.engines.deadlines import Calendar, year_end_days
from sekisho.kernel.errors import Invalid

# Wide enough that no deadline or certificate of a running installation falls outside.
YEARS = range(2020, 2041)


def business_calendar(
    country: str, years: Iterable[int] = YEARS, *, has_year_end: bool = True
) -> Calendar:
    """The working days of a country, by ISO 3166-1 alpha-2 code ("JP", "de").

    Outside `years` only weekends are closed. `has_year_end` closes 29 December to 3 January and
    concerns Japan only. Raises Invalid (deadlines.country_unknown) for a country not in the data.
    """
    return _calendar(country.strip().upper(), tuple(sorted(set(years))), has_year_end)


@lru_cache(maxsize=256)
def _calendar(country: str, years: tuple[int, ...], has_year_end: bool) -> Calendar:  # noqa: FBT001
    import holidays  # takes a quarter of a second: only for who asks a calendar

    try:
        days = holidays.country_holidays(country, years=years)
    except NotImplementedError as error:
        raise Invalid("deadlines.country_unknown", country=country[:8]) from error
    closed = frozenset(days)
    if country == "JP" and has_year_end:
        closed |= year_end_days(years)
    return Calendar(
        closed=closed,
        weekend=frozenset(days.weekend),
        opened=frozenset(day for day in days.weekend_workdays if day.year in years),
    )
