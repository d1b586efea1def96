"""Accepted risks and those that wait for approval, as frozen values within reach of the actor."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from sekisho.apps.accounts.queries import names_of
from sekisho.apps.measures.models import Acceptance
from sekisho.apps.measures.queries.findings import FindingView, rows_for, views_of
from sekisho.apps.measures.queries.sealed import AcceptanceWords, open_acceptance
from sekisho.kernel.actor import Actor, Capability
from sekisho.ui.paging import Paged, slice_of

MOST_ROWS = 10_000
SOON_DAYS = 30
_STATES = ("pending", "granted", "ended", "refused", "stopped")


@dataclass(frozen=True, slots=True)
class AcceptanceView:
    """One acceptance with its words; `finding` is None where it was not asked for."""

    uid: uuid.UUID
    state: str
    until_on: date
    words: AcceptanceWords
    asked_by: str
    asked_at: datetime
    decided_by: str
    decided_at: datetime | None
    is_own: bool
    finding: FindingView | None = None


@dataclass(frozen=True, slots=True)
class AcceptanceCounts:
    """How many are in force, end soon, and wait for approval; of those, whom one may decide."""

    granted: int
    soon: int
    pending: int
    to_decide: int


def acceptances_of(actor: Actor, finding_uid: uuid.UUID) -> tuple[AcceptanceView, ...]:
    """All of one finding, newest first; empty when it is out of reach."""
    within = rows_for(actor).filter(uid=finding_uid)
    rows = Acceptance.objects.filter(finding__in=within).order_by("-id")
    return _views(actor, list(rows))


def acceptances_for(
    actor: Actor, *, state: str, today: date, number: int = 1
) -> Paged[AcceptanceView]:
    """One page of those in a state, soonest end first, with their findings."""
    rows = _rows(actor, state)
    total = rows.count()
    found = list(rows.select_related("finding").order_by("until_on", "id")[slice_of(number)])
    return Paged(_with_findings(actor, found, today), number, total)


def all_acceptances_for(actor: Actor, *, today: date) -> tuple[AcceptanceView, ...]:
    """What is in force or waits, soonest end first, ten thousand at most; for exports."""
    rows = _rows(actor, "granted") | _rows(actor, "pending")
    found = list(rows.select_related("finding").order_by("until_on", "id")[:MOST_ROWS])
    return _with_findings(actor, found, today)


def acceptance_counts(actor: Actor, *, today: date) -> AcceptanceCounts:
    """Counts over everything within reach."""
    granted, pending = _rows(actor, "granted"), _rows(actor, "pending")
    own = actor.uid if actor.can(Capability.RUN) else None
    decidable = pending.filter(finding__in=rows_for(actor, Capability.RUN))
    return AcceptanceCounts(
        granted=granted.count(),
        soon=granted.filter(until_on__lte=today + timedelta(days=SOON_DAYS)).count(),
        pending=pending.count(),
        to_decide=decidable.exclude(asked_by_uid=own).count() if own else 0,
    )


def can_decide(actor: Actor, finding_uid: uuid.UUID) -> bool:
    """Whether the actor may approve what a colleague asks for on this finding."""
    return rows_for(actor, Capability.RUN).filter(uid=finding_uid).exists()


def _rows(actor: Actor, state: str) -> QuerySet[Acceptance]:
    wanted = state if state in _STATES else "granted"
    return Acceptance.objects.filter(finding__in=rows_for(actor), state=wanted)


def _with_findings(actor: Actor, rows: list[Acceptance], today: date) -> tuple[AcceptanceView, ...]:
    findings = views_of(actor, [row.finding for row in rows], today)
    return _views(actor, rows, findings)


def _views(
    actor: Actor, rows: list[Acceptance], findings: Iterable[FindingView | None] = ()
) -> tuple[AcceptanceView, ...]:
    uids = {row.asked_by_uid for row in rows} | {
        row.decided_by_uid for row in rows if row.decided_by_uid
    }
    names, found = names_of(uids), [*findings] or [None for _row in rows]
    return tuple(
        AcceptanceView(
            uid=row.uid,
            state=row.state,
            until_on=row.until_on,
            words=open_acceptance(row.uid, row.sealed),
            asked_by=names.get(row.asked_by_uid, ""),
            asked_at=row.asked_at,
            decided_by=names.get(row.decided_by_uid, "") if row.decided_by_uid else "",
            decided_at=row.decided_at,
            is_own=row.asked_by_uid == actor.uid,
            finding=finding,
        )
        for row, finding in zip(rows, found, strict=True)
    )
