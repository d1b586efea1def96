"""What is known about one contact, in numbers, before it is erased."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sekisho.apps.accounts.queries import subjects_of_holder
from sekisho.apps.asks.queries.erasing import Named, named_in_asks, seen_among
from sekisho.apps.keeping.queries.holds import spared
from sekisho.apps.keeping.queries.left import Left, left_in_words
from sekisho.apps.mail.events import contact_letters
from sekisho.apps.mail.queries.erasing import count_to
from sekisho.apps.organisations.queries import OrganisationView, granted_ids
from sekisho.apps.partners.queries import ContactView, contact_for
from sekisho.apps.partners.queries.erasing import Places, places_of, traces_of
from sekisho.apps.partners.queries.pages import organisation_of_contact
from sekisho.kernel.actor import Actor, Capability


@dataclass(frozen=True, slots=True)
class Known:
    """A contact and where it stands, as far as the actor sees it; what it does not see is erased
    too. `letters` is None when other companies of the group may have written some. `left` is
    what no machine takes out. `is_held` tells that the partner is on hold.
    """

    contact: ContactView
    organisation: OrganisationView
    named: Named
    places: Places
    letters: int | None
    links: int
    left: tuple[Left, ...]
    is_held: bool


def known_for(actor: Actor, uid: uuid.UUID) -> Known:
    """Everything countable about a contact at a partner that the actor runs. Raises NotFound."""
    contact = contact_for(actor, uid, Capability.RUN)
    traces = traces_of(contact.id)
    organisation = organisation_of_contact(actor, contact)
    is_all_in_sight = granted_ids(actor) is None
    return Known(
        contact=contact,
        organisation=organisation,
        named=named_in_asks(actor, traces),
        places=places_of(contact.id),
        letters=count_to(contact_letters(), contact.id) if is_all_in_sight else None,
        links=len(seen_among(actor, subjects_of_holder(contact.id))),
        left=left_in_words(actor, organisation, traces),
        is_held=contact.organisation_id in spared().organisation_ids,
    )
