"""Whose answer is awaited, in bulk: for the rooms above that write to the silent by themselves.

Inside the house only, without a gate: jobs, and pages that fetched the ask through its own.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from sekisho.apps.asks.models import AskState, Assignment
from sekisho.apps.asks.queries.standing import OPEN_STATES

# Who was never written to has nothing to be reminded of.
_SILENT = Q(state__in=OPEN_STATES, contact_id__isnull=False)
AWAITED = _SILENT & Q(ask__state=AskState.OPEN)
_BATCH = 500


@dataclass(frozen=True, slots=True)
class AwaitedGroup:
    """How many are awaited with the same dates in the same country."""

    ask_id: int
    due_at: datetime
    returned_until: datetime | None
    country: str
    count: int

    @property
    def counting_due(self) -> datetime:
        """The deadline, or the later date that a return set."""
        return max(self.due_at, self.returned_until or self.due_at)

    def condition(self) -> Q:
        """A condition over assignments: exactly these."""
        return Q(
            ask_id=self.ask_id,
            due_at=self.due_at,
            returned_until=self.returned_until,
            respondent__country=self.country,
        )


@dataclass(frozen=True, slots=True)
class Awaited:
    """One recipient whose answer is awaited. `due_at` is the date that counts; `reminders` and
    `reminded_at` tell of the letters after the first.
    """

    id: int
    uid: uuid.UUID
    ask_id: int
    subject_id: int
    respondent_id: int
    country: str
    contact_id: int
    language: str
    state: str
    due_at: datetime
    asked_at: datetime
    reminded_at: datetime | None
    reminders: int
    is_bounced: bool = False


def awaited_groups(ask_ids: Iterable[int], where: Q | None = None) -> tuple[AwaitedGroup, ...]:
    """Everybody awaited in these asks, which are open, by ask, dates and country; one query."""
    rows = Assignment.objects.filter(_SILENT, where or Q(), ask_id__in=tuple(ask_ids)).order_by()
    names = ("ask_id", "due_at", "returned_until", "respondent__country")
    counted = rows.values_list(*names).annotate(count=Count("id"))
    return tuple(AwaitedGroup(*row) for row in counted.order_by(*names))


def awaited_ids(group: AwaitedGroup, where: Q) -> list[int]:
    """The inside numbers of those of a group that a further condition keeps, sorted."""
    rows = Assignment.objects.filter(_SILENT, group.condition(), where)
    return list(rows.order_by("id").values_list("id", flat=True))


def awaited_by_ids(ids: Iterable[int], *, is_locked: bool = False) -> tuple[Awaited, ...]:
    """Those of these numbers who are still awaited, by number. Locked ones need a transaction."""
    wanted, found = sorted(set(ids)), []
    for start in range(0, len(wanted), _BATCH):
        rows = Assignment.objects.filter(AWAITED, pk__in=wanted[start : start + _BATCH])
        if is_locked:
            rows = rows.select_for_update(of=("self",))
        found += [_awaited(row) for row in rows.select_related("respondent").order_by("id")]
    return tuple(found)


def _awaited(row: Assignment) -> Awaited:
    until = row.returned_until or row.due_at
    return Awaited(
        id=row.pk,
        uid=row.uid,
        ask_id=row.ask_id,
        subject_id=row.subject_id,
        respondent_id=row.respondent_id,
        country=row.respondent.country,
        contact_id=row.contact_id or 0,
        language=row.language,
        state=row.state,
        due_at=max(row.due_at, until),
        asked_at=row.created_at,
        reminded_at=row.reminded_at,
        reminders=row.reminders,
        is_bounced=row.is_bounced,
    )
