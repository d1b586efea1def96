"""CSV written for people's spreadsheets: guarded against formulas, honest about lost characters."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Literal

from sekisho.adapters.sheets.formats import number_text
from sekisho.adapters.sheets.guard import guard
from sekisho.adapters.sheets.writing import Cell

Encoding = Literal["utf-8-sig", "cp932"]

_MOST_PLACES = 10
_NEEDS_QUOTES = re.compile(r'[",;\t\r\n]|^\s|\s$')
_SUBSTITUTE = {"utf-8-sig": "\ufffd", "cp932": "〓"}
# The same sign under two numbers: what Unicode's JIS tables say, and what CP932 has instead.
_TWINS = {
    "〜": "～",
    "−": "－",
    "—": "―",
    "‖": "∥",
    "¢": "￠",
    "£": "￡",
    "¬": "￢",
    "¥": "￥",
    "‾": "￣",
    "\xa0": " ",
}
_NEVER = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\uf8f0-\uf8f3\ufffe\uffff]"
)
_UNTABLED = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\uf8f0-\uf8f3]")


@dataclass(frozen=True, slots=True)
class Unmappable:
    """A character that the encoding lacks: what stands for it, how often, and where.

    `places` are the first ten cells that hold it, as (row, column) counted from 1, in order.
    """

    character: str
    replaced_by: str
    times: int
    places: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class CsvFile:
    """The bytes, and what could not be written as it was: in order of appearance, may be empty."""

    data: bytes
    unmappable: tuple[Unmappable, ...]


def write_csv(rows: Iterable[Sequence[Cell]], *, encoding: Encoding = "utf-8-sig") -> CsvFile:
    """Write rows (headings are simply the first) with CRLF ends and guarded text cells.

    Reading the file with `open_sheet` gives the same texts, except where `unmappable` says other.
    """
    losses = _Losses(encoding)
    lines: list[bytes] = []
    for number, cells in enumerate(rows, start=1):
        line = ",".join(_field(cell) for cell in cells)
        is_lone_blank = not line and len(cells) == 1
        text = '""' if is_lone_blank else line
        lines.append(losses.encoded(text, number, cells) + b"\r\n")
    mark = b"\xef\xbb\xbf" if encoding == "utf-8-sig" else b""
    return CsvFile(mark + b"".join(lines), losses.report())


def _field(cell: Cell) -> str:
    text = guard(cell) if isinstance(cell, str) else _plain(cell)
    return '"' + text.replace('"', '""') + '"' if _NEEDS_QUOTES.search(text) else text


def _plain(cell: Cell) -> str:
    """Numbers, dates and truth as `open_sheet` gives them back from a workbook."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, float):
        return number_text(repr(cell)) if math.isfinite(cell) else ""
    return format(cell, "f") if isinstance(cell, Decimal) else "" if cell is None else str(cell)


class _Losses:
    """Counts the characters that had to be replaced."""

    def __init__(self, encoding: Encoding) -> None:
        self.codec = "utf-8" if encoding == "utf-8-sig" else encoding
        self.substitute = _SUBSTITUTE[encoding]
        self.impossible = _NEVER if encoding == "utf-8-sig" else _UNTABLED
        self.times: Counter[str] = Counter()
        self.places: dict[str, list[tuple[int, int]]] = {}

    def encoded(self, line: str, row: int, cells: Sequence[Cell]) -> bytes:
        """The line's bytes; the cells are looked at again only where something is lost."""
        try:
            data = line.encode(self.codec)
            if data.decode(self.codec) == line and not self.impossible.search(line):
                return data
        except UnicodeEncodeError:
            pass
        for column, cell in enumerate(cells, start=1):
            for character in filter(self._is_lost, cell if isinstance(cell, str) else ""):
                self.times[character] += 1
                places = self.places.setdefault(character, [])
                if len(places) < _MOST_PLACES and (row, column) not in places:
                    places.append((row, column))
        sound = (self._stand_in(one) if self._is_lost(one) else one for one in line)
        return "".join(sound).encode(self.codec)

    def _is_lost(self, character: str) -> bool:
        if self.impossible.match(character):
            return True
        try:
            return character.encode(self.codec).decode(self.codec) != character
        except UnicodeEncodeError:
            return True

    def _stand_in(self, character: str) -> str:
        return _TWINS.get(character, self.substitute)

    def report(self) -> tuple[Unmappable, ...]:
        """What was lost, in order of appearance."""
        return tuple(
            Unmappable(one, self._stand_in(one), times, tuple(self.places[one]))
            for one, times in self.times.items()
        )
