"""The list of partners and the page of one, each in a handful of queries."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import Count, Q

from sekisho.adapters.vault import Place
from sekisho.apps.organisations.queries import (
    OrganisationView,
    RelationView,
    Selection,
    count_in,
    counts_by,
    group_members_for,
    is_reached,
    open_for,
    organisation_for,
    organisations_by_ids,
    organisations_in,
    reach_filter,
    relations_for,
)
from sekisho.apps.partners.models import Contact, Partner, Tag
from sekisho.apps.partners.queries.contacts import (
    ContactView,
    contacts_at,
    contacts_of,
    frozen_contact,
    rank_of,
)
from sekisho.apps.partners.queries.filters import PartnerFilter, condition_of
from sekisho.apps.work.queries.worded import NUMBER, Worded
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import NotFound
from sekisho.kernel.text import Bilingual
from sekisho.ui.paging import Paged, slice_of

_MOST_OWNERS = 500
_MOST_TAGS = 500


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """One line of the list; `contact` is the one to write to, None when there is none."""

    organisation: OrganisationView
    contact: ContactView | None
    contacts: int
    tags: tuple[str, ...]
    owner: str
    has_bounced: bool  # nobody can be written to, and letters to somebody there came back

    @property
    def names(self) -> Bilingual:
        """Both names."""
        return self.organisation.names


@dataclass(frozen=True, slots=True)
class Facets:
    """How many partners there are in all, of each tier and country, and without a contact."""

    total: int
    tiers: tuple[tuple[int | None, int], ...]
    countries: tuple[tuple[str, int], ...]
    tags: tuple[str, ...]
    group_total: int


@dataclass(frozen=True, slots=True)
class PartnerPage:
    """Everything the register knows of one partner. `may` names what the actor may do here."""

    organisation: OrganisationView
    parent: OrganisationView | None
    supplies: tuple[RelationView, ...]
    buys: tuple[RelationView, ...]
    contacts: tuple[ContactView, ...]
    former_contacts: tuple[ContactView, ...]
    owner: ContactView | None
    tags: tuple[str, ...]
    note: str
    may: frozenset[str]


def partner_list_for(actor: Actor, criteria: PartnerFilter, number: int) -> Paged[PartnerRow]:
    """One page of the register as the filter wants it."""
    selection = Selection(condition_of(criteria), criteria.sort, key=_key_of(criteria))
    total = count_in(actor, selection)
    found = organisations_in(actor, selection, part=slice_of(number))
    return Paged(_rows(found), number, total)


def _key_of(criteria: PartnerFilter) -> PartnerFilter | None:
    """What is asked all day long: one page after the other, one tier or country; not the words
    that somebody looks for.
    """
    everything = PartnerFilter(sort=criteria.sort)
    kept = {name: getattr(criteria, name) for name in ("is_group", "tiers", "countries")}
    return criteria if criteria == replace(everything, **kept) else None


def facets_for(actor: Actor) -> Facets:
    """The numbers on the filter chips, over everything active that the actor reaches."""
    # Said as a list, so that SQLite walks along the index that is in the order of these counts.
    everybody = Selection(condition_of(PartnerFilter()) & Q(is_active__in=(True,)), key="facets")
    group, tiers, countries = 0, Counter[int | None](), Counter[str]()
    for key, count in counts_by(actor, everybody, "is_group", "tier", "country").items():
        is_group, tier, country = key
        if is_group:
            group += count
        else:
            tiers[tier] += count
            countries[country] += count
    return Facets(
        total=sum(tiers.values()),
        tiers=tuple(sorted(tiers.items(), key=lambda pair: (pair[0] is None, pair[0] or 0))),
        countries=tuple(sorted(countries.items(), key=lambda pair: (-pair[1], pair[0]))),
        tags=_tag_names(actor),
        group_total=group,
    )


def _tag_names(actor: Actor) -> tuple[str, ...]:
    """Tags in use within reach, by name; who reaches everything sees every tag."""
    reached = reach_filter(actor, path="partner__organisation")
    rows = Tag.objects.order_by("name")
    if reached:
        used = Partner.tags.through.objects.filter(reached).values("tag_id")
        rows = rows.filter(id__in=used)
        return tuple(rows.values_list("name", flat=True)[:_MOST_TAGS])
    return tuple(_EVERY_TAG.rows())


_EVERY_TAG = Worded(
    lambda: Tag.objects.order_by("name").values_list("name", flat=True)[:_MOST_TAGS]
)


def tags_for(actor: Actor) -> tuple[tuple[str, int], ...]:
    """Tags in use within reach with their number of partners, by name."""
    rows = Tag.objects.filter(reach_filter(actor, path="partners__organisation"))
    counted = rows.annotate(n=Count("partners")).order_by("name").values_list("name", "n")
    return tuple(counted)


def owners_for(actor: Actor) -> tuple[tuple[uuid.UUID, int, str], ...]:
    """People at group companies who can look after partners: ids and label; 500 at most."""
    found = _OWNERS.rows(actor)
    return tuple((uid, own, name or email) for uid, own, name, email in found)


_OWNERS = Worded(
    lambda actor: (
        Contact.objects.filter(
            reach_filter(actor, path="organisation"),
            organisation__is_group__in=(True,),
            is_active=True,
        )
        .order_by("name", "id")
        .values_list("uid", "id", "name", "email")[:_MOST_OWNERS]
    )
)


def partner_for(actor: Actor, uid: uuid.UUID) -> PartnerPage:
    """Everything about one organisation within reach. Raises NotFound otherwise."""
    found = organisation_for(actor, uid)
    row = Partner.objects.filter(organisation_id=found.id).select_related("owner").first()
    tags = row.tags.order_by("name").values_list("name", flat=True) if row else ()
    relations = relations_for(actor, found.id)
    contacts = contacts_of(actor, found.id, is_active=None)
    return PartnerPage(
        organisation=found,
        parent=_parent(actor, found),
        supplies=tuple(edge for edge in relations if edge.supplier.id == found.id),
        buys=tuple(edge for edge in relations if edge.customer.id == found.id),
        contacts=tuple(contact for contact in contacts if contact.is_active),
        former_contacts=tuple(contact for contact in contacts if not contact.is_active),
        owner=frozen_contact(row.owner) if row and row.owner else None,
        tags=tuple(tags),
        note=_note(row),
        may=_allowed(actor, found),
    )


def note_place(organisation_id: int) -> Place:
    """Where the encrypted note of a partner belongs."""
    return Place("partners.partner", str(organisation_id), "note")


def _note(row: Partner | None) -> str:
    if row is None or row.note_sealed is None:
        return ""
    own = row.organisation_id
    return open_for(own, note_place(own), row.note_sealed).decode()


def _parent(actor: Actor, found: OrganisationView) -> OrganisationView | None:
    if not found.is_group or found.parent_id is None:
        return None
    members = {row.id: row for row in group_members_for(actor)}
    return members.get(found.parent_id)


def _allowed(actor: Actor, found: OrganisationView) -> frozenset[str]:
    names = (Capability.FOLLOW_UP, Capability.RUN, Capability.ADMINISTER)
    able = [name for name in names if actor.can(name)]
    return frozenset(name.value for name in able if is_reached(actor, found.id, name))


def _rows(found: Sequence[OrganisationView]) -> tuple[PartnerRow, ...]:
    ids = [organisation.id for organisation in found]
    contacts: dict[int, list[ContactView]] = defaultdict(list)
    for contact in contacts_at(ids):
        contacts[contact.organisation_id].append(contact)
    tags: dict[int, list[str]] = defaultdict(list)
    for own, tag in _TAGS.rows(ids=ids):
        tags[own].append(tag)
    owners = {own: next(filter(None, words), "") for own, *words in _OWNED.rows(ids=ids)}
    return tuple(
        PartnerRow(
            organisation=organisation,
            contact=_first(contacts[organisation.id]),
            contacts=len(contacts[organisation.id]),
            tags=tuple(tags[organisation.id]),
            owner=owners.get(organisation.id, ""),
            has_bounced=any(one.bounced_at for one in contacts[organisation.id]),
        )
        for organisation in found
    )


_TAGS = Worded(
    lambda ids: (
        Partner.tags.through.objects.filter(partner__organisation__id__in=ids)
        .order_by("tag__name")
        .values_list("partner_id", "tag__name")
    ),
    lists=("ids",),
    ids=NUMBER,
)
_OWNED = Worded(
    lambda ids: (
        Partner.objects.filter(organisation__id__in=ids)
        .exclude(owner=None)
        .values_list("organisation_id", "owner__name", "owner__department", "owner__email")
    ),
    lists=("ids",),
    ids=NUMBER,
)


def _first(contacts: Sequence[ContactView]) -> ContactView | None:
    usable = [contact for contact in contacts if contact.is_usable]
    return min(usable, key=lambda contact: rank_of(contact.purposes), default=None)


def organisation_of_contact(actor: Actor, contact: ContactView) -> OrganisationView:
    """Where a contact within reach works."""
    found = organisations_by_ids(actor, [contact.organisation_id])
    if contact.organisation_id not in found:
        raise NotFound("partners.no_contact")
    return found[contact.organisation_id]


def find_partners(
    actor: Actor, query: str, *, size: int = 8, capability: Capability = Capability.VIEW
) -> tuple[OrganisationView, ...]:
    """The first organisations whose name, code or number contains the query."""
    if not query.strip():
        return ()
    selection = Selection(condition_of(PartnerFilter(query=query)), capability=capability)
    return organisations_in(actor, selection, part=slice(0, size))


def has_partners(actor: Actor) -> bool:
    """Whether the actor reaches any partner."""
    selection = Selection(condition_of(PartnerFilter(is_group=False)))
    return bool(organisations_in(actor, selection, part=slice(0, 1)))
