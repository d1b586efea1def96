"""Create and change organisations and relations, one or ten thousand at a time.

The audit entry of a bulk call is one entry with a count. After changes of group or relations call
`refresh_reach` once (an import does so at its end).
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from sekisho.adapters.vault import new_data_keys
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.organisations.actions.bulk import (
    as_moment,
    as_uid,
    fresh_uids,
    insert_rows,
    reserve_ids,
)
from sekisho.apps.organisations.actions.search import index_organisations
from sekisho.apps.organisations.models import Organisation, Relation
from sekisho.engines.identity import fold_name
from sekisho.kernel.actor import Actor
from sekisho.kernel.entropy import random_bytes
from sekisho.kernel.errors import Conflict

_BATCH = 500
_ID_BYTES = 16
FOLDED_LENGTH = 200
_TABLE = "organisations_organisation"
_COLUMNS = (
    *("id", "uid", "parent_id", "is_home", "is_group", "name", "name_en", "name_kana", "country"),
    *("own_code", "corporate_number", "capital_yen", "headcount", "tier", "folded_name"),
    *("is_active", "created_at", "updated_at"),
)
_KEY_TABLE, _KEY_COLUMNS = (
    "organisations_wrappedkey",
    ("id", "organisation_id", "master_id", "wrapped"),
)
_EDGE_TABLE, _EDGE_COLUMNS = (
    "organisations_relation",
    ("uid", "supplier_id", "customer_id", "kind", "what", "created_at"),
)


@dataclass(frozen=True, slots=True)
class NewOrganisation:
    """What is known of an organisation that enters the register."""

    name: str
    name_en: str = ""
    name_kana: str = ""
    country: str = "JP"
    own_code: str | None = None
    corporate_number: str | None = None
    capital_yen: int | None = None
    headcount: int | None = None
    parent_id: int | None = None
    is_group: bool = False
    folded_name: str = ""  # the match key of the name where the caller has it already
    tier: int | None = None  # where the caller knows it before `refresh_reach` settles it


@dataclass(frozen=True, slots=True)
class NewRelation:
    """A supply edge by inside numbers."""

    supplier_id: int
    customer_id: int
    kind: str
    what: str = ""


@transaction.atomic
def create_home(actor: Actor, *, organisation: NewOrganisation, now: datetime) -> int:
    """Set the home organisation of a new installation. Raises Conflict when there is one."""
    if Organisation.objects.filter(is_home=True).exists():
        raise Conflict("organisations.home_exists")
    (home_id,) = _insert([organisation], now=now, is_home=True)
    _record(actor, "organisations.home_created", 1, {"name": organisation.name}, now)
    return home_id


@transaction.atomic
def create_organisations(
    actor: Actor, *, organisations: Sequence[NewOrganisation], now: datetime
) -> tuple[int, ...]:
    """Create them all with a data key each; returns their inside numbers in the given order."""
    ids = _insert(organisations, now=now, is_home=False)
    payload = {"names": [organisation.name for organisation in organisations]}
    _record(actor, "organisations.created", len(ids), payload, now)
    return ids


def _insert(
    organisations: Sequence[NewOrganisation], *, now: datetime, is_home: bool
) -> tuple[int, ...]:
    ids = tuple(reserve_ids(_TABLE, len(organisations)))
    moment = as_moment(now)
    insert_rows(
        _TABLE,
        _COLUMNS,
        [
            _row(own, uid, new, is_home=is_home, moment=moment)
            for own, uid, new in zip(ids, fresh_uids(len(ids)), organisations, strict=True)
        ],
    )
    insert_rows(_KEY_TABLE, _KEY_COLUMNS, _wrapped_keys(ids))
    words = (
        (own, (new.name, new.name_en, new.name_kana, new.own_code, new.corporate_number))
        for own, new in zip(ids, organisations, strict=True)
    )
    index_organisations(words, are_new=True)
    return ids


def _row(
    own: int, uid: Any, new: NewOrganisation, *, is_home: bool, moment: Any
) -> tuple[Any, ...]:
    """Values in the order of _COLUMNS."""
    is_group = new.is_group or is_home
    folded = new.folded_name or fold_name(new.name)[:FOLDED_LENGTH]
    return (
        *(own, uid, new.parent_id, is_home, is_group),
        *(new.name, new.name_en, new.name_kana, new.country),
        *(new.own_code or None, new.corporate_number or None),
        *(new.capital_yen, new.headcount, 0 if is_group else new.tier, folded, True),
        *(moment, moment),
    )


def _wrapped_keys(ids: Sequence[int]) -> list[tuple[Any, ...]]:
    """A new data key of each organisation, as its row."""
    ring, noise = settings.SEKISHO_KEYRING, random_bytes(_ID_BYTES * len(ids))
    parts = (noise[at : at + _ID_BYTES] for at in range(0, len(noise), _ID_BYTES))
    made = new_data_keys(ring, [uuid.UUID(bytes=part, version=4) for part in parts])
    return [
        (as_uid(key.id), own, ring.current, wrapped)
        for own, (key, wrapped) in zip(ids, made, strict=True)
    ]


@transaction.atomic
def update_organisations(
    actor: Actor, *, changes: Mapping[int, Mapping[str, Any]], now: datetime
) -> int:
    """Set the given fields of the given organisations; returns how many rows were changed.

    `changes` maps inside number to field values of NewOrganisation's names.
    """
    rows = list(Organisation.objects.filter(id__in=list(changes)))
    fields: set[str] = set()
    for row in rows:
        for name, value in changes[row.id].items():
            setattr(row, name, value)
            fields.add(name)
        row.folded_name, row.updated_at = fold_name(row.name)[:FOLDED_LENGTH], now
    if rows:
        names = [*fields, "folded_name", "updated_at"]
        Organisation.objects.bulk_update(rows, names, batch_size=_BATCH)
        index_organisations(
            (row.id, (row.name, row.name_en, row.name_kana, row.own_code, row.corporate_number))
            for row in rows
        )
    payload = {str(key): dict(value) for key, value in changes.items()}
    _record(actor, "organisations.updated", len(rows), payload, now)
    return len(rows)


@transaction.atomic
def add_relations(actor: Actor, *, relations: Sequence[NewRelation], now: datetime) -> int:
    """Add those edges that are not there yet; returns how many were given."""
    moment = as_moment(now)
    rows = [
        (uid, new.supplier_id, new.customer_id, new.kind, new.what, moment)
        for uid, new in zip(fresh_uids(len(relations)), relations, strict=True)
    ]
    insert_rows(_EDGE_TABLE, _EDGE_COLUMNS, rows, or_ignore=True)
    payload = {"edges": [[new.supplier_id, new.customer_id, new.kind] for new in relations]}
    _record(actor, "relations.added", len(rows), payload, now)
    return len(rows)


@transaction.atomic
def remove_relation(actor: Actor, *, uid: uuid.UUID, now: datetime) -> None:
    """Remove one edge; the caller has checked that it is within reach."""
    Relation.objects.filter(uid=uid).delete()
    change = Change("relations.removed", "relation", uid)
    record_entry(actor, change=change, now=now)


def _record(actor: Actor, verb: str, count: int, payload: Mapping[str, Any], now: datetime) -> None:
    change = Change(verb, "organisation", payload=payload, count=count)
    record_entry(actor, change=change, now=now)
