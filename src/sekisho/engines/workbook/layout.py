"""A questionnaire laid out as the pages of a workbook: guide, questions, stamp.

Pure: questions, answers, words and the check are given.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from sekisho.engines.questionnaire import (
    Answer,
    Choice,
    Kind,
    Plan,
    Question,
    QuestionSetVersion,
    Respondent,
    StoredAnswer,
    questions_for,
    read_date,
    read_number,
)
from sekisho.engines.questionnaire.questions import CHOICE_KINDS, NA
from sekisho.engines.workbook.conditions import Grid, answered_formula, hidden_formulas, words_of
from sekisho.engines.workbook.pages import FormBook, FormCell, FormPage, FormRow, Look
from sekisho.engines.workbook.structure import (
    CHOICE,
    COLUMNS,
    MARK,
    STAMP_SHEET,
    Base,
    Mac,
    Stamp,
    fingerprint_of,
    plain_answer,
)
from sekisho.engines.workbook.words import Words

HEAD_ROWS = 4  # title, lead, marks of the columns (hidden), headings
MARKED = "○"
_WIDTHS = (None, None, 5, 12, 42, 30, 20, 26, 18, 24, 11, 12)
_ANSWER_COLUMN = "G"
_EXACT_DIGITS = 15


@dataclass(frozen=True, slots=True)
class Wish:
    """What to lay out: the questions for a role, the answers so far, for whom, in which words."""

    questions: QuestionSetVersion
    role: Respondent
    stored: Mapping[str, StoredAnswer]
    stamp: Stamp
    words: Words
    title: str
    guide: tuple[tuple[str, str], ...]


def question_numbers(questions: tuple[Question, ...]) -> dict[str, str]:
    """The number of each question: 1, 2, 3; one that hangs on an earlier answer is 3-1."""
    numbers: dict[str, str] = {}
    main = sub = 0
    for question in questions:
        if question.condition is None:
            main, sub = main + 1, 0
            numbers[question.key] = str(main)
        else:
            sub += 1
            numbers[question.key] = f"{main}-{sub}"
    return numbers


def lay_out(wish: Wish, mac: Mac) -> FormBook:
    """The workbook: a guide, the questions with a row each, and the hidden stamp.

    A question with several choices has a further row for each of them. `guide` is a list of
    (label, text); `mac` computes the checks of stamp and rows.
    """
    asked = questions_for(wish.questions, wish.role)
    sheet = _Sheet(wish, mac, asked)
    pages = (_guide(wish), sheet.page(), _stamp_page(wish.stamp.sealed(mac)))
    footer = f"{wish.stamp.ask_number}  {wish.title}"
    return FormBook(pages, wish.title, footer, wish.words.list_error)


def _guide(wish: Wish) -> FormPage:
    rows = [FormRow((FormCell(wish.title, Look.TITLE),)), FormRow(())]
    for label, text in wish.guide:
        rows.append(FormRow((FormCell(label, Look.GROUP), FormCell(text))))
    return FormPage(wish.words.guide, (24, 90), tuple(rows))


def _stamp_page(stamp: Stamp) -> FormPage:
    rows = tuple(
        FormRow((FormCell(field.name), FormCell(getattr(stamp, field.name))))
        for field in fields(Stamp)
    )
    return FormPage(STAMP_SHEET, (16, 70), rows, is_hidden=True)


class _Sheet:
    """The page of questions in the making."""

    def __init__(self, wish: Wish, mac: Mac, asked: tuple[Question, ...]) -> None:
        self.wish, self.mac, self.asked = wish, mac, asked
        self.words, self.language = wish.words, wish.words.language
        self.numbers = question_numbers(asked)
        self.labels = {one.key: one.label for one in wish.questions.categories}
        self.grid = self._grid()
        self.hidden = hidden_formulas(wish.questions, self.grid)

    def page(self) -> FormPage:
        """The whole page."""
        rows = [*self._head()]
        for question in self.asked:
            rows.append(self._row(question))
            if question.kind is Kind.MULTIPLE:
                rows += [self._choice_row(question, choice) for choice in question.choices]
        return FormPage(self.words.questions, _WIDTHS, tuple(rows), heading_row=HEAD_ROWS - 1)

    def _grid(self) -> Grid:
        """Where each answer will stand; rows of choices count too."""
        cells: dict[str, str] = {}
        choices: dict[tuple[str, str], str] = {}
        row = HEAD_ROWS
        for question in self.asked:
            row += 1
            cells[question.key] = f"${_ANSWER_COLUMN}${row}"
            if question.kind is Kind.MULTIPLE:
                for choice in question.choices:
                    row += 1
                    choices[question.key, choice.key] = f"${_ANSWER_COLUMN}${row}"
        return Grid({one.key: one for one in self.asked}, cells, choices, self.language)

    def _head(self) -> tuple[FormRow, ...]:
        blank = (FormCell(), FormCell())
        marks = tuple(FormCell(f"{MARK}{name}") for name in COLUMNS)
        names = tuple(FormCell(self.words.headings.get(name, ""), Look.HEADING) for name in COLUMNS)
        return (
            FormRow((*blank, FormCell(self.wish.title, Look.TITLE))),
            FormRow((*blank, FormCell(self.words.lead, Look.NOTE))),
            FormRow(marks, is_hidden=True),
            FormRow(names),
        )

    def _row(self, question: Question) -> FormRow:
        answer, base = self._given(question)
        category = self.labels[question.category].in_language(self.language)
        grey = self.hidden.get(question.key, "")
        cells = (
            FormCell(question.key),
            FormCell(base.text(self.wish.stamp, question.key, self.mac)),
            FormCell(self.numbers[question.key], grey_when=grey),
            FormCell(category, grey_when=grey),
            FormCell(self._question_text(question), grey_when=grey),
            FormCell(self._help(question), grey_when=grey),
            self._answer(question, answer, grey),
            *self._parts(question, answer, grey),
        )
        return FormRow(cells)

    def _given(self, question: Question) -> tuple[Answer, Base]:
        stored = self.wish.stored.get(question.key)
        answer = plain_answer(question, stored.answer if stored else Answer())
        return answer, Base(stored.revision if stored else 0, fingerprint_of(answer))

    def _question_text(self, question: Question) -> str:
        lines = [question.text.in_language(self.language)]
        if question.condition is not None:
            lines.insert(0, words_of(question.condition, self.numbers, self.grid, self.words))
        return "\n".join(line for line in lines if line)

    def _help(self, question: Question) -> str:
        lines = [question.help.in_language(self.language)] if question.help else []
        if question.followup:
            text = question.followup.text.in_language(self.language)
            keys = question.followup.choice_keys
            if keys is None:
                lines.append(self.words.remark_always % {"text": text})
            else:
                labels = self.words.or_word.join(
                    self.words.quoted % {"text": self.grid.label(question.key, key)} for key in keys
                )
                lines.append(self.words.remark_when % {"choices": labels, "text": text})
        return "\n".join(lines)

    def _answer(self, question: Question, answer: Answer, grey: str) -> FormCell:
        kind = question.kind
        if kind is Kind.MULTIPLE:
            return FormCell(self.words.mark_below, Look.SHUT)
        if kind is Kind.FILE:
            return FormCell(self.words.file_elsewhere, Look.SHUT)
        if kind in CHOICE_KINDS:
            labels = tuple(one.label.in_language(self.language) for one in question.choices)
            given = (
                self.grid.label(question.key, answer.choice_keys[0]) if answer.choice_keys else ""
            )
            return FormCell(given, Look.ENTRY, labels, self.words.choose, grey)
        if kind is Kind.DATE:
            return FormCell(_day(answer.date), Look.DATE_ENTRY, (), self.words.write_date, grey)
        if kind is Kind.NUMBER:
            hint = self._number_hint(question)
            return FormCell(_number(answer.number), Look.NUMBER_ENTRY, (), hint, grey)
        return FormCell(answer.text, Look.ENTRY, (), self.words.write_text, grey)

    def _number_hint(self, question: Question) -> str:
        words, rule = self.words, question.number_rule
        parts = [words.write_number]
        if rule is not None:
            unit = rule.unit.in_language(self.language) if rule.unit else ""
            parts += [
                words.whole_number if rule.is_whole else "",
                words.at_least % {"limit": rule.minimum} if rule.minimum is not None else "",
                words.at_most % {"limit": rule.maximum} if rule.maximum is not None else "",
                words.unit % {"unit": unit} if unit else "",
            ]
        return "\n".join(part for part in parts if part)

    def _parts(self, question: Question, answer: Answer, grey: str) -> tuple[FormCell, ...]:
        """What is written beside an answer; shut where the question has no use for it."""
        plan = answer.plan or Plan()
        gaps = tuple(
            one.key for one in question.choices if one.points is not None and one.points < 1
        )
        followup = question.followup.choice_keys if question.followup else ()
        has_plan, reason = bool(gaps), (NA,) if question.choice(NA) else ()
        plan_grey = self._unless(question, gaps, grey)
        return (
            self._entry(answer.followup, question.followup is not None,
                        self._unless(question, followup, grey)),
            self._entry(answer.reason, bool(reason), self._unless(question, reason, grey)),
            self._entry(plan.what, has_plan, plan_grey),
            self._entry(plan.who, has_plan, plan_grey),
            FormCell(_day(plan.due), Look.DATE_ENTRY, (), self.words.write_date, plan_grey)
            if has_plan
            else FormCell("", Look.SHUT),
        )  # fmt: skip

    def _entry(self, text: str, is_open: bool, grey: str) -> FormCell:  # noqa: FBT001 - a column
        return FormCell(text, Look.ENTRY, grey_when=grey) if is_open else FormCell("", Look.SHUT)

    def _unless(self, question: Question, keys: tuple[str, ...] | None, grey: str) -> str:
        """Greyed unless one of these choices is given, and while the question is not asked."""
        if keys is None or not keys or question.kind not in CHOICE_KINDS:
            return grey
        formula = answered_formula(self.grid, question.key, keys)
        own = f"NOT({formula})" if formula else ""
        return f"OR({own},{grey})" if own and grey else own or grey

    def _choice_row(self, question: Question, choice: Choice) -> FormRow:
        answer, _base = self._given(question)
        grey = self.hidden.get(question.key, "")
        given = MARKED if choice.key in answer.choice_keys else ""
        cells = (
            FormCell(f"{question.key}{CHOICE}{choice.key}"),
            *(FormCell(), FormCell(), FormCell()),
            FormCell(f"　・{choice.label.in_language(self.language)}", grey_when=grey),
            FormCell(),
            FormCell(given, Look.ENTRY, (MARKED,), self.words.mark_here, grey),
            *(FormCell("", Look.SHUT) for _name in COLUMNS[7:]),
        )
        return FormRow(cells)


def _day(text: str) -> str | date:
    return read_date(text) or text


def _number(text: str) -> str | Decimal:
    number = read_number(text)
    if number is None or len(number.as_tuple().digits) > _EXACT_DIGITS:
        return text
    return number
