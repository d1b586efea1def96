"""Workbooks written row by row: every text stays text, nothing becomes a formula or a link."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from sekisho.adapters.sheets.limits import LARGEST_ROW
from sekisho.kernel.errors import TooLarge

Cell = str | int | float | bool | Decimal | date | datetime | time | None

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,
}
_CELL_CHARACTERS = 32_767
_NAME_CHARACTERS = 31
_NAME_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_UNWRITABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")
_EXACT_LARGEST = 10**15
_SAMPLE_ROWS = 200
_SPARE_ROWS = 1_000
_NARROWEST, _WIDEST, _NOTES_WIDTH = 8, 60, 90
_INPUT_CHARACTERS = 255
_CHOICES_NAME = "_choices"
_STYLES: dict[str, dict[str, object]] = {
    "text": {"num_format": "@", "valign": "top", "text_wrap": True},
    "number": {"valign": "top"},
    "date": {"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"},
    "moment": {"num_format": "yyyy-mm-dd hh:mm:ss", "valign": "top", "align": "left"},
    "time": {"num_format": "hh:mm:ss", "valign": "top", "align": "left"},
    "heading": {
        "bold": True,
        "num_format": "@",
        "bg_color": "#E4E7F2",
        "bottom": 1,
        "valign": "vcenter",
        "text_wrap": True,
    },
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, and what helps to fill it in.

    `choices` become a drop-down list, `hint` is shown beside a chosen cell (255 characters at
    most), `width_characters` counts half-width characters and is measured where it is not given.
    """

    heading: str
    choices: tuple[str, ...] = ()
    hint: str = ""
    width_characters: int | None = None


@dataclass(frozen=True, slots=True)
class SheetData:
    """One sheet to write; `rows` may be a generator and is read once, in order."""

    name: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[Cell]]
    frozen_columns: int = 0


@dataclass(frozen=True, slots=True)
class NotesSheet:
    """A sheet of sentences, one a line, put after the others."""

    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Target:
    book: xlsxwriter.Workbook
    sheet: Worksheet
    styles: dict[str, Format]


def write_xlsx(
    target: Path | BinaryIO, sheets: Iterable[SheetData], *, notes: NotesSheet | None = None
) -> None:
    """Write a workbook with heading style, frozen heading, filters, widths and drop-down lists.

    Memory does not grow with the rows. Sheet names are shortened and made distinct as needed.
    Raises TooLarge naming sheet, row and column for a text no cell can hold.
    """
    book = xlsxwriter.Workbook(str(target) if isinstance(target, Path) else target, _OPTIONS)
    with book:
        styles = {name: book.add_format(style) for name, style in _STYLES.items()}
        taken: set[str] = set()
        lists: list[tuple[str, ...]] = []
        for data in sheets:
            sheet = book.add_worksheet(distinct_name(data.name, taken))
            _write_sheet(_Target(book, sheet, styles), data, lists)
        if notes is not None:
            sheet = book.add_worksheet(distinct_name(notes.name, taken))
            _write_notes(_Target(book, sheet, styles), notes)
        if lists:
            _write_lists(book, lists)


def _write_sheet(target: _Target, data: SheetData, lists: list[tuple[str, ...]]) -> None:
    sheet = target.sheet
    rows = iter(data.rows)
    sample = list(islice(rows, _SAMPLE_ROWS))
    for position, column in enumerate(data.columns):
        width = column.width_characters or _measured_width(column.heading, sample, position)
        sheet.set_column(position, position, width, target.styles["text"])
        _put(target, 0, position, column.heading, "heading")
    last = 0
    for last, cells in enumerate(chain(sample, rows), start=1):
        if last >= LARGEST_ROW:
            raise TooLarge(
                "sheets.written_too_many_rows", sheet=data.name, row=last, limit=LARGEST_ROW
            )
        for position, cell in enumerate(cells):
            _put(target, last, position, cell)
    sheet.freeze_panes(1, data.frozen_columns)
    if data.columns:
        sheet.autofilter(0, 0, last, len(data.columns) - 1)
    _add_lists(sheet, data.columns, min(last + _SPARE_ROWS, LARGEST_ROW - 1), lists)


def _put(target: _Target, row: int, column: int, cell: Cell, style: str = "text") -> None:
    """Write one cell by its Python type; what a cell cannot hold exactly is written as text."""
    sheet, styles = target.sheet, target.styles
    if cell is None or cell == "":
        return
    if isinstance(cell, str):
        _put_text(target, row, column, cell, style)
    elif isinstance(cell, bool):
        sheet.write_boolean(row, column, cell, styles["number"])
    elif isinstance(cell, datetime | date | time):
        kind = "moment" if isinstance(cell, datetime) else "date"
        style = "time" if isinstance(cell, time) else kind
        sheet.write_datetime(row, column, cell, styles[style])
    elif math.isfinite(cell) and abs(float(cell)) < _EXACT_LARGEST:
        sheet.write_number(row, column, cell, styles["number"])
    else:
        _put_text(target, row, column, str(cell), style)


def _put_text(target: _Target, row: int, column: int, text: str, style: str) -> None:
    if len(text) > _CELL_CHARACTERS:
        place: dict[str, str | int] = {"sheet": target.sheet.get_name(), "row": row + 1}
        limit = _CELL_CHARACTERS
        raise TooLarge("sheets.written_cell_too_long", **place, column=column + 1, limit=limit)
    target.sheet.write_string(row, column, clean_text(text), target.styles[style])


def clean_text(text: str) -> str:
    """The text without what no workbook can hold; such characters become U+FFFD."""
    return _UNWRITABLE.sub("\ufffd", text)


def _measured_width(heading: str, sample: Sequence[Sequence[Cell]], position: int) -> int:
    """Half-width characters that the heading and the first rows need, within reason."""
    texts = [heading, *(str(row[position]) for row in sample if position < len(row))]
    widest = max(shown_width(line) for text in texts for line in text[:200].split("\n"))
    return min(max(widest + 3, _NARROWEST), _WIDEST)


def shown_width(text: str) -> int:
    """How many half-width characters a text is wide."""
    return sum(2 if unicodedata.east_asian_width(one) in "WFA" else 1 for one in text)


def _add_lists(
    sheet: Worksheet, columns: Sequence[Column], last: int, lists: list[tuple[str, ...]]
) -> None:
    """Drop-down lists refer to a hidden sheet: written inline they end at 255 characters."""
    for position, column in enumerate(columns):
        rule: dict[str, object] = {"validate": "any"}
        if column.choices:
            if column.choices not in lists:
                lists.append(column.choices)
            letter = xlsxwriter.utility.xl_col_to_name(lists.index(column.choices), col_abs=True)
            source = f"='{_CHOICES_NAME}'!{letter}$1:{letter}${len(column.choices)}"
            rule = {"validate": "list", "source": source}
        if column.hint:
            rule["input_message"] = column.hint[:_INPUT_CHARACTERS]
        if column.choices or column.hint:
            sheet.data_validation(1, position, last, position, rule)


def _write_lists(book: xlsxwriter.Workbook, lists: Sequence[tuple[str, ...]]) -> None:
    sheet = book.add_worksheet(_CHOICES_NAME)
    sheet.hide()
    for row in range(max(map(len, lists))):
        for column, choices in enumerate(lists):
            if row < len(choices):
                sheet.write_string(row, column, choices[row])


def _write_notes(target: _Target, notes: NotesSheet) -> None:
    target.sheet.set_column(0, 0, _NOTES_WIDTH, target.styles["text"])
    for row, line in enumerate(notes.lines):
        _put(target, row, 0, line)


def distinct_name(wanted: str, taken: set[str]) -> str:
    """A name that every spreadsheet program takes and no other sheet of the book has."""
    plain = _UNWRITABLE.sub("", _NAME_FORBIDDEN.sub(" ", wanted)).strip(" '")
    name = plain[:_NAME_CHARACTERS].strip(" '") or "Sheet"
    number = 2
    while name.casefold() in taken | {"history", _CHOICES_NAME}:
        ending = f" ({number})"
        name = plain[: _NAME_CHARACTERS - len(ending)].strip(" '") + ending
        number += 1
    taken.add(name.casefold())
    return name
