"""Whom an ask goes to: partners by filter and by list, each with the contact to write to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from sekisho.apps.organisations.queries import (
    Selection,
    home_id,
    identify_organisations,
    reach_filter,
    values_in,
)
from sekisho.apps.partners.models import Contact, Partner
from sekisho.apps.partners.queries.contacts import rank_of
from sekisho.apps.partners.queries.filters import USABLE, PartnerFilter, condition_of
from sekisho.kernel.actor import Actor, Capability

_FEW = 500
_FIELDS = ("id", "name", "name_en", "tier", "country")


@dataclass(frozen=True, slots=True)
class AudienceMember:
    """One organisation to be asked. `contact_id` is None when nobody there can be written to.

    `has_bounced` then tells that there are addresses, but letters came back from them.
    """

    organisation_id: int
    name: str
    name_en: str
    tier: int | None
    country: str
    contact_id: int | None
    language: str
    owner_contact_id: int | None
    has_bounced: bool = False


@dataclass(frozen=True, slots=True)
class Audience:
    """Members by name, each organisation once, and the pasted lines that named nobody.

    `names_home` tells that a line names home, whether it is asked or not.
    """

    members: tuple[AudienceMember, ...]
    unknown: tuple[str, ...] = ()
    names_home: bool = False


def audience_for(
    actor: Actor,
    criteria: PartnerFilter,
    *,
    listed: tuple[str, ...] = (),
    is_home_asked: bool = False,
    capability: Capability = Capability.RUN,
) -> Audience:
    """The active partners that the filter keeps, together with those that the list names.

    With a list and a filter that asks nothing, the list alone counts. A line is an own code, a
    corporate number or a name; lines that fit nothing or several come back as unknown, in order.
    Home is asked only when a line names it and `is_home_asked`.
    """
    lines = tuple(dict.fromkeys(line.strip() for line in listed if line.strip()))
    found = identify_organisations(actor, lines, capability=capability) if lines else {}
    asks_nothing = criteria == PartnerFilter(sort=criteria.sort)
    where = Q(pk__in=()) if lines and asks_nothing else condition_of(criteria)
    named = {line: own for line, own in found.items() if is_home_asked or own != home_id()}
    if named:
        where |= Q(id__in=sorted(set(named.values())), is_active=True)
    selection = Selection(where, criteria.sort, capability, with_home=home_id() in named.values())
    rows = values_in(actor, selection, *_FIELDS)
    ids = [row[0] for row in rows]
    contacts, owners, bounced = _first_contacts(actor, ids), _owners(ids), _bounced()
    members = tuple(
        AudienceMember(
            own,
            name,
            name_en,
            tier,
            country,
            *contacts.get(own, (None, _language(country))),
            owners.get(own),
            own in bounced and own not in contacts,
        )
        for own, name, name_en, tier, country in rows
    )
    names_home = home_id() in found.values()
    return Audience(members, _unknown(lines, found, {*ids, home_id()}), names_home)


def _unknown(lines: Sequence[str], found: dict[str, int], ids: set[int]) -> tuple[str, ...]:
    return tuple(line for line in lines if found.get(line) not in ids)


def _first_contacts(actor: Actor, ids: Sequence[int]) -> dict[int, tuple[int | None, str]]:
    """The usable contact of each organisation: security first, then the oldest."""
    rows = Contact.objects.filter(USABLE)
    if len(ids) <= _FEW:
        rows = rows.filter(organisation_id__in=ids)
    else:
        rows = rows.filter(reach_filter(actor, path="organisation"))
    best: dict[int, tuple[int, int, str]] = {}
    fields = rows.values_list("organisation_id", "id", "language", "purposes")
    for own, contact, language, purposes in fields:
        candidate = (rank_of(purposes), contact, language)
        if own not in best or candidate < best[own]:
            best[own] = candidate
    return {own: (contact, language) for own, (_rank, contact, language) in best.items()}


def _bounced() -> frozenset[int]:
    """Organisations with an address from which letters came back; there are few."""
    rows = Contact.objects.filter(is_active=True, bounced_at__isnull=False).exclude(email="")
    return frozenset(rows.values_list("organisation_id", flat=True))


def _owners(ids: Sequence[int]) -> dict[int, int | None]:
    rows = Partner.objects.exclude(owner=None)
    if len(ids) <= _FEW:
        rows = rows.filter(organisation_id__in=ids)
    return dict(rows.values_list("organisation_id", "owner_id"))


def _language(country: str) -> str:
    return "ja" if country == "JP" else "en"
