"""The order that we declare where an ecosystem states none: devices, CPE, "custom" ranges.

Runs of digits are numbers, runs of letters are words of any case, all other signs part them. Words
that announce a release (alpha, rc, …) come before the end, other words after it and before numbers;
zeros at the end and before such a word do not count. What is compared so is told with less
confidence.
"""

from __future__ import annotations

import re

from sekisho.engines.versions.keys import NotAVersion, marked, number, word

_PART = re.compile(r"[0-9]+|[^\W\d_]+", re.ASCII)
_EARLIER = {
    "dev": 1,
    "snapshot": 1,
    "nightly": 1,
    "alpha": 2,
    "a": 2,
    "beta": 3,
    "b": 3,
    "pre": 4,
    "preview": 4,
    "ea": 4,
    "milestone": 4,
    "rc": 5,
    "cr": 5,
}
_FINAL = frozenset({"final", "ga", "release"})
_SHORT = frozenset({"a", "b"})
_BEFORE, _NOTHING, _WORD = 1, 2, 3


def generic_key(text: str) -> bytes:
    """Key of any text that holds a digit."""
    bare = re.sub(r"^\s*v(?=[0-9])", "", text.lower())
    parts = [part for part in _PART.findall(bare) if part not in _FINAL]
    if not any(part.isdigit() for part in parts):
        raise NotAVersion
    keys: list[bytes] = []
    is_cut = True
    for place in range(len(parts) - 1, -1, -1):
        part = parts[place]
        if part.isdigit():
            if is_cut and not part.strip("0"):
                continue
            keys.append(number(part))
            is_cut = False
        else:
            is_earlier = _is_earlier(parts, place)
            keys.append(_word(part, is_earlier=is_earlier))
            is_cut = is_earlier
    return b"".join(reversed(keys)) + marked(_NOTHING)


def _is_earlier(parts: list[str], place: int) -> bool:
    """Whether the word announces a release; a and b only with a number after them."""
    if parts[place] in _SHORT:
        return place + 1 < len(parts) and parts[place + 1].isdigit()
    return parts[place] in _EARLIER


def _word(part: str, *, is_earlier: bool) -> bytes:
    return marked(_BEFORE, marked(_EARLIER[part])) if is_earlier else marked(_WORD, word(part))
