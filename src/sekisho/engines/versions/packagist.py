"""Order of PHP packages: version_compare of PHP on what Composer makes of the text.

Source: PHP manual, version_compare; Composer's version parser for the leading v and the stability
at the end. Words that PHP does not know are all the same to it, and so they are here.
"""

from __future__ import annotations

import re

from sekisho.engines.versions.keys import marked, number

_PART = re.compile(r"[0-9]+|[^0-9.+_\-]+", re.ASCII)
_FORMS = (
    *(("dev", 2), ("alpha", 3), ("a", 3), ("beta", 4), ("b", 4), ("RC", 5), ("rc", 5)),
    *(("pl", 8), ("p", 8)),
)
_UNKNOWN, _NOTHING, _NUMBER = 1, 6, 7


def packagist_key(text: str) -> bytes:
    """Key of a Packagist version."""
    bare = text.strip()
    if bare[:1] in {"v", "V"} and bare[1:2].isdigit():
        bare = bare[1:]
    return b"".join(map(_part_key, _PART.findall(bare))) + marked(_NOTHING)


def _part_key(part: str) -> bytes:
    if part.isdigit():
        return marked(_NUMBER, number(part))
    return marked(next((rank for form, rank in _FORMS if part.startswith(form)), _UNKNOWN))
