"""What a returned workbook says: answers by question, and every fault named by its cell."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sekisho.engines.questionnaire import (
    Answer,
    Kind,
    Plan,
    Question,
    calls_for_plan,
    check_answer,
    shows_followup,
)
from sekisho.engines.questionnaire.questions import CHOICE_KINDS, NA
from sekisho.engines.workbook.marks import choice_of, choices_of, folded, is_ticked
from sekisho.engines.workbook.structure import Base, Mac, Stamp, fingerprint_of, plain_answer
from sekisho.engines.workbook.tables import Found, Place, RowLike, Rows, Table, find_place
from sekisho.kernel.errors import Unreadable

MOST_FAULTS = 500
_SHOWN = 60
_FIELDS = {
    **dict.fromkeys(("choice_keys", "text", "number", "date"), "answer"),
    **{f"plan.{part}": part for part in ("what", "who", "due")},
}
_LEFT_OUT = frozenset({"text_too_long", "choose_one", "choice_unknown", "choice_twice"})


@dataclass(frozen=True, slots=True)
class CellFault:
    """One thing to put right: sheet and cell, the question, a code and its params.

    `is_left_out` tells that this answer was not taken; else it is taken as a draft.
    """

    sheet: str
    cell: str
    question_key: str
    code: str
    params: Mapping[str, str | int] = dataclasses.field(default_factory=dict)
    is_left_out: bool = False


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One answer of the file; `base` is what its row was filled with, None when that is lost."""

    question_key: str
    answer: Answer
    base: Base | None
    sheet: str
    cell: str

    @property
    def is_blank(self) -> bool:
        """Whether nothing is said."""
        return self.answer == Answer()

    @property
    def is_changed(self) -> bool:
        """Whether somebody wrote something else than what the file was filled with."""
        return self.base is None or fingerprint_of(self.answer) != self.base.fingerprint


@dataclass(frozen=True, slots=True)
class FileReading:
    """The whole file: answers by question key in the order of the sheet, faults by cell.

    `absent` are the questions that have no row, in the order of the set. `is_foreign` tells that
    rows say what they were filled with and none of them was filled for this reply.
    """

    sheet: str
    lines: Mapping[str, ReadLine]
    faults: tuple[CellFault, ...]
    absent: tuple[str, ...]
    is_foreign: bool = False


@dataclass(frozen=True, slots=True)
class Expected:
    """What a file is read against: the questions, the reply's stamp (None: unknown), its words.

    `headings` by column and `hints` (what stood in shut cells) in every language.
    """

    questions: Sequence[Question]
    stamp: Stamp | None
    headings: Sequence[Mapping[str, str]]
    hints: Sequence[str] = ()


def read_answers(tables: Sequence[Table], expected: Expected, mac: Mac) -> FileReading:
    """Read the answers of a returned workbook. Raises Unreadable (workbook.no_questions)."""
    place = find_place(tables, expected.headings)
    if place is None:
        raise Unreadable("workbook.no_questions")
    reader = _Reader(place, expected, mac)
    reader.read()
    seen = set(reader.lines) | reader.left_out
    absent = tuple(one.key for one in expected.questions if one.key not in seen)
    faults = tuple(reader.faults[:MOST_FAULTS])
    return FileReading(place.table.name, reader.lines, faults, absent, reader.is_foreign)


class _Reader:
    """One sheet being read."""

    def __init__(self, place: Place, expected: Expected, mac: Mac) -> None:
        self.place, self.stamp, self.mac = place, expected.stamp, mac
        self.hints = frozenset(map(folded, expected.hints))
        self.rows = Rows(place, expected.questions)
        self.lines: dict[str, ReadLine] = {}
        self.faults: list[CellFault] = []
        self.left_out: set[str] = set()
        self.ticked: dict[str, list[str]] = {}
        self.is_foreign = False

    def read(self) -> None:
        """All rows: the choices first, for a question needs its own."""
        found = list(self.rows.found())
        self.is_foreign = self._is_foreign(found)
        for one in found:
            if one.choice_key:
                self._choice(one)
        for one in found:
            if not one.choice_key:
                self._main(one)
        for row in self.rows.strangers:
            self._fault(row, "answer", "", "row_unknown", is_left_out=True)

    def _is_foreign(self, found: Sequence[Found]) -> bool:
        stamp = self.stamp
        if stamp is None:
            return False
        told = [(self.place.text(one.row, "base"), one.question.key) for one in found]
        carried = [(text, key) for text, key in told if text]
        proven = (Base.read(text, stamp, key, self.mac) for text, key in carried)
        return bool(carried) and all(base is None for base in proven)

    def _choice(self, one: Found) -> None:
        choice = one.question.choice(one.choice_key)
        if choice is None:
            return
        text, key = self.place.text(one.row, "answer"), one.question.key
        if self._is_error(one.row, "answer", key):
            return
        ticked = is_ticked(text, choice)
        if ticked is None:
            self._leave_out(one.row, "answer", key, "mark_unknown", text=_short(text))
        elif ticked and choice.key not in self.ticked.setdefault(key, []):
            self.ticked[key].append(choice.key)

    def _main(self, one: Found) -> None:
        question, row = one.question, one.row
        before = len(self.left_out)
        answer = self._answer(question, row)
        if len(self.left_out) > before or question.key in self.left_out:
            self.lines.pop(question.key, None)
            return
        known = self.lines.get(question.key)
        if known is not None:
            self._second(known, answer, row)
            return
        answer = self._used(question, answer, row)
        base = self._base(question.key, row)
        cell = self.place.cell(row, "answer")
        self._judge(question, answer, row)
        if question.key not in self.left_out:
            self.lines[question.key] = ReadLine(
                question.key, answer, base, self.place.table.name, cell
            )

    def _answer(self, question: Question, row: RowLike) -> Answer:
        """What the row says, as an answer in its plain form."""
        key = question.key
        texts = {
            name: "" if self._is_error(row, name, key) else self.place.text(row, name)
            for name in ("answer", "followup", "reason", "what", "who", "due")
        }
        plan = Plan(texts["what"], texts["who"], texts["due"])
        main = texts["answer"]
        if question.kind is Kind.FILE and main and folded(main) not in self.hints:
            self._fault(row, "answer", key, "file_elsewhere")
        answer = Answer(
            choice_keys=self._keys(question, row, main) if question.kind in CHOICE_KINDS else (),
            text=main if question.kind is Kind.TEXT else "",
            number=main if question.kind is Kind.NUMBER else "",
            date=main if question.kind is Kind.DATE else "",
            reason=texts["reason"],
            followup=texts["followup"],
            plan=plan if plan != Plan() else None,
        )
        return plain_answer(question, answer)

    def _keys(self, question: Question, row: RowLike, text: str) -> tuple[str, ...]:
        if question.kind is Kind.MULTIPLE:
            ticked = self.ticked.get(question.key, ())
            return tuple(dict.fromkeys((*ticked, *self._listed(question, row, text))))
        if not text:
            return ()
        choice = choice_of(question, text)
        if choice is None:
            self._leave_out(row, "answer", question.key, "choice_unknown", text=_short(text))
            return ()
        return (choice.key,)

    def _listed(self, question: Question, row: RowLike, text: str) -> tuple[str, ...]:
        """Choices written into the cell of the question itself; our own hint there is none."""
        if not text or folded(text) in self.hints:
            return ()
        found = choices_of(question, text)
        if found is None:
            self._leave_out(row, "answer", question.key, "choice_unknown", text=_short(text))
        return tuple(one.key for one in found or ())

    def _used(self, question: Question, answer: Answer, row: RowLike) -> Answer:
        """Without the parts for which this answer has no use; each is told."""
        kept = answer
        if answer.followup and not shows_followup(question, answer):
            self._fault(row, "followup", question.key, "not_used")
            kept = replace(kept, followup="")
        if answer.reason and NA not in answer.choice_keys:
            self._fault(row, "reason", question.key, "not_used")
            kept = replace(kept, reason="")
        if answer.plan and not calls_for_plan(question, answer):
            self._fault(row, "what", question.key, "not_used")
            kept = replace(kept, plan=None)
        return kept

    def _judge(self, question: Question, answer: Answer, row: RowLike) -> None:
        """The faults that the questionnaire finds in the answer, at their cells."""
        for fault in check_answer(question, answer):
            code = fault.code.rpartition(".")[2]
            column = _FIELDS.get(fault.field, fault.field)
            text = _short(self.place.text(row, column))
            if code in _LEFT_OUT:
                self.left_out.add(question.key)
            found = CellFault(
                sheet=self.place.table.name,
                cell=self.place.cell(row, column),
                question_key=question.key,
                code=f"workbook.cell.{code}",
                params={**fault.params, "text": text},
                is_left_out=code in _LEFT_OUT,
            )
            self.faults.append(found)

    def _second(self, known: ReadLine, answer: Answer, row: RowLike) -> None:
        """A copied row may say the same or nothing; of two answers neither is ours to choose."""
        if answer in {Answer(), known.answer}:
            return
        self.lines.pop(known.question_key)
        self._leave_out(row, "answer", known.question_key, "row_twice", other=known.cell)

    def _base(self, key: str, row: RowLike) -> Base | None:
        text = self.place.text(row, "base")
        if self.stamp is None or not text:
            return None
        base = Base.read(text, self.stamp, key, self.mac)
        if base is None:
            self._fault(row, "answer", key, "row_changed")
        return base

    def _is_error(self, row: RowLike, column: str, key: str) -> bool:
        if not self.place.is_error(row, column):
            return False
        self._leave_out(row, column, key, "error_value", text=self.place.text(row, column))
        return True

    def _leave_out(
        self, row: RowLike, column: str, key: str, code: str, **params: str | int
    ) -> None:
        self.left_out.add(key)
        self._fault(row, column, key, code, is_left_out=True, **params)

    def _fault(
        self,
        row: RowLike,
        column: str,
        key: str,
        code: str,
        *,
        is_left_out: bool = False,
        **params: str | int,
    ) -> None:
        cell, sheet = self.place.cell(row, column), self.place.table.name
        self.faults.append(
            CellFault(sheet, cell, key, f"workbook.cell.{code}", params, is_left_out)
        )


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
