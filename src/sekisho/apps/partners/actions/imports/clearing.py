"""Forgetting old imports, and finding those whose job was lost."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.partners.actions.imports.files import drop_file, kept_names
from sekisho.apps.partners.models import ImportBatch, ImportState, StagedRow
from sekisho.kernel.actor import Actor

KEPT = timedelta(days=7)
LOST_AFTER = timedelta(minutes=5)
_BATCH = 500


def clear_old_imports(actor: Actor, *, now: datetime) -> int:
    """Delete staged rows and files of batches untouched for seven days; returns how many rows."""
    old = ImportBatch.objects.filter(touched_at__lt=now - KEPT)
    gone = 0
    while some := list(
        StagedRow.objects.filter(batch__in=old).values_list("id", flat=True)[:_BATCH]
    ):
        with transaction.atomic():
            gone += StagedRow.objects.filter(id__in=some).delete()[0]
    with transaction.atomic():
        open_states = (ImportState.MAPPING, ImportState.CHECKED, ImportState.FAILED)
        ended = old.filter(state__in=open_states)
        ended.update(state=ImportState.DISCARDED, stored_name="", ended_at=now)
        old.filter(state=ImportState.DONE).update(stored_name="")
        if gone:
            change = Change("partners.imports_cleared", "import", count=gone)
            record_entry(actor, change=change, now=now)
    _drop_strays()
    return gone


def _drop_strays() -> None:
    """Files that no batch names: left by an upload or an end that was cut off."""
    named = set(ImportBatch.objects.exclude(stored_name="").values_list("stored_name", flat=True))
    for name in kept_names() - named:
        drop_file(name)


@transaction.atomic
def stuck_imports(actor: Actor, *, now: datetime) -> tuple[tuple[int, str, str], ...]:
    """(batch, state, run) of imports that should be moving and have not moved for five minutes.

    Each is answered once: the caller starts its job again.
    """
    moving = (ImportState.CHECKING, ImportState.COMMITTING)
    rows = ImportBatch.objects.filter(state__in=moving, touched_at__lt=now - LOST_AFTER)
    found = list(rows.values_list("id", "state", "run_uid"))
    if found:
        ImportBatch.objects.filter(id__in=[row[0] for row in found]).update(touched_at=now)
        change = Change("partners.imports_taken_up", "import", count=len(found))
        record_entry(actor, change=change, now=now)
    return tuple((own, state, str(run)) for own, state, run in found)
