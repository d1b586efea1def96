"""Numbers as a spreadsheet stores them, turned into the text that a person would have typed.

Source: ECMA-376 part 1, 18.8.30 (number formats) and 18.17.4 (dates).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import Enum, auto

FRACTION_DIGITS = 15
PLAIN_DIGITS = 20
_PLAIN = re.compile(rf"-?\d{{1,{PLAIN_DIGITS}}}", re.ASCII)
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]|General', re.IGNORECASE)
_SCIENTIFIC = re.compile(r"[eE][+-]")
_LARGEST_WHOLE = 1e21
_DAY_SECONDS = 86_400
_LAST_DAY = 2_958_465
_MISSING_DAY = 60  # 29 February 1900, which spreadsheets count and no calendar has
_DAYS_TO_1904 = 1_462
_LONGEST_FORMAT = 255


class Format(Enum):
    """What a number stands for by its cell's format."""

    NUMBER = auto()
    DATE = auto()
    TIME = auto()
    ELAPSED = auto()


_BUILT_IN = {
    **dict.fromkeys((14, 15, 16, 17, 22, *range(27, 32), 36, *range(50, 59)), Format.DATE),
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 47), Format.TIME),
    46: Format.ELAPSED,
}


def format_of(number: int, code: str | None) -> Format:
    """The meaning of a number format by its code, else by its built-in number."""
    if code is None:
        return _BUILT_IN.get(number, Format.NUMBER)
    first = code[:_LONGEST_FORMAT].split(";", maxsplit=1)[0]
    letters = _SCIENTIFIC.sub("", _LITERAL.sub("", first)).lower()
    if "[" in letters:
        return Format.ELAPSED
    if any(letter in letters for letter in "ydge"):
        return Format.DATE
    if any(letter in letters for letter in "hs"):
        return Format.TIME
    return Format.DATE if "m" in letters else Format.NUMBER


def number_text(stored: str) -> str:
    """The number without exponent and without a fraction that is only rounding.

    Digits alone stay exactly as stored, so long codes keep every digit. Raises ValueError.
    """
    if _PLAIN.fullmatch(stored):
        return stored
    stored = stored.strip()
    if not stored:
        return ""
    if not _NUMBER.fullmatch(stored):
        raise ValueError(stored)
    value = float(stored)
    if value.is_integer() and abs(value) < _LARGEST_WHOLE:
        return str(int(value))
    text = f"{value:.{FRACTION_DIGITS}g}"
    is_long = abs(value) >= _LARGEST_WHOLE
    return text if is_long or "e" not in text else format(Decimal(text), "f")


def moment_text(stored: str, kind: Format, *, is_1904: bool) -> str:
    """ISO 8601: a date, a date with its time, a time, or hours:minutes:seconds elapsed.

    A number that no calendar has (negative, after 9999) comes back as number. Raises ValueError.
    """
    plain = number_text(stored)
    if not plain:
        return ""
    days = float(plain)
    if kind is Format.ELAPSED and days >= 0 and days <= _LAST_DAY:
        return _clock_text(round(days * _DAY_SECONDS))
    if kind is Format.DATE and is_1904:
        days += _DAYS_TO_1904
    seconds = round(days * _DAY_SECONDS)
    day, rest = divmod(seconds, _DAY_SECONDS)
    if day == 0 and days >= 0 and not (is_1904 and kind is Format.DATE):
        return _clock_text(rest)
    if not 0 < day <= _LAST_DAY or day == _MISSING_DAY:
        return plain
    shift = 1 if day < _MISSING_DAY else 0
    moment = datetime(1899, 12, 30, tzinfo=UTC) + timedelta(days=day + shift, seconds=rest)
    return moment.strftime("%Y-%m-%dT%H:%M:%S" if rest else "%Y-%m-%d")


def _clock_text(seconds: int) -> str:
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02}:{minute:02}:{second:02}"


def converter(kind: Format, *, is_1904: bool) -> Callable[[str], str]:
    """The function that turns a stored number of that format into text."""
    if kind is Format.NUMBER:
        return number_text
    return lambda stored: moment_text(stored, kind, is_1904=is_1904)
