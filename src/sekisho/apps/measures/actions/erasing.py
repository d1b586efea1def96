"""Erasing files of findings, and a person's name in their steps."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from sekisho.apps.measures.models import Finding, FindingFile
from sekisho.apps.measures.queries.erasing import (
    Spared,
    due_proofs,
    findings_naming,
    proofs_to_remove,
)
from sekisho.apps.measures.queries.files import path_of
from sekisho.apps.measures.queries.findings import rows_for
from sekisho.apps.measures.queries.sealed import FindingWords, open_words, seal_words
from sekisho.apps.partners.queries.erasing import Traces
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import NotFound

_GONE = {"sealed": b"", "size_bytes": 0}


@transaction.atomic
def mark_proofs_erased(
    actor: Actor, *, ids: Sequence[int], before: datetime, spared: Spared, now: datetime
) -> int:
    """Mark due files as erased and drop their facts; returns how many.

    They leave the disk with `remove_erased_proofs`. The calling action records the audit entry for
    `actor`.
    """
    due = list(due_proofs(before, spared).filter(pk__in=ids).values_list("id", flat=True))
    return FindingFile.objects.filter(pk__in=due).update(**_GONE, erased_at=now)


@transaction.atomic
def mark_proof_erased(actor: Actor, *, uid: uuid.UUID, now: datetime) -> uuid.UUID:
    """Mark one file of a finding that the actor runs; returns the finding.

    Raises NotFound out of reach, or when it is gone already. The calling action records the audit
    entry for `actor`.
    """
    rows = FindingFile.objects.select_related("finding").filter(uid=uid, erased_at=None)
    row = rows.filter(finding__in=rows_for(actor, Capability.RUN)).first()
    if row is None:
        raise NotFound("measures.no_file")
    gone = {**_GONE, "erased_at": now, "erased_by_uid": actor.uid}
    FindingFile.objects.filter(pk=row.pk, erased_at=None).update(**gone)
    return row.finding.uid


def remove_erased_proofs(actor: Actor, *, size: int) -> int:
    """Take erased files off the disk, then forget their stored names; returns how many.

    Killed in between, it is finished by the next call. Marking them was recorded.
    """
    found = proofs_to_remove(size=size)
    for own, name in found:
        path_of(name).unlink(missing_ok=True)
        FindingFile.objects.filter(pk=own, stored_name=name).update(stored_name="")
    return len(found)


@transaction.atomic
def take_name_out(actor: Actor, *, traces: Traces, now: datetime) -> int:
    """Take a person's name out of the steps of findings; returns how many were changed.

    The calling action records the audit entry for `actor`.
    """
    changed = 0
    for row in findings_naming(traces).select_for_update():
        words = open_words(row, row.uid, row.sealed)
        kept = _nameless(words, traces)
        if kept != words:
            sealed = seal_words(row, row.uid, kept)
            changed += Finding.objects.filter(pk=row.pk).update(sealed=sealed)
    return changed


def _nameless(words: FindingWords, traces: Traces) -> FindingWords:
    steps = tuple(
        replace(one, by="") if one.is_partner and traces.is_named(one.by) else one
        for one in words.steps
    )
    return replace(words, steps=steps, who="" if traces.is_named(words.who) else words.who)
