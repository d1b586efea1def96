"""Reviews: as the office reads them, and what their letters and the clock need."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sekisho.apps.accounts.queries import names_of
from sekisho.apps.asks.models import Assignment, Review
from sekisho.apps.asks.queries.sealed import open_part


@dataclass(frozen=True, slots=True)
class ReviewView:
    """One decision: accepted, returned or reopened. `by` is empty when that person is gone.

    `can_undo` is True while an acceptance has been told to nobody.
    """

    uid: uuid.UUID
    decision: str
    general: str
    remarks: Mapping[str, str]
    reply_revision: int
    until_at: datetime | None
    by: str
    at: datetime
    can_undo: bool


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """What a letter about a review needs."""

    assignment_id: int
    at: datetime
    submitted_at: datetime | None
    is_latest: bool


def reviews_of(row: Assignment) -> tuple[ReviewView, ...]:
    """The reviews of an assignment, newest first; for this room's own modules."""
    rows = list(Review.objects.filter(assignment=row).order_by("-id"))
    names = names_of({one.by_uid for one in rows})
    found = []
    for place, one in enumerate(rows):
        content = open_part(row, part="review", row=one.uid, sealed=one.sealed)
        found.append(
            ReviewView(
                uid=one.uid,
                decision=one.decision,
                general=str(content.get("general", "")),
                remarks=dict(content.get("remarks", {})),
                reply_revision=one.reply_revision,
                until_at=one.until_at,
                by=names.get(one.by_uid, ""),
                at=one.at,
                can_undo=place == 0 and one.decision == "accepted" and not one.is_told,
            )
        )
    return tuple(found)


def review_facts(ids: Iterable[int]) -> dict[int, ReviewFacts]:
    """Facts by review number. Inside the house only, without a gate: for renderers."""
    rows = list(Review.objects.filter(pk__in=set(ids)).select_related("assignment"))
    pairs = Review.objects.filter(assignment__in={row.assignment_id for row in rows})
    latest = dict(pairs.order_by("id").values_list("assignment_id", "id"))
    return {
        row.pk: ReviewFacts(
            assignment_id=row.assignment_id,
            at=row.at,
            submitted_at=row.assignment.submitted_at,
            is_latest=latest.get(row.assignment_id) == row.pk,
        )
        for row in rows
    }


def reviews_to_tell(*, before: datetime) -> tuple[int, ...]:
    """Acceptances that nobody was told of and that were made before a moment, oldest first."""
    rows = Review.objects.filter(is_told=False, decision="accepted", at__lte=before)
    return tuple(rows.order_by("id").values_list("id", flat=True)[:500])
