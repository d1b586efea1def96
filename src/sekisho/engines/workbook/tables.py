"""The rows of a returned workbook: which sheet holds the questions, which row is which question.

Rows may have been sorted, inserted, deleted or copied, columns added or moved: keys decide, then
the marks of the columns, and where those were lost the words that people see.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from sekisho.engines.questionnaire import Kind, Question
from sekisho.engines.workbook.marks import folded
from sekisho.engines.workbook.structure import CHOICE, COLUMNS, MARK, STAMP_SHEET, Stamp, stamp_from

_HEAD_ROWS = 80  # within so many rows the headings are looked for
_STAMP_ROWS = 40
_LEAST_HEADINGS = 3


class RowLike(Protocol):
    """One row as `adapters.sheets` reads it: number from 1, cells from A on, columns in error."""

    @property
    def number(self) -> int:
        """Its number as the spreadsheet shows it."""
        ...

    @property
    def cells(self) -> tuple[str, ...]:
        """Its cells."""
        ...

    @property
    def error_columns(self) -> tuple[int, ...]:
        """Positions of cells that hold an error."""
        ...


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet that was read: its name and rows."""

    name: str
    rows: Sequence[RowLike]


@dataclass(frozen=True, slots=True)
class Place:
    """Where the columns of the questions stand: sheet, first row below the head, positions."""

    table: Table
    first_row: int
    columns: Mapping[str, int]
    is_marked: bool

    def text(self, row: RowLike, column: str) -> str:
        """What stands in a column of a row, empty when the column is gone."""
        at = self.columns.get(column, -1)
        return row.cells[at].strip() if 0 <= at < len(row.cells) else ""

    def cell(self, row: RowLike, column: str) -> str:
        """The name of the cell, as "G12"; of the row's first column when that one is gone."""
        return f"{letters(self.columns.get(column, 0))}{row.number}"

    def is_error(self, row: RowLike, column: str) -> bool:
        """Whether the cell holds an error of the spreadsheet."""
        return self.columns.get(column, -1) in row.error_columns


@dataclass(frozen=True, slots=True)
class Found:
    """A row that belongs to a question; `choice_key` where it is one of its choices."""

    row: RowLike
    question: Question
    choice_key: str = ""


def letters(position: int) -> str:
    """The letters of a column counted from 0: A, Z, AA."""
    text, position = "", position + 1
    while position:
        position, rest = divmod(position - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def find_stamp(tables: Sequence[Table]) -> Stamp | None:
    """The stamp of a workbook, None when it carries none."""
    named = sorted(tables, key=lambda table: table.name.casefold() != STAMP_SHEET)
    for table in named:
        pairs = {
            row.cells[0].strip(): row.cells[1].strip() if len(row.cells) > 1 else ""
            for row in table.rows[:_STAMP_ROWS]
            if row.cells
        }
        stamp = stamp_from(pairs)
        if stamp is not None:
            return stamp
    return None


def find_place(tables: Sequence[Table], headings: Sequence[Mapping[str, str]]) -> Place | None:
    """Where the questions stand; by the marks, else by headings in any of these languages."""
    for table in tables:
        for at, row in enumerate(table.rows[:_HEAD_ROWS]):
            marks = {cell.strip(): place for place, cell in enumerate(row.cells)}
            found = {name: marks[MARK + name] for name in COLUMNS if MARK + name in marks}
            if "answer" in found and ("key" in found or "question" in found):
                return Place(table, at + 1, found, is_marked=True)
    for table in tables:
        for at, row in enumerate(table.rows[:_HEAD_ROWS]):
            for words in headings:
                found = _by_headings(row, words)
                if len(found) >= _LEAST_HEADINGS and {"answer", "question"} <= set(found):
                    return Place(table, at + 1, found, is_marked=False)
    return None


def _by_headings(row: RowLike, words: Mapping[str, str]) -> dict[str, int]:
    given = {folded(cell): place for place, cell in enumerate(row.cells) if cell.strip()}
    return {name: given[folded(word)] for name, word in words.items() if folded(word) in given}


class Rows:
    """The rows of the questions' sheet, each with its question; the rest is told apart."""

    def __init__(self, place: Place, questions: Sequence[Question]) -> None:
        self.place = place
        self.by_key = {question.key: question for question in questions}
        self.by_words = _by_words(questions)
        self.strangers: list[RowLike] = []  # rows with an answer that belong to no question

    def found(self) -> Iterator[Found]:
        """The rows that belong to a question, in the order of the sheet."""
        last: Question | None = None
        for row in self.place.table.rows[self.place.first_row :]:
            one = self._of_key(row) or self._of_words(row, last)
            if one is not None:
                last = one.question
                yield one
            elif self._says_something(row):
                self.strangers.append(row)

    def _of_key(self, row: RowLike) -> Found | None:
        key, _sign, choice = self.place.text(row, "key").partition(CHOICE)
        question = self.by_key.get(key)
        if question is None or (choice and question.choice(choice) is None):
            return None
        return Found(row, question, choice)

    def _of_words(self, row: RowLike, last: Question | None) -> Found | None:
        """By the words of the question; a choice stands below its question."""
        if self.place.text(row, "key"):
            return None
        lines = [folded(line) for line in self.place.text(row, "question").split("\n")]
        if last is not None and last.kind is Kind.MULTIPLE:
            for choice in last.choices:
                if {folded(choice.label.ja), folded(choice.label.en)} & set(filter(None, lines)):
                    return Found(row, last, choice.key)
        known = {self.by_words[line].key for line in lines if line in self.by_words}
        return Found(row, self.by_key[known.pop()]) if len(known) == 1 else None

    def _says_something(self, row: RowLike) -> bool:
        """Whether there is an answer in the row; a repeated heading is none."""
        text = self.place.text(row, "answer")
        key = self.place.text(row, "key")
        is_head = row.number == self._head_number() or key.startswith(MARK)
        return bool(text) and not is_head and bool(key or self.place.text(row, "question"))

    def _head_number(self) -> int:
        """The row of visible headings stands right below the marks."""
        rows = self.place.table.rows[self.place.first_row :]
        return rows[0].number if rows and self.place.is_marked else 0


def _by_words(questions: Sequence[Question]) -> dict[str, Question]:
    """Questions by their words in either language, where these are theirs alone."""
    found: dict[str, Question | None] = {}
    for question in questions:
        for text in {folded(question.text.ja), folded(question.text.en)} - {""}:
            found[text] = None if text in found else question
    return {text: one for text, one in found.items() if one is not None}
