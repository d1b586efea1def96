"""Lines short enough for mail, broken where Japanese and English may be broken."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

# Kept off the start of a line, and off its end (the core of JIS X 4051's line-breaking rules).
NOT_AT_START = frozenset("、。，．・：；？！）」』】〕］｝〉》”’ゝゞ々ー…‥—～〜%％,.:;?!)]}°℃")
NOT_AT_START_SMALL = frozenset("ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ")
NOT_AT_END = frozenset("（「『【〔［｛〈《“‘([{￥＄¥$№〒")
_STICKS_TO_LAST = NOT_AT_START | NOT_AT_START_SMALL
WIDE = frozenset("WFA")

# An address, spaces, a word of narrow letters, or one wide character with its marks.
_MARKS = "\u0300-\u036f\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef"
_PIECE = re.compile(
    rf"[A-Za-z][A-Za-z0-9+.-]*://[!-~]+| +|[!-~\u00a1-\u036f]+|.[{_MARKS}]*",
    re.DOTALL,
)


def columns(text: str) -> int:
    """Width of a text in columns: two for a wide character, none for a mark on another one."""
    return sum(map(_columns_of, text))


def fold_lines(text: str, width: int) -> str:
    """The text with lines of at most `width` columns wherever the rules leave a place to break.

    Never breaks inside an address or a word of Latin letters; such a piece may stand out. Spaces at
    a break disappear, those before a line are repeated before its parts, and nothing else changes;
    lines that fit stay as they are.
    """
    return "\n".join(line for long in text.split("\n") for line in _folded(long, width))


def _folded(line: str, width: int) -> Iterator[str]:
    if columns(line) <= width:
        yield line
        return
    words = line.strip(" ")
    indent = " " * (len(line) - len(line.lstrip(" ")))
    pieces, used = [indent], len(indent)
    for cluster in _clusters(words):
        if len(pieces) > 1 and used + columns(cluster.rstrip(" ")) > width:
            yield "".join(pieces).rstrip(" ")
            pieces, used = [indent], len(indent)
        piece = cluster if len(pieces) > 1 else cluster.lstrip(" ")
        if piece:
            pieces.append(piece)
            used += columns(piece)
    yield "".join(pieces).rstrip(" ")


def _clusters(line: str) -> Iterator[str]:
    """Pieces joined as far as no line may end between them."""
    held = ""
    for found in _PIECE.finditer(line):
        piece = found[0]
        if held and not _may_break(held, piece):
            held += piece
            continue
        if held:
            yield held
        held = piece
    if held:
        yield held


def _may_break(before: str, after: str) -> bool:
    return before[-1] not in NOT_AT_END and after[0] not in _STICKS_TO_LAST


@cache
def _columns_of(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in WIDE else 1
