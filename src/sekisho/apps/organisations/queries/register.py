"""Organisations and relations as frozen values."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from sekisho.apps.organisations.models import Organisation, Relation
from sekisho.apps.organisations.queries.reach import IN_GROUP, granted_ids, reach_filter
from sekisho.apps.work.queries.worded import NUMBER, Worded
from sekisho.kernel.actor import SYSTEM, Actor, Capability
from sekisho.kernel.errors import NotFound
from sekisho.kernel.reading import remembered
from sekisho.kernel.text import Bilingual


@dataclass(frozen=True, slots=True)
class OrganisationView:
    """One organisation. `tier` is None when no relation leads to the group."""

    id: int
    uid: uuid.UUID
    parent_id: int | None
    is_home: bool
    is_group: bool
    name: str
    name_en: str
    name_kana: str
    country: str
    own_code: str | None
    corporate_number: str | None
    capital_yen: int | None
    headcount: int | None
    tier: int | None
    is_active: bool

    @property
    def names(self) -> Bilingual:
        """Both names; a missing English one is stood in for by the Japanese."""
        return Bilingual(ja=self.name, en=self.name_en)


VIEWED = tuple(OrganisationView.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class RelationView:
    """One edge with the names at both ends."""

    uid: uuid.UUID
    supplier: OrganisationView
    customer: OrganisationView
    kind: str
    what: str


def frozen(row: Organisation) -> OrganisationView:
    """The value of a row; for this room's own modules."""
    return OrganisationView(**{name: getattr(row, name) for name in VIEWED})


def views_of(rows: QuerySet[Organisation]) -> Iterator[OrganisationView]:
    """The values of many rows, straight from their columns; for this room's own modules."""
    return (OrganisationView(*row) for row in rows.values_list(*VIEWED))


def organisation_for(
    actor: Actor, uid: uuid.UUID, capability: Capability = Capability.VIEW
) -> OrganisationView:
    """One organisation within reach. Raises NotFound otherwise."""

    def look_up() -> OrganisationView:
        rows = Organisation.objects.filter(reach_filter(actor, capability=capability))
        row = rows.filter(uid=uid).first()
        if row is None:
            raise NotFound("organisations.not_there")
        return frozen(row)

    return remembered((actor, organisation_for, uid, capability), look_up)


def organisations_by_ids(actor: Actor, ids: Iterable[int]) -> dict[int, OrganisationView]:
    """Those of the numbers that are within reach, keyed by number; others are absent."""
    rows = _BY_IDS.rows(actor, ids=ids)
    return {row[0]: OrganisationView(*row) for row in rows}


_BY_IDS = Worded(
    lambda actor, ids: Organisation.objects.filter(reach_filter(actor), id__in=ids).values_list(
        *VIEWED
    ),
    lists=("ids",),
    ids=NUMBER,
)


def group_members_for(
    actor: Actor, capability: Capability = Capability.VIEW
) -> tuple[OrganisationView, ...]:
    """Group companies in whose name the actor may act, home first, then by name."""
    own = granted_ids(actor, capability)
    rows = _GROUP.rows()
    return tuple(OrganisationView(*row) for row in rows if own is None or row[0] in own)


_GROUP = Worded(
    lambda: (
        Organisation.objects.filter(IN_GROUP, is_active__in=(True,))
        .order_by("-is_home", "name")
        .values_list(*VIEWED)
    )
)


def relations_for(actor: Actor, organisation_id: int) -> tuple[RelationView, ...]:
    """The edges at one organisation whose both ends are within reach."""
    rows = Relation.objects.filter(
        reach_filter(actor, path="supplier"), reach_filter(actor, path="customer")
    ).select_related("supplier", "customer")
    at = rows.filter(supplier_id=organisation_id) | rows.filter(customer_id=organisation_id)
    return tuple(
        RelationView(row.uid, frozen(row.supplier), frozen(row.customer), row.kind, row.what)
        for row in at.order_by("kind", "supplier__name", "customer__name", "id")
    )


def has_home() -> bool:
    """Whether this installation has been set up."""
    return Organisation.objects.filter(is_home=True).exists()


def home_view() -> OrganisationView:
    """The home organisation; its name is on every letter, so it is no secret within the house."""
    row = Organisation.objects.filter(reach_filter(SYSTEM), is_home=True).first()
    if row is None:
        raise NotFound("organisations.no_home")
    return frozen(row)
