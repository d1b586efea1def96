"""Automatic answers (RFC 3834, and the habits before it) and until when somebody is away."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta
from email.message import Message

from sekisho.adapters.mailboxes.texts import first_words, header, headers

_MARKED = ("X-Autoreply", "X-Autorespond", "X-Autoresponse", "X-Mail-Autoreply")
_PRECEDENCE = {"auto_reply", "auto-reply"}
_BY_MACHINE = {"bulk", "list", "junk"}
_SUBJECT = re.compile(
    r"自動返信|自動応答|自動回答|不在|休暇|out of (the )?office|"
    r"auto(matic|mated)?[ -]?(reply|response)|^auto:|autoreply|"
    r"on (annual |sick |parental )?leave|on vacation|on holiday",
    re.IGNORECASE,
)
# "Automatic reply" is what Exchange writes above absences; Japanese desks write 自動返信 above
# "we have received your mail", which is no absence.
_EXCHANGE = re.compile(r"^(automatic reply|自動応答)\s*:", re.IGNORECASE)
_AWAY = re.compile(
    r"不在|休暇|休業|休み|休職|休診|出張|外出|帰省|out of (the )?office|"
    r"\baway\b|\bleave\b|vacation|holiday|travel|absen",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"まで|から|より|戻|復帰|出社|出勤|再開|[〜~]|until|till|through|return|back|from|\bto\b|[-–]\s*\d",
    re.IGNORECASE,
)
_JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_LONGEST = timedelta(days=400)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_NAME = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_ISO = re.compile(r"(?<!\d)(20\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
_ERA = re.compile(r"令和\s*(\d{1,2}|元)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_NO_YEAR = re.compile(r"(?<![\d/年])(\d{1,2})\s*(?:月|/)\s*(\d{1,2})(?![\d/])")
_DAY_FIRST = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?\s+{_NAME}(?:,?\s+(20\d\d))?", re.IGNORECASE
)
_MONTH_FIRST = re.compile(
    rf"\b{_NAME}\s+(\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?\s+(20\d\d))?", re.IGNORECASE
)
_REIWA = 2018
_MOST_LINES = 60


def is_automatic(message: Message) -> bool:
    """Whether a machine answered, by the header for it, older headers or the subject."""
    said = header(message, "Auto-Submitted").lower().split(";")[0].strip()
    if said.startswith("auto-replied") or any(headers(message, name) for name in _MARKED):
        return True
    if header(message, "Precedence").lower() in _PRECEDENCE:
        return True
    return bool(_SUBJECT.search(_subject(message)))


def is_by_machine(message: Message) -> bool:
    """Whether nobody wrote this in answer: newsletters, lists, programs."""
    said = header(message, "Auto-Submitted").lower().split(";")[0].strip()
    is_bulk = header(message, "Precedence").lower() in _BY_MACHINE
    return is_bulk or said not in {"", "no"} or bool(headers(message, "List-Id"))


def is_absence(message: Message) -> bool:
    """Whether an automatic answer says that somebody is away."""
    subject = header(message, "Subject")
    return bool(_EXCHANGE.search(subject) or _AWAY.search(subject) or _AWAY.search(_lines(message)))


def absent_until(message: Message, today: date) -> date | None:
    """The latest day to come that the words about the absence name; None when none is read.

    Numbers of which nobody can tell month from day (12/1 in English) are left alone.
    """
    text = f"{_subject(message)}\n{_lines(message)}"
    has_japanese = bool(_JAPANESE.search(text))
    days = [
        day
        for line in text.splitlines()
        if _AWAY.search(line) or _BACK.search(line)
        for day in _days(line, today, has_japanese=has_japanese)
        if today <= day <= today + _LONGEST
    ]
    return max(days, default=None)


def _subject(message: Message) -> str:
    return unicodedata.normalize("NFKC", header(message, "Subject"))


def _lines(message: Message) -> str:
    """The beginning, where the sentence stands; what is quoted of our letter is left out."""
    text = unicodedata.normalize("NFKC", first_words(message))
    lines = [line for line in text.splitlines() if not line.startswith(">")]
    return "\n".join(lines[:_MOST_LINES])


def _days(line: str, today: date, *, has_japanese: bool) -> Iterator[date]:
    for year, month, day in _ISO.findall(line):
        yield from _day(int(year), month, day)
    for year, month, day in _ERA.findall(line):
        yield from _day(_REIWA + (1 if year == "元" else int(year)), month, day)
    for day, month, year in _DAY_FIRST.findall(line):
        yield from _named(year, month, day, today)
    for month, day, year in _MONTH_FIRST.findall(line):
        yield from _named(year, month, day, today)
    if has_japanese:
        for month, day in _NO_YEAR.findall(_ISO.sub(" ", _ERA.sub(" ", line))):
            yield from _coming(month, day, today)


def _named(year: str, month: str, day: str, today: date) -> Iterator[date]:
    number = str(_MONTHS.index(month.lower()) + 1)
    yield from _day(int(year), number, day) if year else _coming(number, day, today)


def _coming(month: str, day: str, today: date) -> Iterator[date]:
    """The next such day; one of the last half year is over, not a year ahead."""
    for year in (today.year, today.year + 1):
        for found in _day(year, month, day):
            if today <= found <= today + _LONGEST / 2:
                yield found


def _day(year: int, month: str, day: str) -> Iterator[date]:
    try:
        yield date(year, int(month), int(day))
    except ValueError:
        return
