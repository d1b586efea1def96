"""Adding, changing, removing and bringing back one entry."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.inventory.actions.writing import Ends, checked_ends, write_entry
from sekisho.apps.inventory.models import Entry
from sekisho.apps.inventory.queries.catalogue import catalogue
from sekisho.apps.inventory.queries.entries import entry_row, reached, within
from sekisho.apps.organisations.queries import organisation_for
from sekisho.engines.inventory import Stamp, Value
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Conflict


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """What somebody writes of an entry. None in `values` makes a value unknown again.

    Values that are the same keep where they come from, unless `is_confirmed`.
    """

    name: str
    values: Mapping[str, Value | None]
    stamp: Stamp
    own_code: str = ""
    ends: Ends = field(default_factory=Ends)
    is_confirmed: bool = False


@transaction.atomic
def add_entry(
    actor: Actor, *, kind: str, organisation_uid: uuid.UUID, draft: EntryDraft, now: datetime
) -> uuid.UUID:
    """Write down a thing of an organisation, or a link from it; returns the outside id.

    Raises NotFound for an organisation out of reach at either end, Invalid for a name that is
    missing or an end that does not fit, Conflict (inventory.code_taken).
    """
    at = organisation_for(actor, organisation_uid, Capability.FOLLOW_UP)
    row = Entry(uid=new_id(), kind=catalogue().kind(kind).key, organisation_id=at.id)
    row.created_at = now
    _write(actor, row, draft, now)
    _record(actor, "inventory.added", row, now)
    return row.uid


@transaction.atomic
def change_entry(
    actor: Actor, *, uid: uuid.UUID, revision: int, draft: EntryDraft, now: datetime
) -> None:
    """Keep other values, another name or other ends.

    Raises as `add_entry` does, Conflict (inventory.changed_meanwhile).
    """
    row = _locked(actor, uid)
    if row.revision != revision or row.removed_at is not None:
        raise Conflict("inventory.changed_meanwhile")
    row.revision += 1
    _write(actor, row, draft, now)
    _record(actor, "inventory.changed", row, now)


@transaction.atomic
def remove_entry(actor: Actor, *, uid: uuid.UUID, now: datetime) -> None:
    """Take an entry out, and with a thing the links at it; `restore_entry` brings all back.

    A link that leads out of the actor's reach stays and stands for the organisation.
    """
    row = _locked(actor, uid)
    if row.removed_at is None:
        at_it = Q(source_item=row) | Q(target_item=row)
        links = reached(actor, Capability.FOLLOW_UP).filter(at_it).values_list("pk", flat=True)
        Entry.objects.filter(pk__in=list(links)).update(removed_at=now)
        Entry.objects.filter(pk=row.pk).update(removed_at=now)
        _record(actor, "inventory.removed", row, now)


@transaction.atomic
def restore_entry(actor: Actor, *, uid: uuid.UUID, now: datetime) -> None:
    """Bring back what was taken out, with the links that went along.

    Raises NotFound, Conflict (inventory.code_taken) when another one has the code by now.
    """
    row = _locked(actor, uid)
    if row.removed_at is None:
        return
    at_it = Q(source_item=row) | Q(target_item=row)
    links = within(actor, Capability.FOLLOW_UP).filter(at_it, removed_at=row.removed_at)
    gone = {one.pk for one in links} | {row.pk}
    try:
        with transaction.atomic():
            Entry.objects.filter(pk__in=gone).update(removed_at=None)
    except IntegrityError as error:
        raise Conflict("inventory.code_taken", code_given=row.own_code) from error
    _record(actor, "inventory.restored", row, now)


def _locked(actor: Actor, uid: uuid.UUID) -> Entry:
    row = entry_row(actor, uid, Capability.FOLLOW_UP)
    return Entry.objects.select_for_update().get(pk=row.pk)


def _write(actor: Actor, row: Entry, draft: EntryDraft, now: datetime) -> None:
    checked_ends(actor, row, draft.ends)
    row.own_code = draft.own_code.strip()
    others = Entry.objects.filter(
        organisation_id=row.organisation_id, kind=row.kind, own_code=row.own_code, removed_at=None
    )
    if row.own_code and others.exclude(pk=row.pk).exists():
        raise Conflict("inventory.code_taken", code_given=row.own_code)
    write_entry(row, draft.name, draft.values, draft.stamp, is_confirmed=draft.is_confirmed)
    row.updated_at = now
    row.save()


def _record(actor: Actor, verb: str, row: Entry, now: datetime) -> None:
    payload = {"kind": row.kind, "revision": row.revision}
    record_entry(actor, change=Change(verb, "inventory_entry", row.uid, payload=payload), now=now)
