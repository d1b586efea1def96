"""What a filtered and sorted list of findings means, as conditions over the clear columns."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from sekisho.apps.measures.models import Acceptance, Finding, FindingState
from sekisho.apps.organisations.queries import search_filter
from sekisho.apps.organisations.queries.viewing import seen_from_filter
from sekisho.apps.partners.queries.owners import owned_filter

OPEN_STATES = (
    FindingState.OPEN,
    FindingState.PLANNED,
    FindingState.DONE,
    FindingState.ASKED,
)
EVERY_STATE = tuple(FindingState.values)
LATE_STATES = (FindingState.OPEN, FindingState.PLANNED)
# How many days a promise is over: from, to (None: without end).
AGES: dict[str, tuple[int, int | None]] = {
    "week": (1, 7),
    "month": (8, 30),
    "quarter": (31, 90),
    "longer": (91, None),
}
# How many days ago a finding was opened, both days counted in.
OPEN_AGES: dict[str, tuple[int, int | None]] = {**AGES, "week": (0, 7)}
SORTS = ("due", "partner", "opened", "changed", "weight")


@dataclass(frozen=True, slots=True)
class FindingFilter:
    """What a list of findings is narrowed to; empty fields do not narrow.

    `company_id` is a group company from which the partner is seen, `owner_id` a contact of ours,
    `age` one of AGES, `open_age` one of OPEN_AGES, `partner` words of its name or code, `gap`
    the keyed hash that names the same gap everywhere; `sort` one of SORTS,
    turned round with a hyphen.
    """

    states: tuple[str, ...] = ()
    only_high: bool = False
    only_overdue: bool = False
    only_back: bool = False
    only_pending: bool = False
    organisation_uid: uuid.UUID | None = None
    company_id: int | None = None
    owner_id: int | None = None
    tier: int | None = None
    age: str = ""
    open_age: str = ""
    partner: str = ""
    gap: str = ""
    source: str = ""
    source_id: int | None = None
    sort: str = ""


def overdue_condition(today: date) -> Q:
    """A promised day has passed while the gap is open."""
    return Q(due_on__lt=today, state__in=LATE_STATES)


def narrowed_rows(
    rows: QuerySet[Finding], narrowed: FindingFilter, today: date
) -> QuerySet[Finding]:
    """The rows that the filter keeps; without a state, those that are not closed."""
    rows = rows.filter(state__in=narrowed.states or OPEN_STATES)
    if narrowed.only_high:
        rows = rows.filter(is_high=True)
    if narrowed.only_overdue:
        rows = rows.filter(overdue_condition(today))
    if narrowed.only_back:
        rows = rows.filter(times_back__gt=0)
    if narrowed.only_pending:
        pending = Acceptance.objects.filter(finding=OuterRef("pk"), state=Acceptance.State.PENDING)
        rows = rows.filter(Exists(pending))
    if narrowed.age in AGES:
        rows = rows.filter(_age_condition(narrowed.age, today))
    if narrowed.open_age in OPEN_AGES:
        rows = rows.filter(_opened_condition(narrowed.open_age, today))
    return _at(rows, narrowed)


def _at(rows: QuerySet[Finding], narrowed: FindingFilter) -> QuerySet[Finding]:
    exact: dict[str, Any] = {
        "organisation__uid": narrowed.organisation_uid,
        "organisation__tier": narrowed.tier,
        "gap_hash": narrowed.gap or None,
        "source": narrowed.source or None,
        "source_id": narrowed.source_id,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value is not None})
    if narrowed.partner.strip():
        rows = rows.filter(search_filter(narrowed.partner, path="organisation_id"))
    if narrowed.company_id is not None:
        rows = rows.filter(seen_from_filter(narrowed.company_id, path="organisation"))
    if narrowed.owner_id is not None:
        rows = rows.filter(owned_filter(narrowed.owner_id, path="organisation"))
    return rows


def _age_condition(age: str, today: date) -> Q:
    least, most = AGES[age]
    where = Q(due_on__lte=today - timedelta(days=least), state__in=LATE_STATES)
    return where & Q(due_on__gte=today - timedelta(days=most)) if most else where


def _opened_condition(age: str, today: date) -> Q:
    least, most = OPEN_AGES[age]
    where = Q(created_at__lt=_start_of(today - timedelta(days=least - 1)))
    return where & Q(created_at__gte=_start_of(today - timedelta(days=most))) if most else where


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def sorted_rows(rows: QuerySet[Finding], sort: str, today: date) -> QuerySet[Finding]:
    """In the order asked for; without one the overdue first, then the soonest promise."""
    name, is_down = sort.removeprefix("-"), sort.startswith("-")
    if name == "due":
        day = F("due_on")
        first = day.desc(nulls_last=True) if is_down else day.asc(nulls_last=True)
        return rows.order_by(first, "id")
    field = {
        "partner": "organisation__name",
        "opened": "created_at",
        "changed": "updated_at",
        "weight": "is_high",
    }.get(name)
    if field is not None:
        return rows.order_by(f"-{field}" if is_down else field, "id")
    late = When(overdue_condition(today), then=Value(0))
    order = Case(late, default=Value(1), output_field=IntegerField())
    return rows.order_by(order, F("due_on").asc(nulls_last=True), "id")
