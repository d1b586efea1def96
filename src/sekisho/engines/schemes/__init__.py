"""Schemes of requirements as catalogues of ids, and how far answers cover them.

Pure: given data in, values out. Holds ids and our own short labels, never official wording, and
judges no certification. Rules: docs/*/rules/schemes.md.
"""

from __future__ import annotations

from sekisho.engines.schemes.catalogue import (
    Item,
    Level,
    Scheme,
    Verified,
    parse_scheme,
    pointing_at,
)
from sekisho.engines.schemes.coverage import (
    Covered,
    ItemCoverage,
    Standing,
    cover,
    judge,
    touched,
)
from sekisho.engines.schemes.levels import LevelAnswers, level_of

__all__ = [
    "Covered",
    "Item",
    "ItemCoverage",
    "Level",
    "LevelAnswers",
    "Scheme",
    "Standing",
    "Verified",
    "cover",
    "judge",
    "level_of",
    "parse_scheme",
    "pointing_at",
    "touched",
]
