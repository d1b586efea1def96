"""News of a mail service about one letter, as JSON: read strictly, as what a mail would say.

Only what is named here is taken; the text of a bounce has no place.
"""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date
from typing import Any

from sekisho.adapters.mailboxes import Kind, Report, kind_of_status, letter_marks
from sekisho.kernel.errors import Invalid

_FIELDS = {"id", "letter", "kind", "status", "recipient", "until"}
_NEEDED = ("id", "letter", "kind")
_LONGEST = 300
_STATUS = re.compile(r"[245]\.[0-9]{1,3}\.[0-9]{1,3}")
_KINDS = {"delayed": Kind.DELAYED, "absence": Kind.ABSENCE, "reply": Kind.REPLY}
_BOUNCE = "bounce"


def report_from_json(body: bytes) -> Report:
    """Read one piece of news. Raises Invalid with the name of the field that is wrong.

    `id` is the service's own and makes a repetition have one effect; `letter` is the Message-ID or
    the return address of a letter of ours.
    """
    given = _object(body)
    for name in _NEEDED:
        if not given.get(name):
            raise _wrong(name)
    marks = letter_marks([given["letter"], f"<{given['letter']}>"])
    if not marks:
        raise _wrong("letter")
    recipient = given.get("recipient", "").strip().lower()
    return Report(
        key=hashlib.sha256(f"told {given['id']}".encode()).hexdigest(),
        kind=_kind(given),
        marks=marks[:1],
        recipients=frozenset({recipient} if recipient else ()),
        status=_status(given),
        until=_until(given),
    )


def _object(body: bytes) -> dict[str, str]:
    """An object of short texts under known names."""
    try:
        given: Any = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise _wrong("body") from error
    if not isinstance(given, dict):
        raise _wrong("body")
    for name, value in given.items():
        if name not in _FIELDS or not _is_short(value):
            raise _wrong(name[:_LONGEST] if name in _FIELDS else "body")
    return given


def _is_short(value: object) -> bool:
    """Whether it is a short text; halves of signs, which no encoding has, are not printable."""
    return isinstance(value, str) and len(value) <= _LONGEST and value.isprintable()


def _kind(given: dict[str, str]) -> Kind:
    if given["kind"] == _BOUNCE:
        return kind_of_status(_status(given))
    if given["kind"] not in _KINDS:
        raise _wrong("kind")
    return _KINDS[given["kind"]]


def _status(given: dict[str, str]) -> str:
    status = given.get("status", "")
    if status and not _STATUS.fullmatch(status):
        raise _wrong("status")
    return status


def _until(given: dict[str, str]) -> date | None:
    text = given.get("until", "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise _wrong("until") from error


def _wrong(field: str) -> Invalid:
    return Invalid("mail.news_wrong", field=field)
