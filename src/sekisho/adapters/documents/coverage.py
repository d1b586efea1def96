"""Which characters the shipped font can draw, and what stands in for the others.

PDF/A forbids a character without a glyph, and a silent hole in a name would be worse: 〓, the
printers' mark for a missing character, stands where a glyph is missing.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

from sekisho.kernel.errors import Unavailable

MISSING = "〓"
REGULAR = "NotoSansJP-Regular.ttf"
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})  # controls, direction marks, lone surrogates


def printable(text: str, fonts: Path) -> str:
    """The text as it can be printed, lines kept: composed (NFC), unseen characters taken out,
    characters without a glyph replaced by 〓.
    """
    known = _covered(fonts / REGULAR)
    return "".join(_drawn(mark, known) for mark in unicodedata.normalize("NFC", text))


def _drawn(mark: str, known: frozenset[int]) -> str:
    if mark == "\n" or ord(mark) in known:
        return "" if unicodedata.category(mark) in _UNSEEN and mark != "\n" else mark
    if mark == "\t":
        return " "
    is_unseen = unicodedata.category(mark) in _UNSEEN or _is_selector(mark)
    return "" if is_unseen else MISSING


def _is_selector(mark: str) -> bool:
    """Variation selectors choose a shape of the character before them, which stays."""
    return "\ufe00" <= mark <= "\ufe0f" or "\U000e0100" <= mark <= "\U000e01ef"


@lru_cache(maxsize=4)
def _covered(font: Path) -> frozenset[int]:
    """The code points with a glyph. Raises Unavailable when the font is not there."""
    try:
        with TTFont(font, lazy=True) as opened:
            return frozenset(opened.getBestCmap())
    except OSError as error:
        raise Unavailable("documents.font_missing", font=font.name) from error
