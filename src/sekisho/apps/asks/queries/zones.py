"""Which time and which working days apply at a recipient: by country, else home's."""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from functools import lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from django.conf import settings

from sekisho.adapters.holidays import business_calendar
from sekisho.engines.deadlines import (
    WEEKENDS_ONLY,
    Calendar,
    Distance,
    deadline_from,
    distance,
    end_of_day,
    format_date,
)
from sekisho.kernel.errors import Invalid

# Countries with several zones: the one in which most of its offices work.
_MAIN = {
    "AR": "America/Argentina/Buenos_Aires",
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CD": "Africa/Kinshasa",
    "CL": "America/Santiago",
    "CN": "Asia/Shanghai",
    "CY": "Asia/Nicosia",
    "DE": "Europe/Berlin",
    "EC": "America/Guayaquil",
    "ES": "Europe/Madrid",
    "ID": "Asia/Jakarta",
    "KZ": "Asia/Almaty",
    "MN": "Asia/Ulaanbaatar",
    "MX": "America/Mexico_City",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PG": "Pacific/Port_Moresby",
    "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow",
    "US": "America/New_York",
    "UZ": "Asia/Tashkent",
}


@lru_cache(maxsize=1)
def _zones() -> dict[str, str]:
    """Country to its zone, from the zone table that the tzdata package carries."""
    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if line and line[0] != "#"]
    return {row[0]: row[2] for row in reversed(rows)} | _MAIN


@lru_cache(maxsize=512)
def zone_of(country: str) -> tzinfo:
    """The zone of a recipient in that country (ISO code); home's zone for an unknown one."""
    return ZoneInfo(_zones().get(country.upper(), settings.TIME_ZONE))


def calendar_of(country: str) -> Calendar:
    """The working days of that country; weekends alone are free where its holidays are unknown."""
    try:
        return business_calendar(country)
    except Invalid:
        return WEEKENDS_ONLY


def due_moment(country: str, *, answer_days: int, due_on: date | None, now: datetime) -> datetime:
    """When an answer is due at a recipient in that country: the last second of the day, in UTC."""
    if due_on is not None:
        return end_of_day(due_on, zone_of(country))
    return deadline_from(now, answer_days, calendar_of(country), zone_of(country))


def due_day(due_at: datetime, country: str) -> date:
    """The day of a due moment at a recipient in that country, as its letter names it."""
    return due_at.astimezone(zone_of(country)).date()


def due_text(due_at: datetime, country: str, language: str) -> str:
    """The due day as the recipient's own calendar shows it."""
    return format_date(due_day(due_at, country), language)


def days_left(due_at: datetime, country: str, now: datetime) -> Distance:
    """How far off the due moment is for a recipient in that country."""
    return distance(now, due_at, calendar_of(country), zone_of(country))


def end_of_recipient_day(day: date, country: str) -> datetime:
    """The last second of a day for a recipient in that country, in UTC."""
    return end_of_day(day, zone_of(country))
