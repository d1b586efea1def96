"""Order of Alpine packages.

Source: apk-package(5) of apk-tools and its list of versions: numbers, a letter, suffixes before or
after the release, a commit, a revision. A later number with a leading zero is a decimal fraction:
it comes before every number without, by its characters.
"""

from __future__ import annotations

import re

from sekisho.engines.versions.keys import NotAVersion, marked, number, word

_VERSION = re.compile(
    r"(?P<first>[0-9]+)(?P<more>(?:\.[0-9]+)*)(?:(?P<letter>[a-z])(?P<letter_number>[0-9]*))?"
    r"(?P<suffixes>(?:_(?:alpha|beta|pre|rc|cvs|svn|git|hg|p)[0-9]*)*)"
    r"(?:~(?P<commit>[0-9a-f]+))?(?:-r(?P<revision>[0-9]*))?",
    re.ASCII,
)
_SUFFIX = re.compile(r"_([a-z]+)([0-9]*)", re.ASCII)
_EARLIER = ("alpha", "beta", "pre", "rc")
_LATER = ("cvs", "svn", "git", "hg", "p")
_BEFORE, _NOTHING, _REVISION, _COMMIT, _SUFFIX_NUMBER, _AFTER, _LETTER, _NUMBER = range(1, 9)
_FRACTION = 0x1F


def alpine_key(text: str) -> bytes:
    """Key of an Alpine version."""
    found = _VERSION.fullmatch(text.strip())
    if found is None:
        raise NotAVersion
    key = number(found["first"])
    key += b"".join(map(_number, found["more"].split(".")[1:]))
    if found["letter"]:
        key += marked(_LETTER, found["letter"].encode())
        key += _suffix_number(found["letter_number"])
    key += b"".join(_suffix(*pair) for pair in _SUFFIX.findall(found["suffixes"]))
    if found["commit"]:
        key += marked(_COMMIT, word(found["commit"]))
    if found["revision"] is not None:
        key += marked(_REVISION, number(found["revision"]))
    return key + marked(_NOTHING)


def _number(digits: str) -> bytes:
    if digits.startswith("0"):
        return marked(_NUMBER, marked(_FRACTION, word(digits)))
    return marked(_NUMBER, number(digits))


def _suffix(name: str, digits: str) -> bytes:
    key = (
        marked(_BEFORE, marked(_EARLIER.index(name)))
        if name in _EARLIER
        else marked(_AFTER, marked(_LATER.index(name)))
    )
    return key + _suffix_number(digits)


def _suffix_number(digits: str) -> bytes:
    return marked(_SUFFIX_NUMBER, number(digits)) if digits else b""
