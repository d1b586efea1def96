"""A workbook to be filled in: locked but for its entries, with lists, hints and print set-up.

Every text is written as text; the only formulas are those that grey a cell, and they come from
the layout, never from what a person wrote.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from sekisho.adapters.sheets.guard import guard
from sekisho.adapters.sheets.writing import clean_text, distinct_name, shown_width
from sekisho.engines.workbook import FormBook, FormCell, FormPage, FormRow, Look
from sekisho.kernel.errors import TooLarge

_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_LISTS = "_lists"
_FONT = {"font_name": "Meiryo UI", "font_size": 10, "valign": "top", "text_wrap": True}
_TEXT = {**_FONT, "num_format": "@"}
_BOX = {"border": 1, "border_color": "#B8BFD6"}
_ENTRY = {**_BOX, "locked": False, "bg_color": "#FFFBE6"}
_STYLES: dict[Look, dict[str, object]] = {
    Look.TITLE: {**_TEXT, "bold": True, "font_size": 14, "text_wrap": False},
    Look.NOTE: {**_TEXT, "text_wrap": False},
    Look.TEXT: {**_TEXT, **_BOX},
    Look.HEADING: {**_TEXT, **_BOX, "bold": True, "bg_color": "#E4E7F2", "valign": "vcenter"},
    Look.GROUP: {**_TEXT, **_BOX, "bold": True},
    Look.SHUT: {**_TEXT, **_BOX, "bg_color": "#ECECEC", "font_color": "#5F6368"},
    Look.ENTRY: {**_TEXT, **_ENTRY},
    Look.DATE_ENTRY: {**_FONT, **_ENTRY, "num_format": "yyyy-mm-dd", "align": "left"},
    Look.NUMBER_ENTRY: {**_FONT, **_ENTRY, "num_format": "General", "align": "left"},
}
_GREY = {"bg_color": "#ECECEC", "font_color": "#8A8F98"}
_PROTECTION = {
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "autofilter": True,
}
_A4 = 9
_CELL_CHARACTERS, _INPUT_CHARACTERS = 32_767, 255
_LINE_POINTS, _LEAST_POINTS, _MOST_POINTS = 14.5, 20.0, 400.0
_NO_WRAP = frozenset({Look.TITLE, Look.NOTE})
_FIRST_YEAR = 1901  # the calendars of spreadsheets begin here without a flaw


def write_form(target: Path | BinaryIO, form: FormBook) -> None:
    """Write the workbook. Raises TooLarge naming sheet, row and column of an overlong text."""
    book = xlsxwriter.Workbook(str(target) if isinstance(target, Path) else target, _OPTIONS)
    with book:
        book.set_properties({"title": clean_text(form.title)})
        drawing = _Drawing(book, form)
        taken: set[str] = set()
        for page in form.pages:
            name = page.name if page.is_hidden else distinct_name(page.name, taken)
            drawing.page(book.add_worksheet(name), page)
        drawing.lists_page()


class _Drawing:
    """One workbook in the making: its formats and drop-down lists."""

    def __init__(self, book: xlsxwriter.Workbook, form: FormBook) -> None:
        self.book, self.form = book, form
        self.formats = {look: book.add_format(style) for look, style in _STYLES.items()}
        quoted = {**_STYLES[Look.ENTRY], "quote_prefix": True}
        self.quoted = book.add_format(quoted)
        self.bare = book.add_format(_TEXT)
        self.grey = book.add_format(_GREY)
        self.lists: list[tuple[str, ...]] = []

    def page(self, sheet: Worksheet, page: FormPage) -> None:
        """Draw one page."""
        for position, width in enumerate(page.widths):
            hidden = {"hidden": True} if width is None else {}
            sheet.set_column(position, position, width or 12, None, hidden)
        for number, row in enumerate(page.rows):
            for position, cell in enumerate(row.cells):
                self._cell(sheet, number, position, cell)
            self._greyed(sheet, number, row)
            hidden = {"hidden": True} if row.is_hidden else {}
            sheet.set_row(number, _height(row, page.widths), None, hidden)
        if page.heading_row is not None:
            self._heading(sheet, page, page.heading_row)
        self._print(sheet)
        sheet.protect("", _PROTECTION)
        if page.is_hidden:
            sheet.very_hidden()

    def _heading(self, sheet: Worksheet, page: FormPage, row: int) -> None:
        sheet.freeze_panes(row + 1, 0)
        sheet.repeat_rows(row)
        first = next(at for at, width in enumerate(page.widths) if width is not None)
        sheet.autofilter(row, first, max(len(page.rows) - 1, row), len(page.widths) - 1)

    def _print(self, sheet: Worksheet) -> None:
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(0.4, 0.4, 0.5, 0.6)
        footer = clean_text(self.form.footer)[:120].replace("&", "&&")
        sheet.set_footer(f"&L{footer}&R&P / &N")
        sheet.hide_gridlines(2)

    def _cell(self, sheet: Worksheet, row: int, column: int, cell: FormCell) -> None:
        style = self.formats[cell.look]
        value = cell.value
        if isinstance(value, date) and value.year >= _FIRST_YEAR:
            sheet.write_datetime(row, column, value, style)
        elif isinstance(value, Decimal):
            sheet.write_number(row, column, value, style)
        elif value:
            self._text(sheet, (row, column), str(value), cell.look)
        else:
            sheet.write_blank(row, column, None, style)
        self._aids(sheet, row, column, cell)

    def _text(self, sheet: Worksheet, at: tuple[int, int], text: str, look: Look) -> None:
        """A text that begins like a formula keeps its quote, so editing it makes none of it."""
        if len(text) > _CELL_CHARACTERS:
            row, column = at[0] + 1, at[1] + 1
            place: dict[str, str | int] = {"sheet": sheet.get_name(), "row": row, "column": column}
            raise TooLarge("sheets.written_cell_too_long", **place, limit=_CELL_CHARACTERS)
        is_risky = look.is_entry and guard(text) != text
        style = self.quoted if is_risky else self.formats[look]
        sheet.write_string(*at, clean_text(text), style)

    def _aids(self, sheet: Worksheet, row: int, column: int, cell: FormCell) -> None:
        if cell.choices or cell.hint:
            sheet.data_validation(row, column, row, column, self._rule(cell))

    def _greyed(self, sheet: Worksheet, number: int, row: FormRow) -> None:
        """One rule for cells side by side that are greyed by the same formula."""
        by_formula = groupby(enumerate(row.cells), key=lambda one: one[1].grey_when)
        for formula, found in by_formula:
            places = [place for place, _cell in found]
            if formula:
                rule = {"type": "formula", "criteria": f"={formula}", "format": self.grey}
                sheet.conditional_format(number, places[0], number, places[-1], rule)

    def _rule(self, cell: FormCell) -> dict[str, object]:
        rule: dict[str, object] = {
            "validate": "any",
            "input_message": cell.hint[:_INPUT_CHARACTERS],
        }
        if cell.choices:
            rule |= {"validate": "list", "source": self._source(cell.choices)}
            rule |= {"error_message": self.form.list_error[:_INPUT_CHARACTERS]}
        return rule

    def _source(self, choices: tuple[str, ...]) -> str:
        """Lists stand on a hidden sheet: written into the rule they end at 255 characters."""
        if choices not in self.lists:
            self.lists.append(choices)
        letter = xlsxwriter.utility.xl_col_to_name(self.lists.index(choices), col_abs=True)
        return f"='{_LISTS}'!{letter}$1:{letter}${len(choices)}"

    def lists_page(self) -> None:
        """The hidden sheet of the drop-down lists."""
        if not self.lists:
            return
        sheet = self.book.add_worksheet(_LISTS)
        for column, choices in enumerate(self.lists):
            for row, choice in enumerate(choices):
                sheet.write_string(row, column, clean_text(choice), self.bare)
        sheet.protect("", _PROTECTION)
        sheet.very_hidden()


def _height(row: FormRow, widths: Sequence[int | None]) -> float:
    """Points that the longest cell needs: not every program fits rows to their text by itself."""
    lines = 1
    for cell, width in zip(row.cells, widths, strict=False):
        if width and cell.look not in _NO_WRAP and isinstance(cell.value, str):
            needed = (-(-shown_width(line) // (width - 1)) for line in cell.value.split("\n"))
            lines = max(lines, sum(max(1, count) for count in needed))
    return min(max(lines * _LINE_POINTS + 4, _LEAST_POINTS), _MOST_POINTS)
