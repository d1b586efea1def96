"""How dates, counts and distances read in the language of the page.

Japanese: 2026年11月22日（日）, 3社, あと3営業日. English: 22 Nov 2026, 3 organisations, in 3
business days. Everything is plain text, so that it survives copying into a sheet or a mail.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Any, ParamSpec

from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext, ngettext_lazy, pgettext

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

_KB = 1024
_MINUTE = 60  # seconds
_ALL = 100  # percent
_WEEKDAYS_JA = "月火水木金土日"
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

# Japanese counts with the word that fits the thing: 社 for bodies, 名 for people, 件 for cases.
_COUNTS: dict[str, _StrOrPromise] = {
    "organisations": ngettext_lazy("%(n)s organisation", "%(n)s organisations", "number"),
    "partners": ngettext_lazy("%(n)s partner", "%(n)s partners", "number"),
    "people": ngettext_lazy("%(n)s person", "%(n)s people", "number"),
    "contacts": ngettext_lazy("%(n)s contact", "%(n)s contacts", "number"),
    "asks": ngettext_lazy("%(n)s ask", "%(n)s asks", "number"),
    "replies": ngettext_lazy("%(n)s reply", "%(n)s replies", "number"),
    "answers": ngettext_lazy("%(n)s answer", "%(n)s answers", "number"),
    "questions": ngettext_lazy("%(n)s question", "%(n)s questions", "number"),
    "question_sets": ngettext_lazy("%(n)s question set", "%(n)s question sets", "number"),
    "gaps": ngettext_lazy("%(n)s gap", "%(n)s gaps", "number"),
    "findings": ngettext_lazy("%(n)s finding", "%(n)s findings", "number"),
    "measures": ngettext_lazy("%(n)s measure", "%(n)s measures", "number"),
    "letters": ngettext_lazy("%(n)s letter", "%(n)s letters", "number"),
    "items": ngettext_lazy("%(n)s item", "%(n)s items", "number"),
    "entries": ngettext_lazy("%(n)s entry", "%(n)s entries", "number"),
    "rows": ngettext_lazy("%(n)s row", "%(n)s rows", "number"),
    "files": ngettext_lazy("%(n)s file", "%(n)s files", "number"),
    "sites": ngettext_lazy("%(n)s site", "%(n)s sites", "number"),
    "services": ngettext_lazy("%(n)s service", "%(n)s services", "number"),
    "products": ngettext_lazy("%(n)s product", "%(n)s products", "number"),
    "devices": ngettext_lazy("%(n)s device", "%(n)s devices", "number"),
    "connections": ngettext_lazy("%(n)s connection", "%(n)s connections", "number"),
    "holdings": ngettext_lazy("%(n)s holding", "%(n)s holdings", "number"),
    "contracts": ngettext_lazy("%(n)s contract", "%(n)s contracts", "number"),
    "certificates": ngettext_lazy("%(n)s certificate", "%(n)s certificates", "number"),
    "releases": ngettext_lazy("%(n)s release", "%(n)s releases", "number"),
    "components": ngettext_lazy("%(n)s component", "%(n)s components", "number"),
    "advisories": ngettext_lazy("%(n)s advisory", "%(n)s advisories", "number"),
    "alerts": ngettext_lazy("%(n)s alert", "%(n)s alerts", "number"),
    "incidents": ngettext_lazy("%(n)s incident", "%(n)s incidents", "number"),
    "times": ngettext_lazy("%(n)s time", "%(n)s times", "number"),
    "minutes": ngettext_lazy("%(n)s minute", "%(n)s minutes", "number"),
    "hours": ngettext_lazy("%(n)s hour", "%(n)s hours", "number"),
    "days": ngettext_lazy("%(n)s day", "%(n)s days", "number"),
    "business_days": ngettext_lazy("%(n)s business day", "%(n)s business days", "number"),
}


_P = ParamSpec("_P")


def _once(act: Callable[_P, str]) -> Callable[_P, str]:
    """The same words for the same things: a page of fifty rows says most of them many times."""

    @lru_cache(maxsize=2000)
    def known(_language: str | None, given: tuple[Any, ...], named: tuple[Any, ...]) -> str:
        return act(*given, **dict(named))

    @wraps(act)
    def said(*given: _P.args, **named: _P.kwargs) -> str:
        return known(get_language(), given, tuple(named.items()))

    return said


def is_japanese() -> bool:
    """Whether the page is in Japanese."""
    return (get_language() or "ja").startswith("ja")


def figure(number: int) -> str:
    """A whole number with thousands apart."""
    return f"{number:,}"


@_once
def counted(number: int, unit: str) -> str:
    """A number with its counting word; raises KeyError for a unit that is not in the table."""
    return str(_COUNTS[unit] % {"number": number, "n": figure(number)})


@_once
def tier_word(tier: int | None) -> str:
    """Where an organisation stands in the chain: tiers of suppliers, our group, tiers of sales."""
    if tier is None:
        return pgettext("tier", "No link")
    if tier == 0:
        return pgettext("tier", "Group")
    if tier < 0:
        return gettext("Sales tier %(n)s") % {"n": -tier}
    return gettext("Tier %(n)s") % {"n": tier}


def day_text(value: date | datetime | None) -> str:
    """The calendar day, in the zone of the page; empty for None."""
    if value is None:
        return ""
    at = _local(value)
    if is_japanese():
        return f"{at.year}年{at.month}月{at.day}日（{_WEEKDAYS_JA[at.weekday()]}）"
    return f"{at.day} {_MONTHS_EN[at.month - 1]} {at.year}"


def clock_text(value: datetime | None) -> str:
    """The time of day as 10:32, in the zone of the page; empty for None."""
    return "" if value is None else f"{_local(value):%H:%M}"


def moment_text(value: datetime | None) -> str:
    """Day and time of day; empty for None."""
    if value is None:
        return ""
    joint = " " if is_japanese() else ", "
    return f"{day_text(value)}{joint}{clock_text(value)}"


@_once
def distance_text(number: int, unit: str = "business_days") -> str:
    """How far off something is: ahead when positive, over when negative, today when nought."""
    if number == 0:
        is_day = unit in {"business_days", "days"}
        return pgettext("deadline", "today") if is_day else pgettext("deadline", "now")
    span = counted(abs(number), unit)
    if number > 0:
        return gettext("in %(span)s") % {"span": span}
    return gettext("%(span)s overdue") % {"span": span}


@_once
def since_text(number: int, unit: str = "days") -> str:
    """How long ago something was; the number is not negative."""
    if number == 0:
        return gettext("today") if unit in {"business_days", "days"} else gettext("just now")
    return gettext("%(span)s ago") % {"span": counted(number, unit)}


def size_text(size_bytes: int) -> str:
    """A file size as a reader says it: 812 B, 14 KB, 3.2 MB."""
    if size_bytes < _KB:
        return f"{size_bytes} B"
    if size_bytes < _KB * _KB:
        return f"{size_bytes // _KB:,} KB"
    return f"{size_bytes / _KB / _KB:,.1f} MB"


def share_text(part: float, whole: float) -> str:
    """A share in whole percent; some never reads as 0 %, nor nearly all as 100 %."""
    if whole <= 0:
        return "–"
    percent = round(100 * part / whole)
    if percent == 0 and part:
        return "<1%"
    return ">99%" if percent == _ALL and part < whole else f"{percent}%"


def remaining_text(seconds: int | None) -> str:
    """What is left of a long job; says so when it cannot be known yet."""
    if seconds is None:
        return gettext("Working out the time left")
    if seconds < _MINUTE:
        return gettext("Less than a minute left")
    minutes = -(-seconds // _MINUTE)
    return ngettext("About %(n)s minute left", "About %(n)s minutes left", minutes) % {
        "n": figure(minutes)
    }


def _local(value: date | datetime) -> date | datetime:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value
