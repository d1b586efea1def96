"""A name in lines that fit into a box, without asking a browser how wide letters are."""

from __future__ import annotations

import unicodedata

_NARROW = 0.56  # of the width of a Japanese letter, as usual interface fonts have it


def width_of(text: str) -> float:
    """How wide a text is, in widths of a Japanese letter."""
    return sum(1.0 if unicodedata.east_asian_width(one) in "WFA" else _NARROW for one in text)


def lines_of(text: str, width: float, *, most: int = 2) -> tuple[str, ...]:
    """The text in at most so many lines of a width; what does not fit ends with an ellipsis.

    Breaks at spaces where there are any, else between letters.
    """
    rest, lines = " ".join(text.split()), list[str]()
    while rest and len(lines) < most:
        line = _first_line(rest, width)
        rest = rest[len(line) :].lstrip()
        lines.append(line.rstrip())
    if rest:
        lines[-1] = _cut(f"{lines[-1]} {rest}" if " " in text else lines[-1] + rest, width)
    return tuple(lines)


def _first_line(text: str, width: float) -> str:
    end = _fitting(text, width)
    if end >= len(text):
        return text
    space = text.rfind(" ", 1, end + 1)
    return text[:space] if space > end // 3 else text[:end]


def _fitting(text: str, width: float) -> int:
    """How many letters fit, at least one."""
    used = 0.0
    for place, one in enumerate(text):
        used += width_of(one)
        if used > width:
            return max(place, 1)
    return len(text)


def _cut(text: str, width: float) -> str:
    return text[: _fitting(text, width - 1)].rstrip() + "…"
