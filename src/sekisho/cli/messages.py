"""Compiles every catalogue of the house; gettext's own programs are not needed."""

from __future__ import annotations

from pathlib import Path

import polib

_SOURCE = Path(__file__).resolve().parent.parent


def compile_messages() -> int:
    """Write a .mo beside each .po that is newer; returns how many were written."""
    written = 0
    for path in sorted(_SOURCE.rglob("locale/*/LC_MESSAGES/*.po")):
        target = path.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= path.stat().st_mtime:
            continue
        polib.pofile(str(path)).save_as_mofile(str(target))
        written += 1
    return written
