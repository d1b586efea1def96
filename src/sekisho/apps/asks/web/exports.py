"""The board's list and all answers as xlsx or CSV, with the filters of the page."""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterator, Sequence

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from sekisho.adapters.sheets import Cell, Column, SheetData, write_csv, write_xlsx
from sekisho.apps.asks.actions.exports import note_export
from sekisho.apps.asks.queries.drafts import AskView, ask_for
from sekisho.apps.asks.queries.exports import (
    AnsweredLine,
    export_answers,
    export_ids,
    export_lines,
    export_set,
)
from sekisho.apps.asks.queries.lines import AssignmentLine
from sekisho.apps.asks.web.after_words import (
    LOOKS,
    choice_word,
    language,
    said,
    tier_word,
)
from sekisho.apps.asks.web.board import criteria_of
from sekisho.apps.organisations.queries.countries import country_name
from sekisho.engines.questionnaire import Answer, Question
from sekisho.kernel import clock
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import NotFound
from sekisho.ui.entrances import Request, office

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CSV = "text/csv; charset=utf-8"


@office(Capability.VIEW, "GET")
def export(request: Request, uid: uuid.UUID, what: str, form: str) -> HttpResponseBase:
    if what not in {"board", "answers"} or form not in {"xlsx", "csv"}:
        raise NotFound("asks.not_there")
    now = clock.now()
    ask = ask_for(request.actor, uid)
    ids = export_ids(request.actor, ask, criteria_of(request.GET), now=now)
    note_export(request.actor, uid=uid, what=what, count=len(ids), now=now)
    headings: list[str]
    rows: Iterator[Sequence[Cell]]
    if what == "board":
        headings = _line_headings()
        rows = (_line_cells(line) for line in export_lines(request.actor, ids, now=now))
    else:
        headings = [*_line_headings(), _("Score"), *_question_headings(ask)]
        rows = _answer_rows(request.actor, ask, ids)
    name = f"{ask.number}-{what}.{form}"
    return _file(name, headings, rows) if form == "xlsx" else _csv(name, headings, rows)


def _file(name: str, headings: list[str], rows: Iterator[Sequence[Cell]]) -> HttpResponseBase:
    out = io.BytesIO()
    columns = tuple(Column(heading, width_characters=None) for heading in headings)
    write_xlsx(out, [SheetData(name.partition(".")[0], columns, rows, frozen_columns=1)])
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=name, content_type=_XLSX)


def _csv(name: str, headings: list[str], rows: Iterator[Sequence[Cell]]) -> HttpResponse:
    def lines() -> Iterator[Sequence[Cell]]:
        yield headings
        yield from rows

    response = HttpResponse(write_csv(lines()).data, content_type=_CSV)
    disposition = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Disposition"] = disposition or "attachment"
    return response


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
        str(LOOKS[line.state][1]),
        yes if line.is_overdue else "",
        yes if line.is_bounced else "",
        yes if line.is_returned else "",
        timezone.localtime(line.due_at).date(),
        line.answered,
        line.shown,
        timezone.localtime(line.submitted_at) if line.submitted_at else None,
        line.reminders,
        line.findings.open,
    ]


def _question_headings(ask: AskView) -> list[str]:
    return [f"{one.key} {said(one.text)}" for one in export_set(ask).questions]


def _answer_rows(actor: Actor, ask: AskView, ids: tuple[int, ...]) -> Iterator[Sequence[Cell]]:
    questions = export_set(ask).questions
    for found in export_answers(actor, ask, ids, now=clock.now()):
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
