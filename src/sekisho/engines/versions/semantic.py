"""Order of semantic versions: npm, crates, Go, NuGet and semver itself.

Source: Semantic Versioning 2.0.0, section 11; NuGet: four numbers, letters of any case. Read
leniently, as the registries do: a leading v or =, one to any number of numbers, missing ones are 0.
Build metadata (+…, Go's +incompatible among it) does not count.
"""

from __future__ import annotations

import re

from sekisho.engines.versions.keys import (
    END,
    NotAVersion,
    marked,
    number,
    without_last_zeros,
    word,
)

_VERSION = re.compile(
    r"[vV=\s]*(?P<numbers>[0-9]+(?:\.[0-9]+)*)"
    r"(?:-?(?P<before>(?<=-)[0-9A-Za-z.-]+|[A-Za-z][0-9A-Za-z.-]*))?(?:\+(?P<build>\S*))?\s*",
    re.ASCII,
)
_BEFORE, _RELEASE = 0x01, 0x02
_TEXT = 0xF0


def semantic_key(text: str) -> bytes:
    """Key of a semantic version, precedence as in section 11; equal but for build: the same key."""
    found = _VERSION.fullmatch(text)
    if found is None:
        raise NotAVersion
    numbers = without_last_zeros(found["numbers"].split("."))
    release = b"".join(map(number, numbers))
    if found["before"] is None:
        return release + marked(_RELEASE)
    return release + marked(_BEFORE, b"".join(map(_identifier, found["before"].split("."))) + END)


def nuget_key(text: str) -> bytes:
    """Key of a NuGet version: as above, whatever the case of the letters."""
    return semantic_key(text.lower())


def _identifier(text: str) -> bytes:
    return number(text) if text.isdigit() else marked(_TEXT, word(text))
