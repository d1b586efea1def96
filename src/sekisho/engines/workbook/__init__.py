"""The questionnaire as a workbook: its layout, and what a returned one says.

Pure: values in, values out. `adapters.sheets` draws a layout and reads the rows of a file. Rules
with examples: docs/*/rules/workbook.md. Codes of faults in cells (workbook.cell.*), with params:

    choice_unknown, mark_unknown, error_value (text)    row_twice (other: a cell)
    row_unknown, row_changed, not_used, file_elsewhere
    and those of `questionnaire.check_answer`, each with `text` besides its own
"""

from __future__ import annotations

from sekisho.engines.workbook.comparing import Difference, Standing, compare
from sekisho.engines.workbook.layout import Wish, lay_out, question_numbers
from sekisho.engines.workbook.pages import FormBook, FormCell, FormPage, FormRow, Look
from sekisho.engines.workbook.reading import (
    CellFault,
    Expected,
    FileReading,
    ReadLine,
    read_answers,
)
from sekisho.engines.workbook.structure import (
    FORM,
    STAMP_SHEET,
    Base,
    Mac,
    Stamp,
    fingerprint_of,
    plain_answer,
)
from sekisho.engines.workbook.tables import RowLike, Table, find_stamp, letters
from sekisho.engines.workbook.words import Words

__all__ = [
    "FORM",
    "STAMP_SHEET",
    "Base",
    "CellFault",
    "Difference",
    "Expected",
    "FileReading",
    "FormBook",
    "FormCell",
    "FormPage",
    "FormRow",
    "Look",
    "Mac",
    "ReadLine",
    "RowLike",
    "Stamp",
    "Standing",
    "Table",
    "Wish",
    "Words",
    "compare",
    "find_stamp",
    "fingerprint_of",
    "lay_out",
    "letters",
    "plain_answer",
    "question_numbers",
    "read_answers",
]
