"""Order of RubyGems.

Source: Gem::Version of RubyGems: parts of digits or letters, letters before numbers, missing parts
are 0, a hyphen reads ".pre.". Zeros in a row are told by their count and by what ends them, because
before a word they lower a version and before a number they raise it.
"""

from __future__ import annotations

import re

from sekisho.engines.versions.keys import NotAVersion, marked, number, word

_VERSION = re.compile(
    r"\s*(?:[0-9]+[0-9A-Za-z]*(?:\.[0-9A-Za-z]+)*(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?)?\s*",
    re.ASCII,
)
_PART = re.compile(r"[0-9]+|[A-Za-z]+", re.ASCII)
_BEFORE_WORD, _NOTHING, _BEFORE_NUMBER = 1, 2, 3


def gem_key(text: str) -> bytes:
    """Key of a gem's version; 1 and 1.0.0 have the same, 1.a comes before 1."""
    if not _VERSION.fullmatch(text):
        raise NotAVersion
    key, zeros = b"", 0
    parts = _PART.findall(text.replace("-", ".pre."))
    first_word = next((n for n, part in enumerate(parts) if not part.isdigit()), len(parts))
    for place, part in enumerate(parts):
        if place == first_word:
            zeros = 0  # zeros just before the first word fall away
        if not part.strip("0"):
            zeros += 1
        elif part.isdigit():
            key += marked(_BEFORE_NUMBER, bytes((255 - zeros,)) + number(part))
            zeros = 0
        else:
            key += marked(_BEFORE_WORD, bytes((zeros,)) + word(part))
            zeros = 0
    return key + marked(_NOTHING)
