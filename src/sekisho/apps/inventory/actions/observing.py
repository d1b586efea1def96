"""What was seen in a log or list, written into the inventory after a person confirmed it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.inventory.actions.writing import write_entry
from sekisho.apps.inventory.models import Entry
from sekisho.apps.inventory.queries.entries import entry_row, name_of, reached
from sekisho.apps.inventory.queries.sealed import name_hash
from sekisho.apps.organisations.queries import organisations_by_ids
from sekisho.engines.inventory import Confidence, Source, Stamp, Value
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class Observed:
    """Values seen of an entry that is known by `uid`, or of a thing of that name."""

    kind: str
    organisation_id: int
    name: str
    values: Mapping[str, Value]
    on: date
    uid: uuid.UUID | None = None


@transaction.atomic
def write_observed(actor: Actor, *, seen: Sequence[Observed], detail: str, now: datetime) -> int:
    """Write these as observed, adding things not yet known; returns how many entries.

    An entry that is out of reach, or was removed since, is left out.
    """
    at = organisations_by_ids(actor, {one.organisation_id for one in seen})
    count = 0
    for one in seen:
        row = _row(actor, one, now) if one.organisation_id in at else None
        if row is None:
            continue
        stamp = Stamp(Source.OBSERVATION, detail, one.on, Confidence.OBSERVED)
        write_entry(
            row, one.name if one.uid is None else name_of(row), one.values, stamp, is_confirmed=True
        )
        row.updated_at = now
        row.save()
        count += 1
    if count:
        change = Change("inventory.observed", "inventory_entry", count=count)
        record_entry(actor, change=change, now=now)
    return count


def _row(actor: Actor, one: Observed, now: datetime) -> Entry | None:
    if one.uid is not None:
        return _known(actor, one.uid)
    rows = reached(actor, Capability.FOLLOW_UP).filter(
        organisation_id=one.organisation_id, kind=one.kind, name_hash=name_hash(one.name)
    )
    row = rows.select_for_update(of=("self",)).order_by("id").first()
    if row is not None:
        row.revision += 1
        return row
    row = Entry(uid=new_id(), kind=one.kind, organisation_id=one.organisation_id)
    row.created_at = now
    return row


def _known(actor: Actor, uid: uuid.UUID) -> Entry | None:
    try:
        found = entry_row(actor, uid, Capability.FOLLOW_UP)
    except NotFound:
        return None
    row = Entry.objects.select_for_update().get(pk=found.pk)
    row.revision += 1
    return None if row.removed_at is not None else row
