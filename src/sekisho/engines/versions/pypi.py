"""Order of Python packages: PEP 440, and below it what setuptools accepted before that.

Source: PEP 440 (now the version specifiers page of the packaging guide), "Summary of permitted
suffixes and relative ordering". Older forms come before every regular version, in the order of
setuptools 8, because advisories still name them.
"""

from __future__ import annotations

import re

from sekisho.engines.versions.keys import END, marked, number, without_last_zeros, word

_VERSION = re.compile(
    r"""\s*v?(?:(?P<epoch>[0-9]+)!)?(?P<release>[0-9]+(?:\.[0-9]+)*)
    (?:[-_.]?(?P<stage>alpha|beta|preview|pre|a|b|c|rc)[-_.]?(?P<stage_number>[0-9]*))?
    (?P<post>-(?P<post_bare>[0-9]+)|[-_.]?(?:post|rev|r)[-_.]?(?P<post_number>[0-9]*))?
    (?P<dev>[-_.]?dev[-_.]?(?P<dev_number>[0-9]*))?
    (?:\+(?P<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))?\s*""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_STAGES = {"a": 2, "alpha": 2, "b": 3, "beta": 3, "c": 4, "rc": 4, "pre": 4, "preview": 4}
_DEV_ONLY, _NO_STAGE = 1, 5
_OLD_FORM = b"\x01"
_OLD_PART = re.compile(r"([0-9]+|[a-z]+|\.|-)", re.ASCII)
_OLD_WORDS = {"pre": "c", "preview": "c", "-": "final-", "rc": "c", "dev": "@"}
_FINAL = "*final"


def pypi_key(text: str) -> bytes:
    """Key of a version of the Python package index; a local part (+…) counts."""
    found = _VERSION.fullmatch(text)
    if found is None:
        return _OLD_FORM + b"".join(map(word, _old_parts(text.lower().strip()))) + END
    return (
        number(found["epoch"] or "0")
        + b"".join(map(number, without_last_zeros(found["release"].split("."))))
        + _stage(found)
        + _post(found)
        + (marked(1, number(found["dev_number"])) if found["dev"] else marked(2))
        + _local(found["local"])
    )


def _stage(found: re.Match[str]) -> bytes:
    if found["stage"]:
        return marked(_STAGES[found["stage"].lower()], number(found["stage_number"]))
    return marked(_DEV_ONLY if found["dev"] and not found["post"] else _NO_STAGE)


def _post(found: re.Match[str]) -> bytes:
    if not found["post"]:
        return marked(1)
    return marked(2, number(found["post_bare"] or found["post_number"] or ""))


def _local(text: str | None) -> bytes:
    if text is None:
        return END
    parts = re.split(r"[-_.]", text.lower())
    keys = (number(part) if part.isdigit() else marked(2, word(part)) for part in parts)
    return marked(1, b"".join(keys) + END)


def _old_parts(text: str) -> list[str]:
    """The parts that setuptools compared before PEP 440: digits filled up, words with a star."""
    parts: list[str] = []
    for raw in [*_OLD_PART.split(text), _FINAL]:
        part = _OLD_WORDS.get(raw, raw)
        if not part or part == ".":
            continue
        if part[0].isdigit():
            parts.append(part.zfill(8))
            continue
        part = part if part == _FINAL else f"*{part}"
        while part < _FINAL and parts and parts[-1] == "*final-":
            parts.pop()
        while parts and parts[-1] == "00000000":
            parts.pop()
        parts.append(part)
    return parts
