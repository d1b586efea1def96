"""Rows for files: the board's list and all answers, narrowed as on the page.

Replies are opened in batches of 500, so that memory does not grow with the ask.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sekisho.apps.asks.queries.drafts import AskView
from sekisho.apps.asks.queries.lines import AssignmentLine, BoardFilter, lines_of, ordered_ids
from sekisho.apps.asks.queries.respondent_standing import role_of
from sekisho.apps.asks.queries.sealed import reply_text
from sekisho.apps.asks.queries.sets import stored_set
from sekisho.apps.asks.queries.tallies import opened_rows, reached_replies
from sekisho.engines.questionnaire import (
    Answer,
    QuestionSetVersion,
    Score,
    answers_from_json,
    score,
    shown_questions,
)
from sekisho.kernel.actor import Actor
from sekisho.kernel.errors import NotFound, TooLarge

BATCH = 500
MOST_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class AnsweredLine:
    """One assignment with its shown answers by question key; empty without a reply."""

    line: AssignmentLine
    answers: dict[str, Answer]
    score: Score | None


def export_ids(
    actor: Actor, ask: AskView, criteria: BoardFilter, *, now: datetime
) -> tuple[int, ...]:
    """What an export will hold, in the order of the list. Raises TooLarge above the limit."""
    ids = ordered_ids(actor, ask, criteria, now=now)
    if len(ids) > MOST_ROWS:
        raise TooLarge("asks.export_too_large", count=len(ids), limit=MOST_ROWS)
    return ids


def export_lines(actor: Actor, ids: tuple[int, ...], *, now: datetime) -> Iterator[AssignmentLine]:
    """The lines of these assignments, batch by batch."""
    for start in range(0, len(ids), BATCH):
        yield from lines_of(actor, ids[start : start + BATCH], now)


def export_answers(
    actor: Actor, ask: AskView, ids: tuple[int, ...], *, now: datetime
) -> Iterator[AnsweredLine]:
    """The lines with their answers, batch by batch. Raises Unreadable for a damaged reply."""
    questions = export_set(ask)
    for start in range(0, len(ids), BATCH):
        part = ids[start : start + BATCH]
        rows = opened_rows(reached_replies(actor, ask.id).filter(pk__in=part))
        replies = {row.pk: row for row in rows}
        for line in lines_of(actor, part, now):
            reply = replies.get(line.id)
            if reply is None:
                yield AnsweredLine(line, {}, None)
                continue
            role = role_of(reply.assignment)
            answers = answers_from_json(reply_text(reply.assignment, reply.sealed).encode())
            shown = {one.key for one in shown_questions(questions, answers, role)}
            kept = {key: answer for key, answer in answers.items() if key in shown}
            yield AnsweredLine(line, kept, score(questions, answers, role))


def export_set(ask: AskView) -> QuestionSetVersion:
    """The questions of an ask that the actor has been shown. Raises NotFound without any."""
    if ask.question_set_id is None:
        raise NotFound("asks.no_set")
    return stored_set(ask.question_set_id)
