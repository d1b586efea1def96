"""Which characters the shipped font can draw, and what stands in for the others.

Reads the `cmap` table of a TrueType font (OpenType 1.9, cmap formats 4 and 12). PDF/A forbids a
character without a glyph, and a silent hole in a name would be worse: 〓, the printers' mark for a
missing character, stands where a glyph is missing.
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

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
        data = font.read_bytes()
    except OSError as error:
        raise Unavailable("documents.font_missing", font=font.name) from error
    start = _table(data, b"cmap")
    count = struct.unpack_from(">H", data, start + 2)[0]
    found: set[int] = set()
    for place in range(count):
        offset = struct.unpack_from(">I", data, start + 4 + 8 * place + 4)[0]
        found.update(_points(data, start + offset))
    return frozenset(found)


def _table(data: bytes, tag: bytes) -> int:
    count = struct.unpack_from(">H", data, 4)[0]
    for place in range(count):
        name, _sum, offset, _length = struct.unpack_from(">4sIII", data, 12 + 16 * place)
        if name == tag:
            return int(offset)
    raise Unavailable("documents.font_missing", font="cmap")


def _points(data: bytes, at: int) -> Iterator[int]:
    """The code points of one subtable; formats that hold no plain mapping give none."""
    kind = struct.unpack_from(">H", data, at)[0]
    if kind == 4:  # noqa: PLR2004 - the number of the format
        yield from _segments(data, at)
    elif kind == 12:  # noqa: PLR2004
        groups = struct.unpack_from(">I", data, at + 12)[0]
        for group in range(groups):
            first, last, glyph = struct.unpack_from(">III", data, at + 16 + 12 * group)
            yield from range(first + (glyph == 0), last + 1)


def _segments(data: bytes, at: int) -> Iterator[int]:
    count = struct.unpack_from(">H", data, at + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", data, at + 14)
    starts, deltas, offsets = (
        struct.unpack_from(f">{count}H", data, at + 16 + 2 * count * part) for part in (1, 2, 3)
    )
    for place, (start, end) in enumerate(zip(starts, ends, strict=True)):
        home = at + 16 + 2 * count * 3 + 2 * place  # offsets count from where they stand
        for point in range(start, end + 1):
            glyph = point
            if offsets[place]:
                glyph = struct.unpack_from(">H", data, home + offsets[place] + 2 * (point - start))[
                    0
                ]
            if (glyph + deltas[place]) & 0xFFFF and glyph and point != 0xFFFF:  # noqa: PLR2004
                yield point
