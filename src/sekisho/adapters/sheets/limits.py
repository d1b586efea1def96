"""What one table file may hold, and the values that reading it gives."""

from __future__ import annotations

from dataclasses import dataclass

MIB_BYTES = 1024 * 1024
LARGEST_ROW = 1_048_576


@dataclass(frozen=True, slots=True)
class SheetLimits:
    """`rows` counts rows that hold something; `cells` counts empty styled cells too.

    `sheet_characters` bounds all text of one sheet, as one shared text can stand in many cells;
    `row_characters` bounds one row of CSV as written, `part_bytes` one unpacked part of a workbook.
    """

    size_bytes: int = 20 * MIB_BYTES
    rows: int = 100_000
    columns: int = 200
    cells: int = 2_000_000
    cell_characters: int = 32_767
    sheet_characters: int = 200_000_000
    row_characters: int = 2_000_000
    part_bytes: int = 200 * MIB_BYTES
    shared_text_bytes: int = 64 * MIB_BYTES


@dataclass(frozen=True, slots=True)
class Row:
    """One row that holds something: its number as the spreadsheet shows it, its cells from A on.

    `cells` ends with the last cell that holds something. `error_columns` are the positions (from 0)
    whose text ("#N/A") is an error of the spreadsheet and not something a person wrote.
    """

    number: int
    cells: tuple[str, ...]
    error_columns: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where reading stands, for messages: file and sheet (empty for CSV) and the limits."""

    file: str
    sheet: str
    limits: SheetLimits
