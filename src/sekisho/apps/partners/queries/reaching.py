"""Whom else to write to at an organisation, and who looks after it on our side; in bulk.

Inside the house only, without a gate: for jobs of the rooms above.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sekisho.apps.partners.models import Contact, Partner
from sekisho.apps.partners.queries.contacts import (
    ContactView,
    contacts_by_ids,
    frozen_contact,
    rank_of,
)
from sekisho.apps.partners.queries.filters import USABLE


def usable_contacts(organisation_ids: Iterable[int]) -> dict[int, tuple[ContactView, ...]]:
    """The contacts that a letter can go to, by organisation: security first, then the oldest."""
    found: dict[int, list[ContactView]] = defaultdict(list)
    wanted = sorted(set(organisation_ids))
    for row in Contact.objects.filter(USABLE, organisation_id__in=wanted).order_by("id"):
        found[row.organisation_id].append(frozen_contact(row))
    return {
        own: tuple(sorted(rows, key=lambda one: rank_of(one.purposes)))
        for own, rows in found.items()
    }


def owner_contacts(organisation_ids: Iterable[int]) -> dict[int, ContactView]:
    """The owner on our side of each organisation that has one who can be written to."""
    wanted = sorted(set(organisation_ids))
    rows = Partner.objects.filter(organisation_id__in=wanted).exclude(owner=None)
    owners = dict(rows.values_list("organisation_id", "owner_id"))
    people = contacts_by_ids(own for own in owners.values() if own)
    return {
        place: people[own]
        for place, own in owners.items()
        if own in people and people[own].is_usable
    }
