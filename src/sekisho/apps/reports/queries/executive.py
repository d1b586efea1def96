"""One ask on one page: state, response, gaps, parts, and what changed since the last time.

Figures come from the tally and from grouped counts; who reaches a part of an ask only has its
replies counted on demand, as everywhere else.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from sekisho.apps.asks.queries.board import Board, BoardPart, board_for
from sekisho.apps.asks.queries.drafts import AskView, ask_for
from sekisho.apps.asks.queries.series import asks_of_series, replies_per_day
from sekisho.apps.asks.queries.sets import stored_set
from sekisho.apps.asks.queries.standing import Counts
from sekisho.apps.asks.queries.submitted_counts import submitted_counts
from sekisho.apps.asks.queries.tallies import labelled
from sekisho.apps.asks.queries.totals import ask_totals
from sekisho.apps.organisations.queries import OrganisationView, organisations_by_ids
from sekisho.engines.questionnaire import EVERYBODY, QuestionSetVersion, Tally
from sekisho.engines.reports import (
    AreaFigures,
    Change,
    GapFigures,
    QuestionFigures,
    area_figures,
    change_since,
    question_figures,
    total_figures,
    worst_questions,
)
from sekisho.kernel.actor import Actor
from sekisho.kernel.errors import Conflict, NotFound
from sekisho.kernel.text import Bilingual

_NAMELESS = Bilingual()


@dataclass(frozen=True, slots=True)
class DayReplies:
    """Replies of one day, and all until then."""

    day: date
    count: int
    total: int


@dataclass(frozen=True, slots=True)
class PartFigures:
    """One tier or group company: who was asked, who replied, and the gaps of their answers."""

    key: str
    names: Bilingual
    counts: Counts
    figures: GapFigures


@dataclass(frozen=True, slots=True)
class AreaChange:
    """One area now and, where the earlier ask held it too, before."""

    area: AreaFigures
    change: Change | None


@dataclass(frozen=True, slots=True)
class Report:
    """Everything on the executive page. `before` is the last ask of the same set, None without.

    Answers count once they were submitted and unless they were sent back; `writing` are the others.
    """

    ask: AskView
    asker: OrganisationView | None
    question_set: QuestionSetVersion
    counts: Counts
    replies: int
    writing: int
    behind: int
    days: tuple[DayReplies, ...]
    total: GapFigures
    areas: tuple[AreaChange, ...]
    questions: tuple[QuestionFigures, ...]
    worst: tuple[QuestionFigures, ...]
    tiers: tuple[PartFigures, ...]
    groups: tuple[PartFigures, ...]
    before: AskView | None
    change: Change | None


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One ask of a series. `areas` are shares of gaps by category key."""

    ask: AskView
    counts: Counts
    replies: int
    total: GapFigures
    areas: Mapping[str, GapFigures]


@dataclass(frozen=True, slots=True)
class Trend:
    """A series of asks, oldest first, with the areas of the newest set."""

    ask: AskView
    points: tuple[TrendPoint, ...]
    categories: tuple[tuple[str, Bilingual], ...]


def report_for(actor: Actor, uid: uuid.UUID, *, now: datetime) -> Report:
    """The report of a sent ask within reach. Raises NotFound, Conflict for a draft."""
    ask = sent_ask_for(actor, uid)
    board = board_for(actor, uid, now=now)
    asked, counted = _set_of(ask), submitted_counts(actor, ask.id)
    rows = question_figures(asked, counted.tally)
    before, earlier = _before(actor, ask)
    return Report(
        ask=ask,
        asker=organisations_by_ids(actor, [ask.organisation_id]).get(ask.organisation_id),
        question_set=asked,
        counts=board.counts,
        replies=counted.tally.replies.get(EVERYBODY, 0),
        writing=counted.writing,
        behind=counted.behind,
        days=_days(actor, ask),
        total=total_figures(rows),
        areas=_areas(asked, rows, earlier),
        questions=rows,
        worst=worst_questions(rows),
        tiers=_tiers(board, asked, counted.tally),
        groups=_groups(actor, board, asked, counted.tally),
        before=before,
        change=change_since(rows, earlier) if before else None,
    )


def trend_for(actor: Actor, uid: uuid.UUID, *, now: datetime) -> Trend:
    """The series to which a sent ask belongs, within reach. Raises NotFound, Conflict."""
    ask = sent_ask_for(actor, uid)
    series = asks_of_series(actor, ask)
    totals = ask_totals(actor, [one.id for one in series], now=now)
    points = tuple(_point(actor, one, totals[one.id]) for one in series)
    newest = _set_of(series[-1] if series else ask)
    names = tuple((one.key, one.label) for one in newest.categories)
    return Trend(ask, points, names)


def sent_ask_for(actor: Actor, uid: uuid.UUID) -> AskView:
    """A sent ask within reach. Raises NotFound, Conflict (reports.not_sent) for a draft."""
    ask = ask_for(actor, uid)
    if ask.is_draft:
        raise Conflict("reports.not_sent")
    return ask


def _set_of(ask: AskView) -> QuestionSetVersion:
    if ask.question_set_id is None:
        raise NotFound("asks.no_set")
    return stored_set(ask.question_set_id)


def _before(actor: Actor, ask: AskView) -> tuple[AskView | None, tuple[QuestionFigures, ...]]:
    """The ask before this one in its series, with its figures."""
    series = asks_of_series(actor, ask)
    earlier = [one for one in series if (one.sent_at, one.id) < (ask.sent_at, ask.id)]
    if not earlier or ask.sent_at is None:
        return None, ()
    before = earlier[-1]
    counted = submitted_counts(actor, before.id)
    if not counted.tally.replies.get(EVERYBODY):
        return None, ()
    return before, question_figures(_set_of(before), counted.tally)


def _point(actor: Actor, ask: AskView, counts: Counts) -> TrendPoint:
    tally = submitted_counts(actor, ask.id).tally
    asked = _set_of(ask)
    rows = question_figures(asked, tally)
    areas = {one.category.key: one.figures for one in area_figures(asked, rows)}
    return TrendPoint(ask, counts, tally.replies.get(EVERYBODY, 0), total_figures(rows), areas)


def _areas(
    asked: QuestionSetVersion,
    rows: tuple[QuestionFigures, ...],
    earlier: tuple[QuestionFigures, ...],
) -> tuple[AreaChange, ...]:
    found = []
    for area in area_figures(asked, rows):
        own = [row for row in rows if row.question.category == area.category.key]
        change = change_since(own, earlier)
        found.append(AreaChange(area, change if change.questions else None))
    return tuple(found)


def _days(actor: Actor, ask: AskView) -> tuple[DayReplies, ...]:
    found, total = [], 0
    for day, count in replies_per_day(actor, ask.id, timezone.get_default_timezone()).items():
        total += count
        found.append(DayReplies(day, count, total))
    return tuple(found)


def _tiers(board: Board, asked: QuestionSetVersion, tally: Tally) -> tuple[PartFigures, ...]:
    return tuple(_part(one, asked, tally, f"tier:{one.key}") for one in board.parts.tiers)


def _groups(
    actor: Actor, board: Board, asked: QuestionSetVersion, tally: Tally
) -> tuple[PartFigures, ...]:
    """Group companies within reach; their slices are kept by inside number."""
    at = organisations_by_ids(actor, {int(key) for key in labelled(tally.replies, "group")})
    ids = {str(one.uid): own for own, one in at.items()}
    return tuple(
        _part(one, asked, tally, f"group:{ids.get(one.key, 0)}") for one in board.parts.groups
    )


def _part(one: BoardPart, asked: QuestionSetVersion, tally: Tally, key: str) -> PartFigures:
    figures = total_figures(question_figures(asked, tally, key))
    return PartFigures(one.key, one.names, one.counts, figures)
