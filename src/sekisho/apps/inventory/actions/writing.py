"""Putting name, values and ends into a row; the caller saves and records it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from sekisho.apps.inventory.models import Entry
from sekisho.apps.inventory.queries.catalogue import catalogue
from sekisho.apps.inventory.queries.entries import entry_row
from sekisho.apps.inventory.queries.sealed import name_hash, open_entry, seal_entry
from sekisho.apps.organisations.queries import organisation_for
from sekisho.engines.inventory import (
    End,
    Facts,
    Stamp,
    Value,
    changed_facts,
    unknown_fields,
    weakest,
)
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import Invalid, NotFound


@dataclass(frozen=True, slots=True)
class Ends:
    """The ends of a link by outside ids; items are optional where the kind does not need them."""

    target_uid: uuid.UUID | None = None
    source_item: uuid.UUID | None = None
    target_item: uuid.UUID | None = None
    via_item: uuid.UUID | None = None


def write_entry(
    row: Entry,
    name: str,
    values: Mapping[str, Value | None],
    stamp: Stamp,
    *,
    is_confirmed: bool = False,
) -> None:
    """Name and values into a row that has its organisation; what was not given stays.

    Raises Invalid (inventory.name_missing, inventory.no_field).
    """
    kind = catalogue().kind(row.kind)
    if not (name.strip() or kind.is_link):
        raise Invalid("inventory.name_missing")
    for key in values:
        if kind.field_of(key) is None:
            raise Invalid("inventory.no_field", field=key)
    before = open_entry(row.organisation_id, row.uid, row.sealed).facts if row.sealed else {}
    facts = changed_facts(before, values, stamp, is_confirmed=is_confirmed)
    row.name = name.strip() if kind.name_is_clear else ""
    row.name_hash = name_hash(name)
    seal_facts(row, name.strip(), facts)
    if not kind.fields:  # as sure as what told of it
        row.weakest = stamp.confidence.value


def seal_facts(row: Entry, name: str, facts: Facts) -> None:
    """Name and facts into a row, and what lists tell of them in the clear."""
    row.unknown_count = len(unknown_fields(catalogue().kind(row.kind), facts))
    row.weakest = weakest(facts).value
    row.sealed = seal_entry(row.organisation_id, row.uid, name, facts)


def checked_ends(actor: Actor, row: Entry, ends: Ends) -> None:
    """The ends of a link into its row; a thing has none.

    Raises NotFound for what is out of reach, Invalid (inventory.no_target, inventory.item_needed,
    inventory.end_unfit, inventory.to_itself).
    """
    kind = catalogue().kind(row.kind)
    if kind.source is None or kind.target is None:
        return
    if ends.target_uid is None:
        raise Invalid("inventory.no_target")
    row.target_id = organisation_for(actor, ends.target_uid, Capability.FOLLOW_UP).id
    row.source_item = _item(actor, kind.source, ends.source_item, {row.organisation_id})
    row.target_item = _item(actor, kind.target, ends.target_item, {row.target_id})
    both = {row.organisation_id, row.target_id}
    row.via_item = _item(actor, kind.via, ends.via_item, both) if kind.via else None
    is_same_place = row.source_item_id == row.target_item_id
    if row.organisation_id == row.target_id and is_same_place:
        raise Invalid("inventory.to_itself")


def _item(actor: Actor, end: End, uid: uuid.UUID | None, at: set[int]) -> Entry | None:
    if uid is None:
        if end.needs_item:
            raise Invalid("inventory.item_needed")
        return None
    row = entry_row(actor, uid)
    if row.removed_at is not None:
        raise NotFound("inventory.not_there")
    if row.organisation_id not in at or row.kind not in end.items:
        raise Invalid("inventory.end_unfit")
    return row
