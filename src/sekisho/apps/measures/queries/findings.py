"""Findings as frozen values, within reach of the actor."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When

from sekisho.apps.measures.models import Finding, FindingState
from sekisho.apps.measures.queries.sealed import (
    FindingWords,
    is_overdue,
    key_owner,
    open_words,
)
from sekisho.apps.organisations.queries import (
    OrganisationView,
    asking_filter,
    organisations_by_ids,
    reach_filter,
)
from sekisho.kernel.actor import Actor, ActorKind, Capability
from sekisho.kernel.errors import NotFound, TooLarge

PAGE_SIZE = 50
MOST_ROWS = 50_000
_OPEN = (FindingState.OPEN, FindingState.PLANNED, FindingState.DONE, FindingState.ASKED)


@dataclass(frozen=True, slots=True)
class FindingFilter:
    """What a list of findings is narrowed to; empty fields do not narrow."""

    states: tuple[str, ...] = ()
    only_high: bool = False
    only_overdue: bool = False
    organisation_uid: uuid.UUID | None = None
    source: str = ""
    source_id: int | None = None


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding with its words. `organisation` is None when outside reach (a link's view)."""

    uid: uuid.UUID
    organisation: OrganisationView | None
    source: str
    source_id: int
    is_high: bool
    state: str
    due_on: date | None
    is_overdue: bool
    words: FindingWords
    revision: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class FindingPage:
    """One page of findings, overdue first, then by due date; `total` counts all pages."""

    findings: tuple[FindingView, ...]
    total: int
    number: int


@dataclass(frozen=True, slots=True)
class FindingCounts:
    """How many findings stand where."""

    open: int
    planned: int
    done: int
    asked: int
    high: int
    overdue: int


def rows_for(actor: Actor, capability: Capability = Capability.VIEW) -> QuerySet[Finding]:
    """The findings within reach, of a link those of its own subject; for this room's own modules.

    Nothing is in reach of a link before the mailed code. What a group company says about a shared
    partner stays with that company, as the reply does in which it says so.
    """
    if actor.kind is ActorKind.LINK and actor.link is not None:
        at = Q(source="ask", source_id=actor.link.subject_id)
        return Finding.objects.filter(at if actor.link.is_confirmed else Q(pk__in=()))
    teller = reach_filter(actor, capability=capability, path="told_by")
    return Finding.objects.filter(
        reach_filter(actor, capability=capability, path="organisation"),
        asking_filter(actor, capability=capability, path="asked_by"),
        # "Or" with nothing is the other side alone: who reaches everything is not narrowed.
        (Q(told_by=None) | teller) if teller else teller,
    )


def row_for(actor: Actor, uid: uuid.UUID, capability: Capability) -> Finding:
    """The locked row of one finding, for this room's actions. Raises NotFound out of reach."""
    row = rows_for(actor, capability).select_for_update().filter(uid=uid).first()
    if row is None:
        raise NotFound("measures.not_there")
    return row


def seal_owner_for(actor: Actor, uid: uuid.UUID) -> int:
    """Whose key seals what belongs to a finding that may be followed up. Raises NotFound."""
    rows = rows_for(actor, Capability.FOLLOW_UP).filter(uid=uid)
    found = rows.only("organisation_id", "told_by_id").first()
    if found is None:
        raise NotFound("measures.not_there")
    return key_owner(found)


def finding_for(
    actor: Actor, uid: uuid.UUID, *, today: date, capability: Capability = Capability.VIEW
) -> FindingView:
    """One finding. Raises NotFound out of reach for the capability."""
    row = rows_for(actor, capability).filter(uid=uid).first()
    if row is None:
        raise NotFound("measures.not_there")
    return _views(actor, [row], today)[0]


def findings_for(
    actor: Actor, *, narrowed: FindingFilter, today: date, page: int = 1
) -> FindingPage:
    """One page of fifty, overdue first, then the soonest promise, those without a date last."""
    rows = _narrow(rows_for(actor), narrowed, today)
    overdue = Q(due_on__lt=today, state__in=[FindingState.OPEN, FindingState.PLANNED])
    order = Case(When(overdue, then=Value(0)), default=Value(1), output_field=IntegerField())
    total = rows.count()
    start = (page - 1) * PAGE_SIZE
    found = rows.order_by(order, F("due_on").asc(nulls_last=True), "id")[start : start + PAGE_SIZE]
    return FindingPage(_views(actor, list(found), today), total, page)


def all_findings_for(
    actor: Actor, *, narrowed: FindingFilter, today: date
) -> tuple[FindingView, ...]:
    """Everything the filter keeps, soonest promise first; for exports. Raises TooLarge."""
    rows = _narrow(rows_for(actor), narrowed, today)
    count = rows.count()
    if count > MOST_ROWS:
        raise TooLarge("measures.export_too_large", count=count, limit=MOST_ROWS)
    ordered = list(rows.order_by(F("due_on").asc(nulls_last=True), "id"))
    parts = range(0, count, 500)
    return tuple(
        view for start in parts for view in _views(actor, ordered[start : start + 500], today)
    )


def counts_for(actor: Actor, *, today: date, narrowed: FindingFilter) -> FindingCounts:
    """Counts over everything the filter keeps, in one query."""
    late = Q(due_on__lt=today, state__in=[FindingState.OPEN, FindingState.PLANNED])
    counted = _narrow(rows_for(actor), narrowed, today).aggregate(
        open=Count("pk", filter=Q(state=FindingState.OPEN)),
        planned=Count("pk", filter=Q(state=FindingState.PLANNED)),
        done=Count("pk", filter=Q(state=FindingState.DONE)),
        asked=Count("pk", filter=Q(state=FindingState.ASKED)),
        high=Count("pk", filter=Q(is_high=True, state__in=_OPEN)),
        overdue=Count("pk", filter=late),
    )
    return FindingCounts(**counted)


def findings_of_source(
    actor: Actor, *, source: str, source_id: int, today: date
) -> tuple[FindingView, ...]:
    """All findings of one source (an assignment), withdrawn ones left out, in order of opening."""
    rows = rows_for(actor).filter(source=source, source_id=source_id)
    rows = rows.exclude(state=FindingState.WITHDRAWN).order_by("id")
    return _views(actor, list(rows), today)


def _narrow(rows: QuerySet[Finding], narrowed: FindingFilter, today: date) -> QuerySet[Finding]:
    states = narrowed.states or tuple(state.value for state in _OPEN)
    rows = rows.filter(state__in=states)
    if narrowed.only_high:
        rows = rows.filter(is_high=True)
    if narrowed.only_overdue:
        rows = rows.filter(due_on__lt=today, state__in=[FindingState.OPEN, FindingState.PLANNED])
    if narrowed.organisation_uid:
        rows = rows.filter(organisation__uid=narrowed.organisation_uid)
    if narrowed.source:
        rows = rows.filter(source=narrowed.source)
    return rows.filter(source_id=narrowed.source_id) if narrowed.source_id is not None else rows


def _views(actor: Actor, rows: list[Finding], today: date) -> tuple[FindingView, ...]:
    known = organisations_by_ids(actor, {row.organisation_id for row in rows})
    return tuple(
        FindingView(
            uid=row.uid,
            organisation=known.get(row.organisation_id),
            source=row.source,
            source_id=row.source_id,
            is_high=row.is_high,
            state=row.state,
            due_on=row.due_on,
            is_overdue=is_overdue(row.state, row.due_on, today),
            words=open_words(row, row.uid, row.sealed),
            revision=row.revision,
            created_at=row.created_at,
            updated_at=row.updated_at,
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class OpenCounts:
    """How many findings of one source are not closed, and how many of them weigh high."""

    open: int = 0
    high: int = 0


def source_of_finding(finding_id: int) -> tuple[str, int] | None:
    """Where a finding comes from, as (source, number); for handlers of this room's news."""
    rows = Finding.objects.filter(pk=finding_id).values_list("source", "source_id")
    return next(iter(rows), None)


def open_counts(*, source: str, source_ids: Iterable[int]) -> dict[int, OpenCounts]:
    """Counts by source number; sources without an open finding are absent.

    For rooms that have checked their actor against the sources.
    """
    rows = Finding.objects.filter(source=source, source_id__in=list(source_ids), state__in=_OPEN)
    grouped = rows.order_by().values_list("source_id")
    counted = grouped.annotate(n=Count("pk"), high=Count("pk", filter=Q(is_high=True)))
    return {own: OpenCounts(n, high) for own, n, high in counted}
