"""Findings as frozen values, within reach of the actor."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Q, QuerySet

from sekisho.apps.accounts.queries import subjects_of_holder
from sekisho.apps.measures.models import Finding, FindingState
from sekisho.apps.measures.queries.narrowing import (
    LATE_STATES,
    OPEN_STATES,
    FindingFilter,
    narrowed_rows,
    overdue_condition,
    sorted_rows,
)
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
from sekisho.apps.work.queries.worded import NUMBER, WORD, Worded
from sekisho.kernel.actor import Actor, ActorKind, Capability
from sekisho.kernel.errors import NotFound, TooLarge

PAGE_SIZE = 50
MOST_ROWS = 50_000
MOST_POINTS = 200


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
    accepted_until: date | None = None
    proposed_on: date | None = None
    times_back: int = 0
    gap: str = ""


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
    back: int
    overdue: int


def rows_for(actor: Actor, capability: Capability = Capability.VIEW) -> QuerySet[Finding]:
    """The findings within reach, of a link what its holder was asked by the same company of ours.

    For this room's own modules. Nothing is in reach of a link before the mailed code. What a group
    company says about a shared partner stays with that company, as the reply does in which it says
    so.
    """
    if actor.kind is ActorKind.LINK:
        return _rows_of_link(actor)
    teller = reach_filter(actor, capability=capability, path="told_by")
    return Finding.objects.filter(
        reach_filter(actor, capability=capability, path="organisation"),
        asking_filter(actor, capability=capability, path="asked_by"),
        # "Or" with nothing is the other side alone: who reaches everything is not narrowed.
        (Q(told_by=None) | teller) if teller else teller,
    )


def _rows_of_link(actor: Actor) -> QuerySet[Finding]:
    """One letter speaks of all open points of a person, so one link leads to all of them."""
    link = actor.link
    if link is None or not link.is_confirmed or "answer" not in link.verbs:
        return Finding.objects.none()
    own = Finding.objects.filter(source="ask", source_id=link.subject_id)
    others = Q(
        source="ask",
        source_id__in=subjects_of_holder(link.holder_id),
        asked_by_id__in=own.values("asked_by_id"),
    )
    return Finding.objects.filter(Q(source="ask", source_id=link.subject_id) | others)


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
    return views_of(actor, [row], today)[0]


def findings_for(
    actor: Actor, *, narrowed: FindingFilter, today: date, page: int = 1
) -> FindingPage:
    """One page of fifty, overdue first, then the soonest promise, those without a date last."""
    rows = narrowed_rows(rows_for(actor), narrowed, today)
    total = rows.count()
    start = (page - 1) * PAGE_SIZE
    found = sorted_rows(rows, narrowed.sort, today)[start : start + PAGE_SIZE]
    return FindingPage(views_of(actor, list(found), today), total, page)


def all_findings_for(
    actor: Actor, *, narrowed: FindingFilter, today: date
) -> tuple[FindingView, ...]:
    """Everything the filter keeps, soonest promise first; for exports. Raises TooLarge."""
    rows = narrowed_rows(rows_for(actor), narrowed, today)
    count = rows.count()
    if count > MOST_ROWS:
        raise TooLarge("measures.export_too_large", count=count, limit=MOST_ROWS)
    ordered = list(sorted_rows(rows, narrowed.sort or "due", today))
    parts = range(0, count, 500)
    return tuple(
        view for start in parts for view in views_of(actor, ordered[start : start + 500], today)
    )


def counts_for(actor: Actor, *, today: date, narrowed: FindingFilter) -> FindingCounts:
    """Counts over everything the filter keeps, in one query."""
    counted = narrowed_rows(rows_for(actor), narrowed, today).aggregate(
        open=Count("pk", filter=Q(state=FindingState.OPEN)),
        planned=Count("pk", filter=Q(state=FindingState.PLANNED)),
        done=Count("pk", filter=Q(state=FindingState.DONE)),
        asked=Count("pk", filter=Q(state=FindingState.ASKED)),
        high=Count("pk", filter=Q(is_high=True, state__in=OPEN_STATES)),
        back=Count("pk", filter=Q(times_back__gt=0, state__in=OPEN_STATES)),
        overdue=Count("pk", filter=overdue_condition(today)),
    )
    return FindingCounts(**counted)


def earlier_of(actor: Actor, uid: uuid.UUID) -> tuple[uuid.UUID, str, datetime] | None:
    """The finding of an earlier conversation about the same gap: id, state, day of opening.

    None when there is none in reach.
    """
    ids = rows_for(actor).filter(uid=uid).values("earlier_id")
    row = rows_for(actor).filter(pk__in=ids).first()
    return (row.uid, row.state, row.created_at) if row else None


def uids_of_gap(actor: Actor, gap: str) -> tuple[uuid.UUID, ...]:
    """Where the same gap is open or planned, within reach for following up, oldest first."""
    rows = rows_for(actor, Capability.FOLLOW_UP).filter(gap_hash=gap) if gap else None
    if rows is None:
        return ()
    return tuple(rows.filter(state__in=LATE_STATES).order_by("id").values_list("uid", flat=True))


def open_points_for(actor: Actor, *, today: date) -> tuple[FindingView, ...]:
    """What is not closed for the holder of a link, over all that the same company asked; soonest
    day first, at most two hundred.
    """
    rows = rows_for(actor).filter(state__in=OPEN_STATES)
    ordered = rows.order_by(F("due_on").asc(nulls_first=True), "id")[:MOST_POINTS]
    return views_of(actor, list(ordered), today)


def findings_of_source(
    actor: Actor, *, source: str, source_id: int, today: date
) -> tuple[FindingView, ...]:
    """All findings of one source (an assignment), withdrawn ones left out, in order of opening."""
    rows = rows_for(actor).filter(source=source, source_id=source_id)
    rows = rows.exclude(state=FindingState.WITHDRAWN).order_by("id")
    return views_of(actor, list(rows), today)


def views_of(actor: Actor, rows: list[Finding], today: date) -> tuple[FindingView, ...]:
    """Rows as values, their words opened; for this room's own queries."""
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
            accepted_until=row.accepted_until,
            proposed_on=row.proposed_on,
            times_back=row.times_back,
            gap=row.gap_hash,
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
    counted = _OPEN.rows(source=source, ids=source_ids)
    return {own: OpenCounts(n, high) for own, n, high in counted}


_OPEN = Worded(
    lambda source, ids: (
        Finding.objects.filter(source=source, source_id__in=ids, state__in=OPEN_STATES)
        .order_by()
        .values_list("source_id")
        .annotate(n=Count("pk"), high=Count("pk", filter=Q(is_high=True)))
    ),
    lists=("ids",),
    source=WORD,
    ids=NUMBER,
)
