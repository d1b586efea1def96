"""The cells of one worksheet, heard from the XML parser and gathered into rows of text.

Source: ECMA-376 part 1, 18.3.1.4 (c), 18.3.1.73 (row), 18.18.11 (cell types).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NoReturn

from sekisho.adapters.sheets.formats import PLAIN_DIGITS, number_text
from sekisho.adapters.sheets.limits import LARGEST_ROW, Place, Row
from sekisho.adapters.sheets.package import DEPTH, LocalNames
from sekisho.adapters.sheets.workbook import Texts, unescaped
from sekisho.kernel.errors import TooLarge, Unreadable

_COLUMN = re.compile(r"[A-Z]{1,3}")
_LETTERS = 26
_NONE: dict[str, str] = {}
_DATA_DEPTH = 2  # worksheet, sheetData
_TRUTH = {"0": "FALSE", "1": "TRUE", "false": "FALSE", "true": "TRUE"}


class _Columns(dict[str, int]):
    """Column letters to positions from 0, remembered once met."""

    def __missing__(self, letters: str) -> int:
        """Count the letters as a number of base 26; raises KeyError for anything else."""
        if not _COLUMN.fullmatch(letters):
            raise KeyError(letters)
        position = 0
        for letter in letters:
            position = position * _LETTERS + ord(letter) - ord("A") + 1
        self[letters] = position - 1
        return position - 1


class CellReader:
    """Hears one worksheet and hands out whole rows; a merged area has text in its first cell only.

    One instance reads one sheet once. `take` gives the rows that are complete so far. `start` and
    `end` run for every element, so they are written for speed.
    """

    __slots__ = (
        "_attributes",
        "_cells",
        "_cells_seen",
        "_characters",
        "_column",
        "_depth",
        "_done",
        "_errors",
        "_inline",
        "_is_aid",
        "_is_in_row",
        "_longest",
        "_most_columns",
        "_names",
        "_rows_seen",
        "_value",
        "columns",
        "converters",
        "number",
        "place",
        "texts",
        "words",
    )

    def __init__(
        self, place: Place, texts: Texts, converters: Sequence[Callable[[str], str]]
    ) -> None:
        self.place, self.texts, self.converters = place, texts, converters
        self._longest, self._most_columns = place.limits.cell_characters, place.limits.columns
        self.words: list[str] = []
        self._done: list[Row] = []
        self._names, self.columns = LocalNames(), _Columns()
        self._cells: list[str] = []
        self._errors: list[int] = []
        self._attributes: dict[str, str] | None = None
        self._value = ""
        self._inline: list[str] = []
        self.number, self._column = 0, -1
        self._rows_seen, self._cells_seen, self._depth = 0, 0, 0
        self._characters = 0
        self._is_in_row = self._is_aid = False

    def take(self) -> list[Row]:
        """The rows completed since the last call, in order of their numbers."""
        done, self._done = self._done, []
        return done

    def is_between(self) -> bool:
        """Whether a row may begin here."""
        return self._depth == _DATA_DEPTH and not self._is_in_row and self._attributes is None

    def fits(self, cells: list[str]) -> bool:
        """Whether a row with these cells keeps to the limits of rows and cells."""
        return len(cells) <= self._most_columns and max(map(len, cells), default=0) <= self._longest

    def add_row(self, last: tuple[int, int], cells: list[str], count: int) -> None:
        """Add a row that was read without the parser: row and column of its last cell, its cells.

        `count` counts empty cells too, as the limit does.
        """
        self.number, self._column = last
        self._cells_seen += count
        self._cells = cells
        self._end_row()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins: only rows, cells and their values matter."""
        if name == "c":
            if self._attributes is not None or not self._is_in_row:
                self._refuse()
            self._attributes = attributes
            self._value = ""
        elif name in {"v", "t"}:
            self._depth += 1
            self.words.clear()
        else:
            self._start_other(self._names[name], attributes)

    def _start_other(self, element: str, attributes: dict[str, str]) -> None:
        if element in {"c", "v", "t"}:
            self.start(element, attributes)
            return
        self._depth += 1
        if element == "row":
            self._start_row(attributes)
        elif element == "rPh":
            self._is_aid = True
        if self._depth > DEPTH:
            self._refuse()

    def end(self, name: str) -> None:
        """An element is complete."""
        if name == "v":
            self._depth -= 1
            words = self.words
            self._value = words[0] if len(words) == 1 else "".join(words)
            words.clear()
        elif name == "c":
            self._end_cell()
        elif name == "t":
            self._depth -= 1
            if not self._is_aid:
                self._inline += self.words
            self.words.clear()
        else:
            self._end_other(self._names[name])

    def _end_other(self, element: str) -> None:
        if element in {"c", "v", "t"}:
            self.end(element)
            return
        self._depth -= 1
        self.words.clear()  # what rules and formulas say is no cell's text
        if element == "row":
            self._end_row()
        elif element == "rPh":
            self._is_aid = False

    def check(self) -> None:
        """Between two pieces: no single cell may grow without end."""
        if sum(map(len, self.words)) + sum(map(len, self._inline)) > self._longest:
            self._too_large("sheets.cell_too_long", self._longest)
        if self._cells_seen > self.place.limits.cells:
            self._too_large("sheets.too_many_cells", self.place.limits.cells)

    def _start_row(self, attributes: dict[str, str]) -> None:
        stated = attributes.get("r")
        number = self.number + 1
        if stated is not None:
            number = int(stated) if stated.isascii() and stated.isdigit() else 0
        if self._is_in_row or not self.number < number <= LARGEST_ROW:
            self._refuse()
        self.number, self._column, self._is_in_row = number, -1, True

    def _end_row(self) -> None:
        self._is_in_row = False
        if self._cells:
            self._rows_seen += 1
            self._characters += sum(map(len, self._cells))
            if self._characters > self.place.limits.sheet_characters:
                self._too_large("sheets.too_much_text", self.place.limits.sheet_characters)
            if self._rows_seen > self.place.limits.rows:
                self._too_large("sheets.too_many_rows", self.place.limits.rows)
            self._done.append(Row(self.number, tuple(self._cells), tuple(self._errors)))
            self._cells, self._errors = [], []

    def _end_cell(self) -> None:
        """Place the cell's text, filling up with empty cells before it."""
        attributes, self._attributes = self._attributes or _NONE, None
        self._cells_seen += 1
        reference = attributes.get("r")
        try:
            if reference is None:
                column = self._column + 1
            else:
                column = self.columns[reference.rstrip("0123456789")]
            self._column = column
            if not self._value and not self._inline:
                return
            text = self._text(attributes.get("t", "n"), attributes.get("s"))
        except (ValueError, KeyError, IndexError) as error:
            raise Unreadable("sheets.bad_cell", **self._where()) from error
        if self._inline:
            self._inline.clear()
        if text:
            missing = column - len(self._cells)
            if missing or column >= self._most_columns or len(text) > self._longest:
                self._fill(missing, len(text))
            self._cells.append(text)

    def _text(self, sort: str, style: str | None) -> str:
        """The cell's text by its type; a formula counts by the value stored with it."""
        value = self._value
        if sort == "s":
            return self.texts[int(value)]
        if sort == "n":
            return self.number_text(value, style)
        if sort == "b":
            return _TRUTH[value.strip()]
        if sort == "inlineStr":
            value = "".join(self._inline)
        elif sort == "e":
            self._errors.append(self._column)
        return unescaped(value)

    def number_text(self, value: str, style: str | None) -> str:
        """The text of a stored number by its cell's style."""
        if style is None or (position := int(style)) >= len(self.converters):
            is_plain = len(value) <= PLAIN_DIGITS and value.isdigit() and value.isascii()
            return value if is_plain else number_text(value)
        return self.converters[position](value)

    def _fill(self, missing: int, characters: int) -> None:
        """Put empty cells before a cell that does not follow the last; look at its limits."""
        if missing < 0:
            self._refuse()
        if self._column >= self._most_columns:
            self._too_large("sheets.too_many_columns", self._most_columns)
        if characters > self._longest:
            self._too_large("sheets.cell_too_long", self._longest)
        self._cells += [""] * missing

    def _where(self) -> dict[str, str | int]:
        place = {"file": self.place.file, "sheet": self.place.sheet}
        return {**place, "row": self.number, "column": max(self._column, 0) + 1}

    def _refuse(self) -> NoReturn:
        raise Unreadable("sheets.bad_cell", **self._where())

    def _too_large(self, code: str, limit: int) -> NoReturn:
        raise TooLarge(code, **self._where(), limit=limit)
