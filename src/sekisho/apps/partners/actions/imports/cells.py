"""From the cells of a row to values and faults; runs for every cell, so it is written for speed."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from sekisho.adapters.sheets import Row
from sekisho.apps.partners.queries.reading import READERS, REPEATED, CellFault

_SHOWN = 80
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_KEPT = frozenset("\n\t\u200d")
_Column = tuple[int, str, Callable[[str], Any], dict[str, Any] | None]


class ParsedRow:
    """One row as values, or with the faults that keep it out."""

    __slots__ = ("faults", "number", "values")

    def __init__(self, number: int) -> None:
        """Begin without values."""
        self.number = number
        self.values: dict[str, Any] = {}
        self.faults: list[list[str]] = []

    def refuse(self, field: str, code: str, text: str = "") -> None:
        """Note why the row cannot be taken."""
        self.faults.append([field, code, text[:_SHOWN]])


class RowReader:
    """Reads the rows of one file by its mapping of column positions to fields."""

    def __init__(self, mapping: Mapping[int, str]) -> None:
        """Prepare one reader a column; columns with few different texts remember them."""
        self._columns: list[_Column] = [
            (position, field, READERS[field], {} if field in REPEATED else None)
            for position, field in sorted(mapping.items())
        ]

    def read(self, row: Row) -> ParsedRow | None:
        """The row's values; None when no mapped column holds anything."""
        parsed = ParsedRow(row.number)
        cells, width = row.cells, len(row.cells)
        values = parsed.values
        for position, field, reader, known in self._columns:
            if position >= width:
                break
            text = cells[position]
            if not text:
                continue
            if known is not None and text in known:
                values[field] = known[text]
                continue
            if row.error_columns and position in row.error_columns:
                parsed.refuse(field, "partners.row.error_cell", text)
                continue
            self._read_cell(parsed, (field, reader, known), text)
        return parsed if values or parsed.faults else None

    def _read_cell(
        self,
        parsed: ParsedRow,
        column: tuple[str, Callable[[str], Any], dict[str, Any] | None],
        text: str,
    ) -> None:
        field, reader, known = column
        plain = (text if text.isprintable() else _cleaned(text)).strip()
        if not plain:
            return
        try:
            value = reader(plain)
        except CellFault as fault:
            parsed.refuse(field, fault.code, text)
            return
        parsed.values[field] = value
        if known is not None:
            known[text] = value


def _cleaned(text: str) -> str:
    """Without characters that cannot be seen; line ends, tabs and wide spaces stay."""
    return "".join(one for one in text if one in _KEPT or unicodedata.category(one) not in _DROPPED)
