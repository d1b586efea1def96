"""The register as a list that the import takes back: the same columns, several rows a partner."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from sekisho.apps.organisations.queries import (
    OrganisationView,
    Selection,
    open_for,
    organisations_by_ids,
    organisations_in,
)
from sekisho.apps.organisations.queries.countries import country_name
from sekisho.apps.organisations.queries.matching import edges_at
from sekisho.apps.partners.models import Contact, Partner
from sekisho.apps.partners.queries.contacts import ContactView, frozen_contact
from sekisho.apps.partners.queries.filters import PartnerFilter, condition_of
from sekisho.apps.partners.queries.pages import note_place
from sekisho.kernel.actor import Actor

_BATCH = 500
Cells = list[str | int | None]
Wording = Mapping[str, Mapping[str, str]]


@dataclass(slots=True)
class _Part:
    """What belongs to some organisations, by their number."""

    contacts: dict[int, list[ContactView]] = field(default_factory=lambda: defaultdict(list))
    edges: dict[int, list[tuple[str, str, str, str]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    tags: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    owners: dict[int, str] = field(default_factory=dict)
    notes: dict[int, str] = field(default_factory=dict)


def export_rows_for(
    actor: Actor, criteria: PartnerFilter, *, language: str, words: Wording
) -> Iterator[Cells]:
    """Rows of cells in the order of COLUMNS for every partner that the filter keeps.

    `words` gives the words of kinds, purposes and languages ("kind", "purposes", "language").
    """
    selection = Selection(condition_of(criteria), criteria.sort)
    found = organisations_in(actor, selection)
    for start in range(0, len(found), _BATCH):
        some = found[start : start + _BATCH]
        part = _load(actor, some)
        for organisation in some:
            yield from _rows(organisation, part, language, words)


def _load(actor: Actor, some: Sequence[OrganisationView]) -> _Part:
    part, ids = _Part(), [organisation.id for organisation in some]
    for row in Contact.objects.filter(organisation_id__in=ids, is_active=True).order_by("id"):
        part.contacts[row.organisation_id].append(frozen_contact(row))
    _load_edges(actor, ids, part)
    through = Partner.tags.through.objects.filter(partner_id__in=ids).order_by("tag__name")
    for own, tag in through.values_list("partner_id", "tag__name"):
        part.tags[own].append(tag)
    partners = Partner.objects.filter(organisation_id__in=ids)
    fields = ("organisation_id", "note_sealed", "owner__email", "owner__name")
    for own, sealed, email, name in partners.values_list(*fields):
        part.owners[own] = email or name or ""
        if sealed is not None:
            part.notes[own] = open_for(own, note_place(own), sealed).decode()
    return part


def _load_edges(actor: Actor, ids: Sequence[int], part: _Part) -> None:
    """Each edge once: at the supplier, a sale at the customer. Ends out of reach stay unnamed."""
    edges = sorted(edges_at(ids))
    ends = organisations_by_ids(actor, {end for edge in edges for end in edge[:2]})
    wanted = set(ids)
    for supplier, customer, kind, what in edges:
        own, other = (customer, supplier) if kind == "sales" else (supplier, customer)
        if own not in wanted or other not in ends:
            continue
        held = ends[other]
        name = held.own_code or held.name
        pair = (name, "") if held.is_group else ("", name)
        part.edges[own].append((kind, what, *pair))


def _rows(
    organisation: OrganisationView, part: _Part, language: str, words: Wording
) -> Iterator[Cells]:
    own = organisation.id
    pairs = (
        zip_longest(part.edges[own], part.contacts[own]) if _has_more(part, own) else [(None,) * 2]
    )
    master: Cells = [
        *(organisation.own_code, organisation.name, organisation.name_kana, organisation.name_en),
        *(organisation.corporate_number, country_name(organisation.country, language)),
        *(organisation.capital_yen, organisation.headcount),
    ]
    for number, (edge, contact) in enumerate(pairs):
        is_first = number == 0
        kind, what, company, parent = edge or ("", "", "", "")
        tags = "、".join(part.tags[own]) if is_first else ""
        yield [
            *master,
            *(words["kind"].get(kind, ""), what, company, parent, tags),
            *_contact_cells(contact, words),
            part.owners.get(own, "") if is_first else "",
            part.notes.get(own, "") if is_first else "",
        ]


def _has_more(part: _Part, own: int) -> bool:
    return bool(part.edges[own] or part.contacts[own])


def _contact_cells(contact: Any, words: Wording) -> Cells:
    if contact is None:
        return [""] * 6
    purposes = "、".join(words["purposes"][one] for one in contact.purposes)
    return [
        *(contact.department, contact.name, contact.email, contact.phone),
        *(words["language"].get(contact.language, ""), purposes),
    ]
