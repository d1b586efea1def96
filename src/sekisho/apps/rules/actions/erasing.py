"""Erasing exceptions from rules. The room that keeps the times records one entry for each batch."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from sekisho.apps.rules.queries.erasing import exceptions_answered, over_exceptions
from sekisho.apps.rules.queries.exceptions import GRANTED
from sekisho.kernel.actor import Actor


@transaction.atomic
def erase_answered_exceptions(actor: Actor, *, assignment_ids: Sequence[int], today: date) -> int:
    """Erase the exceptions that came from these answers; returns how many.

    Those that were granted and still hold stay until they have run out. The calling action records
    the audit entry for `actor`.
    """
    holds = Q(state=GRANTED) & (Q(until=None) | Q(until__gte=today))
    return exceptions_answered(assignment_ids).exclude(holds).delete()[0]


@transaction.atomic
def erase_over_exceptions(
    actor: Actor,
    *,
    ids: Sequence[int],
    before: datetime,
    organisation_ids: Collection[int],
    assignment_ids: Collection[int],
) -> int:
    """Erase those of these exceptions that are due and not on hold; returns how many.

    The calling action records the audit entry for `actor`.
    """
    rows = over_exceptions(before, organisation_ids, assignment_ids).filter(pk__in=ids)
    return rows.model.objects.filter(pk__in=list(rows.values_list("id", flat=True))).delete()[0]
