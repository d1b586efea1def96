"""Entries within reach, opened: lists, one entry, what stands at an organisation."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from sekisho.apps.inventory.models import Entry
from sekisho.apps.inventory.queries.catalogue import catalogue
from sekisho.apps.inventory.queries.sealed import name_hash, open_entry
from sekisho.apps.organisations.queries import (
    OrganisationView,
    organisations_by_ids,
    reach_filter,
    search_filter,
)
from sekisho.apps.organisations.queries.keys import open_keys
from sekisho.engines.inventory import Confidence, Fact, Kind, unknown_fields
from sekisho.kernel.actor import SYSTEM, Actor, Capability
from sekisho.kernel.errors import NotFound
from sekisho.ui.paging import Paged, slice_of

SORTS = {
    "company": ("organisation__name", "organisation_id", "kind", "name", "id"),
    "unknown": ("unknown_count", "id"),
    "updated": ("updated_at", "id"),
}


@dataclass(frozen=True, slots=True)
class EntryRef:
    """An entry named by another one."""

    id: int
    uid: uuid.UUID
    kind: str
    organisation_id: int
    name: str
    own_code: str = ""


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry, opened. `target` is None for a thing."""

    id: int
    uid: uuid.UUID
    kind: Kind
    organisation: OrganisationView
    own_code: str
    name: str
    facts: Mapping[str, Fact]
    weakest: Confidence
    revision: int
    updated_at: datetime
    is_removed: bool
    target: OrganisationView | None = None
    source_item: EntryRef | None = None
    target_item: EntryRef | None = None
    via_item: EntryRef | None = None

    @property
    def unknown(self) -> tuple[str, ...]:
        """The values of which nothing is known."""
        return unknown_fields(self.kind, self.facts)


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """Which entries; empty asks nothing. `confidence` is the least sure value of an entry.

    `query` is part of a company's name, of a code or of a name that lies in the clear, or the
    whole of a sealed one.
    """

    query: str = ""
    kind: str = ""
    organisation_id: int | None = None
    confidence: str = ""
    has_unknown: bool = False
    sort: str = "company"


def entries_for(actor: Actor, wanted: EntryFilter, *, page: int = 1) -> Paged[EntryView]:
    """One page of the entries within reach."""
    rows = _wanted(actor, wanted)
    return Paged(views_of(rows[slice_of(page)]), page, rows.order_by().count())


def every_entry(actor: Actor, wanted: EntryFilter) -> tuple[EntryView, ...]:
    """All entries as filtered, for a file."""
    return views_of(_wanted(actor, wanted))


def kind_counts(actor: Actor) -> dict[str, int]:
    """How many entries of each kind are within reach; kinds without any are absent."""
    rows = reached(actor).order_by().values_list("kind").annotate(n=Count("id"))
    return dict(rows)


def count_unknown(actor: Actor) -> int:
    """How many entries within reach have values of which nothing is known."""
    return int(reached(actor).filter(unknown_count__gt=0).count())


def entries_at(actor: Actor, organisation_id: int, *, most: int) -> tuple[EntryView, ...]:
    """What an organisation has, and the links at either end of it, by kind; the first so many."""
    at = Q(organisation_id=organisation_id) | Q(target_id=organisation_id)
    return views_of(reached(actor).filter(at).order_by("kind", "id")[:most])


def count_at(actor: Actor, organisation_id: int) -> dict[str, int]:
    """How many there are of each kind at an organisation, either end counting."""
    at = Q(organisation_id=organisation_id) | Q(target_id=organisation_id)
    rows = reached(actor).filter(at).order_by().values_list("kind").annotate(n=Count("id"))
    return dict(rows)


def links_of(actor: Actor, item_id: int) -> tuple[EntryView, ...]:
    """The links that begin, end or pass at an item."""
    at = Q(source_item_id=item_id) | Q(target_item_id=item_id) | Q(via_item_id=item_id)
    return views_of(reached(actor).filter(at).order_by("kind", "id"))


def items_at(actor: Actor, organisation_id: int, kinds: Iterable[str]) -> tuple[EntryRef, ...]:
    """The items of these kinds at an organisation, for the ends of a link."""
    rows = reached(actor).filter(organisation_id=organisation_id, kind__in=list(kinds))
    return tuple(_refs(rows.order_by("kind", "id")).values())


def entry_for(actor: Actor, uid: uuid.UUID, capability: Capability = Capability.VIEW) -> EntryView:
    """One entry within reach, removed ones too. Raises NotFound."""
    return views_of([entry_row(actor, uid, capability)])[0]


def entry_row(actor: Actor, uid: uuid.UUID, capability: Capability = Capability.VIEW) -> Entry:
    """One row for this room's own actions, removed ones too. Raises NotFound."""
    row = within(actor, capability).filter(uid=uid).first()
    if row is None:
        raise NotFound("inventory.not_there")
    return row


def reached(actor: Actor, capability: Capability = Capability.VIEW) -> QuerySet[Entry]:
    """Entries within reach that are not removed; of a link both ends must be. For this room."""
    return within(actor, capability).filter(removed_at=None)


def views_of(rows: Iterable[Entry]) -> tuple[EntryView, ...]:
    """Rows fetched through the gate as values, in their order; three queries for all of them."""
    found = list(rows)
    ends = {row.organisation_id for row in found} | {row.target_id for row in found}
    at = organisations_by_ids(SYSTEM, {one for one in ends if one is not None})
    named = {
        one
        for row in found
        for one in (row.source_item_id, row.target_item_id, row.via_item_id)
        if one is not None
    }
    refs = _refs(Entry.objects.filter(pk__in=named)) if named else {}
    open_keys(row.organisation_id for row in found)
    return tuple(_view(row, at, refs) for row in found)


def within(actor: Actor, capability: Capability) -> QuerySet[Entry]:
    """Entries within reach, removed ones too. For this room."""
    source = reach_filter(actor, capability=capability, path="organisation")
    target = reach_filter(actor, capability=capability, path="target")
    rows = Entry.objects.filter(source)
    return rows.filter(Q(target=None) | target) if target else rows


def _wanted(actor: Actor, wanted: EntryFilter) -> QuerySet[Entry]:
    rows = reached(actor)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.organisation_id is not None:
        at = wanted.organisation_id
        rows = rows.filter(Q(organisation_id=at) | Q(target_id=at))
    if wanted.confidence:
        rows = rows.filter(weakest=wanted.confidence)
    if wanted.has_unknown:
        rows = rows.filter(unknown_count__gt=0)
    if wanted.query.strip():
        rows = rows.filter(_named(wanted.query.strip()))
    is_down = wanted.sort.startswith("-")
    first, *rest = SORTS.get(wanted.sort.removeprefix("-"), SORTS["company"])
    return rows.order_by(f"-{first}" if is_down else first, *rest)


def _named(words: str) -> Q:
    company = search_filter(words, path="organisation_id") | search_filter(words, path="target_id")
    own = Q(name__icontains=words) | Q(own_code__istartswith=words)
    return company | own | Q(name_hash=name_hash(words))


def _refs(rows: QuerySet[Entry]) -> dict[int, EntryRef]:
    found = list(rows)
    open_keys(row.organisation_id for row in found)
    return {
        row.pk: EntryRef(row.pk, row.uid, row.kind, row.organisation_id, name_of(row), row.own_code)
        for row in found
    }


def name_of(row: Entry) -> str:
    """The name of a row, opened where it lies sealed."""
    return row.name or open_entry(row.organisation_id, row.uid, row.sealed).name


def _view(
    row: Entry, at: Mapping[int, OrganisationView], refs: Mapping[int, EntryRef]
) -> EntryView:
    words = open_entry(row.organisation_id, row.uid, row.sealed)
    return EntryView(
        id=row.pk,
        uid=row.uid,
        kind=catalogue().kind(row.kind),
        organisation=at[row.organisation_id],
        own_code=row.own_code,
        name=words.name,
        facts=words.facts,
        weakest=Confidence(row.weakest),
        revision=row.revision,
        updated_at=row.updated_at,
        is_removed=row.removed_at is not None,
        target=at[row.target_id] if row.target_id is not None else None,
        source_item=refs.get(row.source_item_id or 0),
        target_item=refs.get(row.target_item_id or 0),
        via_item=refs.get(row.via_item_id or 0),
    )
