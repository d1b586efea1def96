"""What is known about one contact, in numbers, before it is erased."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sekisho.apps.accounts.queries import subjects_of_holder
from sekisho.apps.asks.queries.erasing import Named, named_in_asks
from sekisho.apps.keeping.queries.holds import spared
from sekisho.apps.mail.events import contact_letters
from sekisho.apps.mail.queries.erasing import count_to
from sekisho.apps.organisations.queries import OrganisationView
from sekisho.apps.partners.queries import ContactView, contact_for
from sekisho.apps.partners.queries.erasing import Places, places_of, traces_of
from sekisho.apps.partners.queries.pages import organisation_of_contact
from sekisho.kernel.actor import Actor, Capability


@dataclass(frozen=True, slots=True)
class Known:
    """A contact and where it stands. `is_held` tells that its partner is on hold."""

    contact: ContactView
    organisation: OrganisationView
    named: Named
    places: Places
    letters: int
    links: int
    is_held: bool


def known_for(actor: Actor, uid: uuid.UUID) -> Known:
    """Everything countable about a contact at a partner that the actor runs. Raises NotFound."""
    contact = contact_for(actor, uid, Capability.RUN)
    traces = traces_of(contact.id)
    return Known(
        contact=contact,
        organisation=organisation_of_contact(actor, contact),
        named=named_in_asks(traces),
        places=places_of(contact.id),
        letters=count_to(contact_letters(), contact.id),
        links=len(subjects_of_holder(contact.id)),
        is_held=contact.organisation_id in spared().organisation_ids,
    )
