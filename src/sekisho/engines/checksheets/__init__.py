"""A company's own check sheet as a question set: its columns, its rows, faults by cell.

Pure: values in, values out. Rules with examples: docs/*/rules/workbook.md. Codes of faults
(checksheets.cell.*), with params: error_value, number_twice, weight_unknown, kind_unknown (text),
too_long, too_many (limit), choices_missing.
"""

from __future__ import annotations

from sekisho.engines.checksheets.columns import (
    FIELDS,
    columns_fault,
    field_of_heading,
    guess_columns,
    guess_heading,
    layout_print,
)
from sekisho.engines.checksheets.drawing import (
    MOST_QUESTIONS,
    Drawn,
    SheetFault,
    draw_set,
)

__all__ = [
    "FIELDS",
    "MOST_QUESTIONS",
    "Drawn",
    "SheetFault",
    "columns_fault",
    "draw_set",
    "field_of_heading",
    "guess_columns",
    "guess_heading",
    "layout_print",
]
