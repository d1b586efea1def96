"""Erasing what partners reported of notices. The room that keeps the times records the entry."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from sekisho.apps.alerts.models import RelayReport
from sekisho.apps.alerts.queries.relays import resealed_without
from sekisho.apps.asks.queries.erasing import assignments_naming
from sekisho.apps.partners.queries.erasing import Traces
from sekisho.kernel.actor import Actor


@transaction.atomic
def erase_relays(actor: Actor, *, assignment_ids: Sequence[int]) -> None:
    """Erase the reports of these assignments.

    The calling action records the audit entry for `actor`.
    """
    RelayReport.objects.filter(assignment_id__in=list(assignment_ids)).delete()


@transaction.atomic
def take_name_out(actor: Actor, *, traces: Traces) -> int:
    """Take a person's name out of reports; returns how many were changed.

    The calling action records the audit entry for `actor`.
    """
    rows = RelayReport.objects.filter(assignment_id__in=assignments_naming(traces))
    changed = 0
    for row in rows.select_related("assignment"):
        sealed = resealed_without(row, traces)
        if sealed is not None:
            changed += RelayReport.objects.filter(pk=row.pk).update(sealed=sealed)
    return changed
