"""Order of RPM packages.

Source: rpm's documentation of its version comparison (rpmvercmp): epoch, version, release; runs of
digits or letters, other signs only part them; a tilde comes before the end, a caret just after it,
numbers after letters.
"""

from __future__ import annotations

import re

from sekisho.engines.versions.keys import NotAVersion, marked, number, word

_VERSION = re.compile(r"(?:(?P<epoch>[0-9]+):)?(?P<version>[^-]*)(?:-(?P<release>.*))?", re.ASCII)
_PART = re.compile(r"[0-9]+|[A-Za-z]+|[~^]", re.ASCII)
_TILDE, _NOTHING, _CARET, _LETTERS = 1, 2, 3, 4


def rpm_key(text: str) -> bytes:
    """Key of epoch:version-release; no epoch is 0, no release comes before every release."""
    found = _VERSION.fullmatch(text.strip())
    if found is None:
        raise NotAVersion
    release = b"" if found["release"] is None else _part(found["release"])
    return number(found["epoch"] or "") + _part(found["version"]) + release


def _part(text: str) -> bytes:
    return b"".join(map(_piece, _PART.findall(text))) + marked(_NOTHING)


def _piece(piece: str) -> bytes:
    if piece.isdigit():
        return number(piece)
    if piece in {"~", "^"}:
        return marked(_TILDE if piece == "~" else _CARET)
    return marked(_LETTERS, word(piece))
