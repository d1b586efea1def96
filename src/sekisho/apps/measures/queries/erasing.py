"""Files of findings whose time of keeping is over, and what is left of erased ones.

Inside the house only where no actor is taken: the room that keeps the times has checked its own.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from sekisho.apps.measures.models import Finding, FindingFile, OpenLetter
from sekisho.apps.measures.queries.findings import rows_for
from sekisho.apps.measures.queries.narrowing import OPEN_STATES
from sekisho.apps.partners.queries.erasing import Traces
from sekisho.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class ErasedProof:
    """An erased file of a finding: when it went, by whom; None when a rule erased it."""

    uid: uuid.UUID
    at: datetime
    by_uid: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class Spared:
    """What is on hold: organisations, and the assignments from which findings come."""

    organisation_ids: frozenset[int] = frozenset()
    assignment_ids: frozenset[int] = frozenset()


def due_proofs(before: datetime, spared: Spared) -> QuerySet[FindingFile]:
    """Files of findings closed before a moment; own modules only."""
    rows = FindingFile.objects.filter(finding__closed_at__lt=before, erased_at=None)
    at = list(spared.organisation_ids)
    held = Q(finding__organisation_id__in=at) | Q(finding__told_by_id__in=at)
    held |= Q(finding__source="ask", finding__source_id__in=list(spared.assignment_ids))
    return rows.exclude(pk__in=FindingFile.objects.filter(held).values("pk"))


def due_proof_ids(before: datetime, spared: Spared, *, size: int) -> tuple[int, ...]:
    """The first of them by number."""
    return tuple(due_proofs(before, spared).order_by("id").values_list("id", flat=True)[:size])


def count_due_proofs(before: datetime, spared: Spared) -> int:
    """How many would be erased now."""
    return due_proofs(before, spared).count()


def count_proofs() -> int:
    """How many files of findings are kept."""
    return FindingFile.objects.filter(erased_at=None).count()


def proofs_to_remove(*, size: int) -> tuple[tuple[int, str], ...]:
    """Erased files that may still be on the disk: number and stored name."""
    rows = FindingFile.objects.filter(erased_at__isnull=False).exclude(stored_name="")
    return tuple(rows.order_by("id").values_list("id", "stored_name")[:size])


def erased_proofs_for(actor: Actor, finding_uid: uuid.UUID) -> tuple[ErasedProof, ...]:
    """Erased files of a finding, oldest first; empty when it is out of reach."""
    within = rows_for(actor).filter(uid=finding_uid)
    rows = FindingFile.objects.filter(finding__in=within, erased_at__isnull=False).order_by("id")
    return tuple(
        ErasedProof(row.uid, row.erased_at, row.erased_by_uid)
        for row in rows
        if row.erased_at is not None
    )


def with_open_points(assignment_ids: Collection[int]) -> frozenset[int]:
    """Those of these assignments from which findings are still open: their links are needed."""
    rows = Finding.objects.filter(source="ask", source_id__in=list(assignment_ids))
    return frozenset(rows.filter(state__in=OPEN_STATES).values_list("source_id", flat=True))


def letters_about(assignment_ids: Collection[int]) -> frozenset[int]:
    """Letters about open points that came from these assignments, by number."""
    rows = OpenLetter.objects.filter(source="ask", source_id__in=list(assignment_ids))
    return frozenset(rows.values_list("id", flat=True))


def findings_naming(traces: Traces) -> QuerySet[Finding]:
    """Findings in whose steps a person may stand; own modules only."""
    at = traces.organisation_id
    return Finding.objects.filter(Q(organisation_id=at) | Q(told_by_id=at))


def proofs_named(names: Collection[str]) -> frozenset[str]:
    """Those of these stored names that belong to a file of a finding."""
    rows = FindingFile.objects.filter(stored_name__in=list(names))
    return frozenset(rows.values_list("stored_name", flat=True))
