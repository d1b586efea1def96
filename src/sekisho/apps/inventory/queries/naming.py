"""What rooms that reckon with the whole inventory show of it: names of some, a mark of change."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db.models import Count, Max, Q

from sekisho.apps.inventory.models import Entry
from sekisho.apps.inventory.queries.entries import EntryRef, name_of, reached
from sekisho.apps.organisations.queries import reach_filter
from sekisho.apps.organisations.queries.keys import open_keys
from sekisho.kernel.actor import Actor

_BATCH = 500


def refs_by_uid(actor: Actor, uids: Iterable[uuid.UUID]) -> dict[uuid.UUID, EntryRef]:
    """Those of the entries that are within reach, with their opened names; others are absent."""
    wanted, found = sorted(set(uids)), list[Entry]()
    for start in range(0, len(wanted), _BATCH):
        found += reached(actor).filter(uid__in=wanted[start : start + _BATCH])
    open_keys(row.organisation_id for row in found)
    return {
        row.uid: EntryRef(row.pk, row.uid, row.kind, row.organisation_id, name_of(row))
        for row in found
    }


def material_mark(actor: Actor) -> tuple[object, ...]:
    """A value that changes with the entries within reach: added, changed, removed, brought back."""
    rows = Entry.objects.filter(reach_filter(actor, path="organisation"))
    seen = rows.aggregate(
        *(Count("id"), Max("updated_at"), Max("removed_at")),
        live=Count("id", filter=Q(removed_at=None)),
    )
    return tuple(seen.values())
