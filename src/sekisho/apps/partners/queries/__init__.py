"""Reading the partner register."""

from __future__ import annotations

from sekisho.apps.partners.queries.audience import Audience, AudienceMember, audience_for
from sekisho.apps.partners.queries.contacts import (
    PURPOSES,
    ContactView,
    contact_for,
    contacts_by_ids,
    contacts_of,
)
from sekisho.apps.partners.queries.filters import PartnerFilter

__all__ = [
    "PURPOSES",
    "Audience",
    "AudienceMember",
    "ContactView",
    "PartnerFilter",
    "audience_for",
    "contact_for",
    "contacts_by_ids",
    "contacts_of",
]
