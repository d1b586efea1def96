"""Numbers and dates as people write them, full-width digits and Japanese eras included."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal

_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d{1,18})(\.\d{1,9})?", re.ASCII)
_DATE = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?", re.ASCII)
_ERA_DATE = re.compile(
    r"(令和|平成|昭和|R|H|S)(元|\d{1,2})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?", re.ASCII
)
_YEAR_ZERO = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988, "昭和": 1925, "S": 1925}


def read_number(text: str) -> Decimal | None:
    """The number, None when it cannot be read; thousands may carry commas."""
    plain = _plain(text).replace("−", "-")
    return Decimal(plain.replace(",", "")) if _NUMBER.fullmatch(plain) else None


def read_date(text: str) -> date | None:
    """The day, None when it cannot be read.

    Read are 2026-11-22, 2026/11/22, 2026.11.22, 2026年11月22日, 令和8年11月22日 and R8.11.22.
    """
    plain = _plain(text)
    if found := _DATE.fullmatch(plain):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _ERA_DATE.fullmatch(plain):
        year = 1 if found[2] == "元" else int(found[2])
        return _day(_YEAR_ZERO[found[1]] + year, int(found[3]), int(found[4]))
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()
