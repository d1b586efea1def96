"""The list under the board: one page of assignments, narrowed, searched and sorted."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet

from sekisho.apps.asks.models import Assignment, AssignmentState
from sekisho.apps.asks.queries.board import counts_of, is_late, reached
from sekisho.apps.asks.queries.drafts import AskView
from sekisho.apps.asks.queries.standing import MARKS, OPEN_STATES, STATES, mark_filter
from sekisho.apps.asks.queries.tallies import NO_TIER
from sekisho.apps.asks.queries.zones import days_left, due_day
from sekisho.apps.mail.queries import NO_SIGNS, Signs, signs_of
from sekisho.apps.measures.queries.findings import OpenCounts, open_counts
from sekisho.apps.organisations.queries import (
    OrganisationView,
    home_id,
    organisation_for,
    organisations_by_ids,
    search_filter,
)
from sekisho.apps.organisations.queries.viewing import seen_from_filter
from sekisho.apps.work.queries.worded import NUMBER, Worded
from sekisho.kernel.actor import Actor
from sekisho.ui.paging import Paged, slice_of

_ORDERS: dict[str, tuple[str, ...]] = {
    "due": ("due_at",),
    "name": ("subject__name",),
    "state": ("state", "due_at"),
    "replied": ("submitted_at",),
    "progress": ("answered",),
    "tier": ("subject__tier", "subject__name"),
}
SORTS = tuple(sign + name for name in _ORDERS for sign in ("", "-"))
_LONGEST_TIER = 3
_NO_FINDINGS = OpenCounts()


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """What the list is narrowed to; empty fields do not narrow.

    `group` is the outside id of a group company as text, `tier` a number or "none".
    """

    state: str = ""
    mark: str = ""
    group: str = ""
    tier: str = ""
    country: str = ""
    q: str = ""
    sort: str = ""

    @property
    def is_narrow(self) -> bool:
        """Whether anything but the order is chosen."""
        return any(getattr(self, field.name) for field in fields(self) if field.name != "sort")


@dataclass(frozen=True, slots=True)
class AssignmentLine:
    """One assignment in a list. `respondent` is None when the subject answers for itself.

    `signs` are what came back from the contact asked, while an answer is awaited.

    `due_on` is the day of `due_at` where the recipient is, as its letter says. `days_left` counts
    business days of the recipient's country; once it is overdue, the days since, negative.
    """

    id: int
    uid: uuid.UUID
    subject: OrganisationView
    respondent: OrganisationView | None
    state: str
    is_overdue: bool
    is_bounced: bool
    is_returned: bool
    has_contact: bool
    due_at: datetime
    due_on: date
    days_left: int
    answered: int
    shown: int
    submitted_at: datetime | None
    reminders: int
    findings: OpenCounts
    signs: Signs = NO_SIGNS
    erased_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether an answer is still awaited."""
        return self.state in OPEN_STATES


def assignments_for(
    actor: Actor, ask: AskView, criteria: BoardFilter, *, now: datetime, page: int = 1
) -> Paged[AssignmentLine]:
    """One page of fifty: the open ones first by due date, which puts the overdue on top."""
    if criteria == BoardFilter():
        total = counts_of(actor, ask.uid, now=now)[1].asked
        held = [_Row(*row) for row in _FIRST.rows(actor, page, ask_id=ask.id)]
        return Paged(_lines(actor, held, now), page, total)
    rows = _narrowed(actor, ask, criteria, now)
    total = rows.count() if criteria.is_narrow else counts_of(actor, ask.uid, now=now)[1].asked
    ids = list(rows.order_by(*_order(criteria.sort)).values_list("id", flat=True)[slice_of(page)])
    return Paged(lines_of(actor, ids, now), page, total)


def ordered_ids(
    actor: Actor, ask: AskView, criteria: BoardFilter, *, now: datetime
) -> tuple[int, ...]:
    """All inside numbers that a filter keeps, in its order; for exports."""
    rows = _narrowed(actor, ask, criteria, now).order_by(*_order(criteria.sort))
    return tuple(rows.values_list("id", flat=True))


def lines_of(actor: Actor, ids: Sequence[int], now: datetime) -> tuple[AssignmentLine, ...]:
    """The values of assignments that were found within reach, in the given order."""
    rows = _rows_of(ids)
    return _lines(actor, [rows[own] for own in ids if own in rows], now)


def _lines(actor: Actor, rows: Sequence[_Row], now: datetime) -> tuple[AssignmentLine, ...]:
    at = organisations_by_ids(
        actor, {own for row in rows for own in (row.subject_id, row.respondent_id)}
    )
    signs = signs_of((row.contact_id for row in rows if row.contact_id), now=now)
    findings = open_counts(source="ask", source_ids=[row.id for row in rows])
    frozen = _line_maker(at, findings, signs, now)
    return tuple(frozen(row) for row in rows if row.subject_id in at)


def next_to_review(
    actor: Actor, ask: AskView, *, after: uuid.UUID | None = None
) -> uuid.UUID | None:
    """The submitted reply that has waited longest, another one than `after`; None when all are
    read.
    """
    rows = Assignment.objects.filter(
        reached(actor, ask.id), state=AssignmentState.SUBMITTED, erased_at=None
    )
    if after is not None:
        rows = rows.exclude(uid=after)
    return rows.order_by("submitted_at", "id").values_list("uid", flat=True).first()


class _Row(NamedTuple):
    """The columns that a line is made of."""

    id: int
    uid: uuid.UUID
    ask__state: str
    subject_id: int
    respondent_id: int
    contact_id: int | None
    state: str
    is_bounced: bool
    is_returned: bool
    returned_until: datetime | None
    due_at: datetime
    answered: int
    shown: int
    submitted_at: datetime | None
    reminders: int
    erased_at: datetime | None


_BATCH = 500
# A page of the whole board, in the order of its index.
_FIRST = Worded(
    lambda actor, page, ask_id: (
        Assignment.objects.filter(reached(actor, ask_id))
        .order_by(*_order(""))
        .values_list(*_Row._fields)[slice_of(page)]
    ),
    ask_id=NUMBER,
)


def _rows_of(ids: Sequence[int]) -> dict[int, _Row]:
    found: dict[int, _Row] = {}
    for start in range(0, len(ids), _BATCH):
        rows = Assignment.objects.filter(pk__in=ids[start : start + _BATCH])
        found.update({row[0]: _Row(*row) for row in rows.values_list(*_Row._fields)})
    return found


def _narrowed(
    actor: Actor, ask: AskView, criteria: BoardFilter, now: datetime
) -> QuerySet[Assignment]:
    rows = Assignment.objects.filter(reached(actor, ask.id))
    if criteria.state in STATES:
        rows = rows.filter(state=criteria.state)
    if criteria.mark in MARKS:
        rows = rows.filter(mark_filter(criteria.mark, is_late(ask, now)))
    return rows.filter(_place(actor, criteria), search_filter(criteria.q, path="subject_id"))


def _line_maker(
    at: dict[int, OrganisationView],
    findings: dict[int, OpenCounts],
    signs: dict[int, Signs],
    now: datetime,
) -> Callable[[_Row], AssignmentLine]:
    def line(row: _Row) -> AssignmentLine:
        is_itself = row.subject_id == row.respondent_id
        due_at = max(row.due_at, row.returned_until) if row.returned_until else row.due_at
        respondent = at.get(row.respondent_id)
        is_open = row.state in OPEN_STATES
        country = respondent.country if respondent else ""
        left = days_left(due_at, country, now)
        return AssignmentLine(
            id=row.id,
            uid=row.uid,
            subject=at[row.subject_id],
            respondent=None if is_itself else respondent,
            state=row.state,
            is_overdue=is_open and due_at < now and row.ask__state != "closed",
            is_bounced=is_open and row.is_bounced,
            is_returned=row.is_returned,
            has_contact=row.contact_id is not None,
            due_at=due_at,
            due_on=due_day(due_at, country),
            days_left=left.calendar_days if left.is_overdue else left.business_days,
            answered=row.answered,
            shown=row.shown,
            submitted_at=row.submitted_at,
            reminders=row.reminders,
            findings=findings.get(row.id, _NO_FINDINGS),
            signs=signs.get(row.contact_id or 0, NO_SIGNS) if is_open else NO_SIGNS,
            erased_at=row.erased_at,
        )

    return line


def _order(sort: str) -> Iterable[Any]:
    if sort not in SORTS:
        return "rank", "due_at", "id"
    first, *rest = _ORDERS[sort.removeprefix("-")]
    named = F(first)
    turned = named.desc(nulls_last=True) if sort[0] == "-" else named.asc(nulls_last=True)
    return turned, *rest, "id"


def _place(actor: Actor, criteria: BoardFilter) -> Q:
    where = _group_place(actor, criteria.group) if criteria.group else Q()
    if criteria.country:
        where &= Q(subject__country=criteria.country)
    if criteria.tier == NO_TIER:
        where &= Q(subject__tier=None)
    elif criteria.tier:
        digits = criteria.tier.removeprefix("-")
        is_number = digits.isascii() and digits.isdecimal() and len(digits) < _LONGEST_TIER
        where &= Q(subject__tier=int(criteria.tier)) if is_number else Q(pk__in=())
    return where


def _group_place(actor: Actor, group: str) -> Q:
    try:
        at = organisation_for(actor, uuid.UUID(group))
    except ValueError:
        return Q(pk__in=())
    return seen_from_filter(None if at.id == home_id() else at.id, path="subject")
