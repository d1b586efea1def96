"""Erasing a person from the register. The room that calls records the one entry of the whole."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sekisho.apps.partners.models import Contact, ImportBatch, Partner, StagedRow
from sekisho.apps.partners.queries.erasing import (
    Traces,
    staged_batches,
    staged_rows,
    without_person,
)
from sekisho.kernel.actor import Actor

_NOTHING = {"name": "", "department": "", "email": "", "phone": "", "purposes": []}


@transaction.atomic
def empty_contact(actor: Actor, *, traces: Traces, now: datetime) -> bool:
    """Empty all that tells who a contact was, for good; False when that was done before.

    It is nobody's superior or owner afterwards. The calling action records the audit entry for
    `actor`, closes links and cancels letters.
    """
    own = traces.contact_id
    rows = Contact.objects.filter(pk=own, erased_at=None)
    gone = {"is_active": False, "bounced_at": None, "superior_id": None}
    if not rows.update(**_NOTHING, **gone, erased_at=now, updated_at=now):
        return False
    Contact.objects.filter(superior_id=own).update(superior_id=None)
    Partner.objects.filter(owner_id=own).update(owner_id=None)
    _empty_imports(traces)
    return True


def _empty_imports(traces: Traces) -> None:
    for row in staged_rows(traces):
        held = {name: without_person(getattr(row, name), traces) for name in _STAGED}
        StagedRow.objects.filter(pk=row.pk).update(**held)
    for batch in staged_batches(traces):
        samples = without_person(batch.samples, traces)
        ImportBatch.objects.filter(pk=batch.pk).update(samples=samples)


_STAGED = ("values", "faults", "changes")
