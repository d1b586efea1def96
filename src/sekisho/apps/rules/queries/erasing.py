"""Exceptions whose time of keeping is over, and files of editions.

Inside the house only: the room that keeps the times has checked its actor.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from sekisho.apps.rules.models import Deviation, Edition
from sekisho.apps.rules.queries.exceptions import ENDED, GRANTED, REFUSED


def over_exceptions(
    before: datetime, organisation_ids: Collection[int], assignment_ids: Collection[int]
) -> QuerySet[Deviation]:
    """Exceptions refused, ended or run out before a moment, but for those on hold: of these
    organisations, or from these answers. Own modules only.
    """
    ended = Q(state__in=(REFUSED, ENDED), over_at__lt=before)
    ran_out = Q(state=GRANTED, until__lt=timezone.localdate(before))
    rows = Deviation.objects.annotate(over_at=Coalesce("decided_at", "at"))
    rows = rows.filter(ended | ran_out).exclude(organisation_id__in=list(organisation_ids))
    held = {row.pk for row in rows if source_of(row) in assignment_ids} if assignment_ids else ()
    return rows.exclude(pk__in=held)


def over_exception_ids(
    before: datetime,
    organisation_ids: Collection[int],
    assignment_ids: Collection[int],
    *,
    size: int,
) -> tuple[int, ...]:
    """The first of them by number."""
    rows = over_exceptions(before, organisation_ids, assignment_ids)
    return tuple(rows.order_by("id").values_list("id", flat=True)[:size])


def count_over_exceptions(
    before: datetime, organisation_ids: Collection[int], assignment_ids: Collection[int]
) -> int:
    """How many would be erased now."""
    return over_exceptions(before, organisation_ids, assignment_ids).count()


def count_exceptions() -> int:
    """How many exceptions are kept."""
    return Deviation.objects.count()


def exceptions_answered(assignment_ids: Collection[int]) -> QuerySet[Deviation]:
    """Exceptions that came from these answers; own modules only."""
    wanted = Q(pk__in=())
    for own in assignment_ids:
        wanted |= Q(source__startswith=f"{own}:")
    return Deviation.objects.filter(wanted)


def source_of(row: Deviation) -> int:
    """The assignment from whose answer an exception came, 0 for one that staff wrote down."""
    return int(row.source.partition(":")[0] or 0)


def edition_files_named(names: Collection[str]) -> frozenset[str]:
    """Those of these stored names that belong to the file of an edition."""
    rows = Edition.objects.filter(stored_name__in=list(names))
    return frozenset(rows.values_list("stored_name", flat=True))
