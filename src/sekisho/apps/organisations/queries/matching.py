"""The register as an import sees it: rows by code, number or folded name, and edges in bulk.

The caller decides by `reached_among` what its actor may touch; a match out of reach tells only
that a code or number is taken.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q

from sekisho.apps.organisations.models import Organisation, Relation
from sekisho.apps.organisations.queries.reach import reach_filter
from sekisho.kernel.actor import Actor, Capability

_FIELDS = (
    *("id", "own_code", "name", "name_kana", "name_en", "corporate_number", "country"),
    *("capital_yen", "headcount", "folded_name", "is_group", "is_active"),
)


@dataclass(slots=True)
class Registered:
    """One organisation as it stands; an import notes its own changes here as it goes."""

    id: int
    own_code: str | None
    name: str
    name_kana: str
    name_en: str
    corporate_number: str | None
    country: str
    capital_yen: int | None
    headcount: int | None
    folded_name: str
    is_group: bool
    is_active: bool


def registered_by_keys(
    *, codes: Collection[str], numbers: Collection[str], folded: Collection[str]
) -> tuple[Registered, ...]:
    """Organisations with one of these codes, corporate numbers or folded names.

    In reach or not; at most some hundreds of each.
    """
    keys = {"own_code": codes, "corporate_number": numbers, "folded_name": folded}
    parts = [f"{name} IN ({_places(found)})" for name, found in keys.items() if found]
    if not parts:
        return ()
    columns = ", ".join(_FIELDS)
    # Plain SQL: the ORM prepares fifteen hundred values one by one, which an import feels.
    statement = f"SELECT {columns} FROM organisations_organisation WHERE {' OR '.join(parts)}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, [key for found in keys.values() for key in found])
        return tuple(Registered(*_as_read(values)) for values in cursor.fetchall())


def _places(found: Collection[str]) -> str:
    return ", ".join(["%s"] * len(found))


def _as_read(values: Sequence[Any]) -> tuple[Any, ...]:
    """The row with its last two columns as truth values, which SQLite keeps as numbers."""
    return (*values[:-2], bool(values[-2]), bool(values[-1]))


def registered_by_ids(ids: Collection[int]) -> dict[int, Registered]:
    """Organisations by inside number, in reach or not."""
    rows = Organisation.objects.filter(id__in=ids).values_list(*_FIELDS)
    return {values[0]: Registered(*values) for values in rows}


def reached_among(
    actor: Actor, ids: Collection[int], capability: Capability = Capability.VIEW
) -> frozenset[int]:
    """Those of the numbers that are within reach."""
    rows = Organisation.objects.filter(reach_filter(actor, capability=capability))
    return frozenset(rows.filter(id__in=ids).values_list("id", flat=True))


def edges_at(ids: Collection[int]) -> Iterable[tuple[int, int, str, str]]:
    """(supplier, customer, kind, what) of every edge at one of these organisations."""
    rows = Relation.objects.filter(Q(supplier_id__in=ids) | Q(customer_id__in=ids))
    return rows.values_list("supplier_id", "customer_id", "kind", "what")
