"""A workbook to be filled in, as values: its pages, rows, cells and what each cell accepts.

Values only; `adapters.sheets` draws them. Knows nothing of questions.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Look(StrEnum):
    """How a cell looks, and with that whether it may be written to (the names with entry)."""

    TITLE = "title"
    NOTE = "note"  # runs on over the cells beside it
    TEXT = "text"
    HEADING = "heading"
    GROUP = "group"
    SHUT = "shut"  # grey: nothing is asked for here
    ENTRY = "entry"
    DATE_ENTRY = "date_entry"
    NUMBER_ENTRY = "number_entry"

    @property
    def is_entry(self) -> bool:
        """Whether a person writes here."""
        return self in {Look.ENTRY, Look.DATE_ENTRY, Look.NUMBER_ENTRY}


@dataclass(frozen=True, slots=True)
class FormCell:
    """One cell: what stands in it, and for an entry what may be chosen and what to say beside it.

    `grey_when` is a formula of the spreadsheet (US English, without the sign `=`): where it holds
    the cell is greyed, which forbids nothing.
    """

    value: str | date | Decimal = ""
    look: Look = Look.TEXT
    choices: tuple[str, ...] = ()
    hint: str = ""
    grey_when: str = ""


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row from column A on; a hidden row is for machines."""

    cells: tuple[FormCell, ...]
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class FormPage:
    """One sheet: `widths` of its columns in half-width characters, None for a hidden column.

    `heading_row` counts from 0 and is repeated on every printed page; None where there is none.
    """

    name: str
    widths: tuple[int | None, ...]
    rows: tuple[FormRow, ...]
    heading_row: int | None = None
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class FormBook:
    """A whole workbook; `footer` stands on every printed page."""

    pages: tuple[FormPage, ...]
    title: str
    footer: str
    list_error: str
