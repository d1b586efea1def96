"""Rows as spreadsheets mostly save them: one pattern knows them, and no parser needs to hear them.

Excel, LibreOffice, openpyxl and XlsxWriter write attributes in the order of the patterns. A row
with anything else (formulas, truth values, errors, entities) goes through the parser.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from sekisho.adapters.sheets.cells import CellReader
from sekisho.adapters.sheets.lane import Lane, Plain, is_text
from sekisho.adapters.sheets.limits import LARGEST_ROW
from sekisho.adapters.sheets.workbook import unescaped

_PLAIN_CELL = (
    rb"<c r=\"[A-Z]{1,3}+[0-9]*+\"(?: s=\"[0-9]{1,5}+\")?+"
    rb"(?:(?: t=\"n\")?+(?:/>|><v>[0-9eE.+-]++</v></c>|></c>)"
    rb"| t=\"s\"><v>[0-9]{1,9}+</v></c>"
    rb"| t=\"inlineStr\"><is><t(?: xml:space=\"preserve\")?+>"
    rb"[^<>&\x00-\x08\x0b-\x1f]*+</t></is></c>)"
)
_ROW_ATTRIBUTE = rb" [A-Za-z][A-Za-z0-9:]*+=\"[A-Za-z0-9:. -]*+\""
_PLAIN_ROWS = re.compile(
    rb"(?:<row r=\"[0-9]{1,7}+\"(?:" + _ROW_ATTRIBUTE + rb")*+>(?:" + _PLAIN_CELL + rb")*+</row>)++"
)
_STOP = re.compile(rb"<sheetData>|</row>")
_CELL = re.compile(r"<c r=\"([A-Z]+)[0-9]*\"([^>]*)>(?:<v>|<is><t[^>]*>)([^<]+)")
_STYLE = re.compile(r" s=\"([0-9]+)\"")
_ATTRIBUTE = re.compile(r" ([A-Za-z0-9:]+)=")
_ROW_BEGIN, _ROW_END = '<row r="', "</row>"
_MOST_HEADS = 256


class PlainRows:
    """Takes plain rows out of a worksheet and places their cells as the reader would."""

    __slots__ = ("_heads", "_reader", "_sorts", "_text_of")

    def __init__(self, reader: CellReader) -> None:
        """Work for that reader."""
        self._reader, self._text_of = reader, reader.texts.look_up()
        self._sorts = _Sorts(reader)
        self._heads: set[str] = set()  # further attributes of rows that were found sound

    def lane(self) -> Lane:
        """The way past the parser."""
        return Lane(Plain(_PLAIN_ROWS, _STOP, self._reader.is_between, self._take))

    def _take(self, run: bytes) -> int:
        """Take one row after the other until one wants a closer look."""
        try:
            text = run.decode() if is_text(run) else ""
        except UnicodeDecodeError:
            return 0
        rows = text.split(_ROW_END)[:-1]
        for place, row in enumerate(rows):
            if not self._is_taken(row):
                return len(_ROW_END.join([*rows[:place], ""]).encode())
        return len(run) if rows else 0

    def _is_taken(self, row: str) -> bool:
        """Whether the row could be placed as it stands; nothing has happened if not."""
        end = row.index(">")
        number, _, head = row[len(_ROW_BEGIN) : end].partition('"')
        if not self._reader.number < int(number) <= LARGEST_ROW or not self._is_sound(head):
            return False
        try:
            cells, last = self._cells(_CELL.findall(row, end))
        except (ValueError, KeyError, IndexError):
            return False
        if not self._reader.fits(cells):
            return False
        self._reader.add_row((int(number), last), cells, row.count("<c ", end))
        return True

    def _is_sound(self, head: str) -> bool:
        """Whether a row's further attributes are all different ones, as XML demands."""
        if head not in self._heads:
            names = ["r", *_ATTRIBUTE.findall(head)]
            if len(set(names)) != len(names):
                return False
            if len(self._heads) < _MOST_HEADS:
                self._heads.add(head)
        return True

    def _cells(self, found: list[tuple[str, str, str]]) -> tuple[list[str], int]:
        """The cells with text, and the position of the last; raises what a wrong cell raises."""
        cells, column = list[str](), -1
        columns, sorts, text_of = self._reader.columns, self._sorts, self._text_of
        for letters, attributes, value in found:
            column = columns[letters]
            convert = sorts[attributes]
            text = text_of(int(value)) if convert is None else convert(value)
            if text:
                missing = column - len(cells)
                if missing:
                    if missing < 0:
                        raise ValueError(letters)
                    cells += [""] * missing
                cells.append(text)
        return cells, column


class _Sorts(dict[str, Callable[[str], str] | None]):
    """How the stored value of a cell with these attributes becomes text; None for shared text."""

    def __init__(self, reader: CellReader) -> None:
        self._reader = reader

    def __missing__(self, attributes: str) -> Callable[[str], str] | None:
        """Read the attributes at their first meeting; there are at most as many as styles."""
        style, convert = _STYLE.search(attributes), None
        if attributes.endswith('t="inlineStr"'):
            convert = unescaped
        elif not attributes.endswith('t="s"'):
            convert = partial(self._reader.number_text, style=style[1] if style else None)
        self[attributes] = convert
        return convert
