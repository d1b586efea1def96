"""Reads dates as people write them in Japanese and English sheets, and writes them for people."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from sekisho.kernel.errors import Invalid

WEEKDAYS_JA = "月火水木金土日"
MONTHS_EN = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
# Japan counts by the Gregorian calendar since 1873; later than 2199 is a slip of the finger.
FIRST_YEAR, LAST_YEAR = 1873, 2199
SHOWN_LENGTH = 40


@dataclass(frozen=True, slots=True)
class _Era:
    name: str
    letter: str
    first_day: date


# Newest first: the era of a day is the first row that had begun.
_ERAS = (
    _Era("令和", "R", date(2019, 5, 1)),
    _Era("平成", "H", date(1989, 1, 8)),
    _Era("昭和", "S", date(1926, 12, 25)),
    _Era("大正", "T", date(1912, 7, 30)),
    _Era("明治", "M", date(1868, 1, 25)),
)
_ERA_BY_MARK = {mark: era for era in _ERAS for mark in (era.name, era.name[0], era.letter)}

# Hyphens, dashes and minus signs that stand between numbers once NFKC has done its part.
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ー", "-"))
_TAIL = r"(?:\s*\((?P<weekday>[月火水木金土日])(?:曜日?)?\))?(?:\s+0?0:00(?::00)?)?"
_PARTS = r"\s*(?:年|[./-])\s*(?P<month>[0-9]{1,2})\s*(?:月|[./-])\s*(?P<day>[0-9]{1,2})\s*日?"
_MARKS = "|".join(sorted(_ERA_BY_MARK, key=len, reverse=True))
_MONTH = r"(?P<month>[A-Z]{3,9})\.?"
_FORMS = tuple(
    re.compile(form + _TAIL, re.IGNORECASE)
    for form in (
        r"(?P<year>[0-9]{4})" + _PARTS,
        rf"(?P<era>{_MARKS})\s*(?P<year>元|[0-9]{{1,3}})" + _PARTS,
        r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
        rf"(?P<day>[0-9]{{1,2}})\s+{_MONTH},?\s+(?P<year>[0-9]{{4}})",
        rf"{_MONTH}\s+(?P<day>[0-9]{{1,2}}),?\s+(?P<year>[0-9]{{4}})",
    )
)
_AMBIGUOUS = re.compile(r"[0-9]{1,2}[./-][0-9]{1,2}[./-](?:[0-9]{2}|[0-9]{4})")


def parse_date(text: str) -> date:
    """The date that a person wrote, in any of the forms listed in docs/*/rules/deadlines.md.

    Raises Invalid: deadlines.date_unreadable, .date_ambiguous (day and month cannot be told
    apart), .date_impossible, .date_out_of_range, .date_before_era, .date_wrong_weekday.
    """
    plain = unicodedata.normalize("NFKC", text).strip().translate(_DASHES)
    for form in _FORMS:
        if found := form.fullmatch(plain):
            return _date_of(found.groupdict(), text.strip()[:SHOWN_LENGTH])
    is_ambiguous = _AMBIGUOUS.fullmatch(plain) is not None
    raise Invalid(
        "deadlines.date_ambiguous" if is_ambiguous else "deadlines.date_unreadable",
        text=text.strip()[:SHOWN_LENGTH],
    )


def format_date(day: date, language: str) -> str:
    """The date as the pages show it: "2026年11月22日（日）" or "22 Nov 2026"."""
    if language.startswith("en"):
        return f"{day.day} {MONTHS_EN[day.month - 1][:3].title()} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日（{WEEKDAYS_JA[day.weekday()]}）"


def wareki(day: date) -> str:
    """The date by Japanese era: "令和8年11月22日", the first year as 元年.

    Raises Invalid before 1873, when Japan still used a lunar calendar.
    """
    if day.year < FIRST_YEAR:
        raise Invalid("deadlines.date_out_of_range", text=day.isoformat())
    era = next(era for era in _ERAS if day >= era.first_day)
    count = day.year - era.first_day.year + 1
    return f"{era.name}{'元' if count == 1 else count}年{day.month}月{day.day}日"


def _date_of(parts: dict[str, str | None], shown: str) -> date:
    era = _ERA_BY_MARK.get((parts.get("era") or "").upper())
    year = _year(parts["year"] or "", era)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Invalid("deadlines.date_out_of_range", text=shown)
    try:
        day = date(year, _month(parts["month"] or ""), int(parts["day"] or ""))
    except ValueError as error:
        raise Invalid("deadlines.date_impossible", text=shown) from error
    # A count that runs on past its era (平成33年 on an old certificate) is plain; one that starts
    # before its era is a slip.
    if era and day < era.first_day:
        raise Invalid("deadlines.date_before_era", text=shown, era=era.name)
    if parts["weekday"] not in (None, WEEKDAYS_JA[day.weekday()]):
        raise Invalid("deadlines.date_wrong_weekday", text=shown, date=format_date(day, "ja"))
    return day


def _year(text: str, era: _Era | None) -> int:
    count = 1 if text == "元" else int(text)
    return count + era.first_day.year - 1 if era else count


def _month(text: str) -> int:
    """The number of a month; an unknown name is month 0, which no date has."""
    if text.isdecimal():
        return int(text)
    word = text.casefold()
    if word == "sept":
        return 9
    names = enumerate(MONTHS_EN, start=1)
    return next((number for number, name in names if word in (name, name[:3])), 0)
