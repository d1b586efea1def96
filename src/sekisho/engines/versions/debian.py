"""Order of Debian packages.

Source: Debian Policy, section 5.6.12: epoch, upstream version, revision; words and numbers in turn,
where a tilde comes before the end, the end before letters and letters before all else.
"""

from __future__ import annotations

import re

from sekisho.engines.versions.keys import NotAVersion, marked, number

_VERSION = re.compile(
    r"\s*(?:(?P<epoch>[0-9]+):)?(?P<upstream>[A-Za-z0-9.+:~_-]*?)"
    r"(?:-(?P<revision>[A-Za-z0-9+.~_]*))?\s*",
    re.ASCII,
)
_PAIR = re.compile(r"([^0-9]*)([0-9]*)", re.ASCII)
_TILDE, _WORD_END, _SIGN = 0x01, 0x02, 0x80


def debian_key(text: str) -> bytes:
    """Key of a Debian version; no epoch and no revision are 0."""
    found = _VERSION.fullmatch(text)
    if found is None or not (found["upstream"] or found["revision"]):
        raise NotAVersion
    return number(found["epoch"] or "") + _part(found["upstream"]) + _part(found["revision"] or "0")


def _part(text: str) -> bytes:
    pairs = [(letters, digits) for letters, digits in _PAIR.findall(text) if letters or digits]
    return b"".join(_word(letters) + number(digits) for letters, digits in pairs or [("", "")]) + (
        marked(_WORD_END)
    )


def _word(letters: str) -> bytes:
    codes = (_TILDE if c == "~" else ord(c) if c.isalpha() else _SIGN + ord(c) for c in letters)
    return bytes((*codes, _WORD_END))
