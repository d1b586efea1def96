"""Tables in and out: xlsx and CSV, read row by row as text, written so that text stays text.

Knows nothing of what the columns mean. Uploads go through `adapters.intake` first; reading keeps
its own limits nevertheless. Codes raised, with params (row and column count from 1):

    TooLarge    sheets.too_large (file, limit_bytes)     sheets.unpacked (file, part, limit_bytes)
                sheets.too_many_rows, sheets.too_many_columns, sheets.too_many_cells,
                sheets.too_much_text, sheets.cell_too_long, sheets.row_too_long
                (all six: file, sheet, row, column, limit; a CSV has the sheet "")
                sheets.shared_text_too_long (file, text, limit)
                sheets.written_too_many_rows (sheet, row, limit)
                sheets.written_cell_too_long (sheet, row, column, limit)
    Invalid     sheets.old_excel (file)                  sheets.encrypted (file)
                sheets.xml_entities (file, part)         sheets.no_such_sheet (file, sheet)
    Unreadable  sheets.empty (file)                      sheets.broken (file, part)
                sheets.bad_cell (file, sheet, row, column)
                sheets.text_encoding (file, line)        sheets.csv_quotes (file, row)
                sheets.control_character (file, row)
"""

from __future__ import annotations

from sekisho.adapters.sheets.csvwriting import CsvFile, Unmappable, write_csv
from sekisho.adapters.sheets.forms import write_form
from sekisho.adapters.sheets.guard import guard, unguard
from sekisho.adapters.sheets.limits import Row, SheetLimits
from sekisho.adapters.sheets.sheet import Sheet, open_sheet
from sekisho.adapters.sheets.writing import Cell, Column, NotesSheet, SheetData, write_xlsx

__all__ = [
    "Cell",
    "Column",
    "CsvFile",
    "NotesSheet",
    "Row",
    "Sheet",
    "SheetData",
    "SheetLimits",
    "Unmappable",
    "guard",
    "open_sheet",
    "unguard",
    "write_csv",
    "write_form",
    "write_xlsx",
]
