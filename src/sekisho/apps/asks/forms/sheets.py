"""The files that leave an ask: the board's list and all answers as rows of a sheet."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from sekisho.adapters.sheets import Cell, Column, SheetData, write_csv, write_xlsx
from sekisho.apps.asks.forms.words import LOOKS, choice_word, language, said, tier_word
from sekisho.apps.asks.queries.drafts import AskView
from sekisho.apps.asks.queries.exports import (
    AnsweredLine,
    export_answers,
    export_lines,
    export_set,
)
from sekisho.apps.asks.queries.lines import AssignmentLine
from sekisho.apps.organisations.queries.countries import country_name
from sekisho.engines.questionnaire import Answer, Question
from sekisho.kernel.actor import Actor
from sekisho.ui.wording import day_text

WHATS = ("board", "answers")
FORMS = ("xlsx", "csv")
MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
Row = Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What shall stand in a file: "board" or "answers", "xlsx" or "csv", of these assignments."""

    ask: AskView
    what: str
    form: str
    ids: tuple[int, ...]

    @property
    def name(self) -> str:
        """What the file is called."""
        return f"{self.ask.number}-{self.what}.{self.form}"


def sheet_of(
    actor: Actor, wanted: Wanted, *, now: datetime, heard: Callable[[int], None] | None = None
) -> bytes:
    """The whole file in the language that is active; `heard` is told how many rows are written."""
    headings = _line_headings()
    rows: Iterator[Row]
    if wanted.what == "board":
        rows = (_line_cells(line) for line in export_lines(actor, wanted.ids, now=now))
    else:
        questions = export_set(wanted.ask).questions
        headings += [_("Score"), *(f"{one.key} {said(one.text)}" for one in questions)]
        rows = _answer_rows(actor, wanted, questions, now)
    counted = _told(rows, heard) if heard else rows
    return _xlsx(wanted, headings, counted) if wanted.form == "xlsx" else _csv(headings, counted)


def _told(rows: Iterator[Row], heard: Callable[[int], None]) -> Iterator[Row]:
    for number, row in enumerate(rows, start=1):
        yield row
        heard(number)


def _xlsx(wanted: Wanted, headings: list[str], rows: Iterator[Row]) -> bytes:
    out = io.BytesIO()
    columns = tuple(Column(heading, width_characters=None) for heading in headings)
    title = wanted.name.partition(".")[0]
    write_xlsx(out, [SheetData(title, columns, rows, frozen_columns=1)])
    return out.getvalue()


def _csv(headings: list[str], rows: Iterator[Row]) -> bytes:
    def lines() -> Iterator[Row]:
        yield headings
        yield from rows

    return write_csv(lines()).data


def _line_headings() -> list[str]:
    return [
        _("Name"),
        _("Your code"),
        _("Tier"),
        _("Country"),
        _("Answered by"),
        _("State"),
        _("Overdue"),
        _("Came back"),
        _("Sent back"),
        _("Due"),
        _("Answered"),
        _("Questions"),
        _("Submitted"),
        _("Reminders"),
        _("Open findings"),
    ]


def _line_cells(line: AssignmentLine) -> list[Cell]:
    yes = _("Yes")
    at = line.subject
    return [
        said(at.names),
        at.own_code or "",
        tier_word("none" if at.tier is None else str(at.tier)),
        country_name(at.country, language()),
        said(line.respondent.names) if line.respondent else "",
        _state(line),
        yes if line.is_overdue else "",
        yes if line.is_bounced else "",
        yes if line.is_returned else "",
        line.due_on,
        line.answered,
        line.shown,
        timezone.localtime(line.submitted_at) if line.submitted_at else None,
        line.reminders,
        line.findings.open,
    ]


def _state(line: AssignmentLine) -> str:
    word = str(LOOKS[line.state][1])
    if line.erased_at is None:
        return word
    return _("%(state)s, erased on %(day)s") % {"state": word, "day": day_text(line.erased_at)}


def _answer_rows(
    actor: Actor, wanted: Wanted, questions: Sequence[Question], now: datetime
) -> Iterator[Row]:
    for found in export_answers(actor, wanted.ask, wanted.ids, now=now):
        yield [*_line_cells(found.line), _score(found), *_answers(questions, found)]


def _score(found: AnsweredLine) -> Cell:
    return found.score.score_0_100 if found.score else None


def _answers(questions: Sequence[Question], found: AnsweredLine) -> Iterator[Cell]:
    for question in questions:
        answer = found.answers.get(question.key)
        yield _words(question, answer) if answer else None


def _words(question: Question, answer: Answer) -> str:
    """The answer in one cell: the choice first, then what was written with it."""
    chosen = ", ".join(choice_word(question, key) for key in answer.choice_keys)
    plan = answer.plan
    planned = " / ".join(part for part in (plan.what, plan.who, plan.due) if part) if plan else ""
    parts = (chosen, answer.text, answer.number, answer.date, answer.reason, answer.followup)
    return "\n".join(part for part in (*parts, planned) if part)
