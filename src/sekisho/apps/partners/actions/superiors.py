"""Who stands above a contact: written to when reminders stay without an answer."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.partners.models import Contact
from sekisho.apps.partners.queries.contacts import contact_for
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import Conflict, Invalid, NotFound

_HIGHEST = 20  # steps of a ladder; a longer one would be a ring


@transaction.atomic
def set_superior(
    actor: Actor, *, uid: uuid.UUID, superior_uid: uuid.UUID | None, now: datetime
) -> None:
    """Name the superior of a contact, None for nobody.

    Raises NotFound when one of them is not within reach or they are of different organisations,
    Invalid when somebody would come to stand above themselves.
    """
    contact = contact_for(actor, uid, Capability.FOLLOW_UP)
    if contact.erased_at is not None:
        raise Conflict("partners.contact_erased")
    superior_id = None
    if superior_uid is not None:
        superior = contact_for(actor, superior_uid, Capability.FOLLOW_UP)
        if superior.organisation_id != contact.organisation_id:
            raise NotFound("partners.no_contact")
        _require_ladder(contact.id, superior.id)
        superior_id = superior.id
    Contact.objects.filter(pk=contact.id).update(superior_id=superior_id, updated_at=now)
    change = Change("partners.superior_named", "contact", uid, payload={"superior": superior_id})
    record_entry(actor, change=change, now=now)


def _require_ladder(contact_id: int, superior_id: int) -> None:
    at: int | None = superior_id
    for _step in range(_HIGHEST):
        if at is None:
            return
        if at == contact_id:
            break
        at = Contact.objects.filter(pk=at).values_list("superior_id", flat=True).first()
    raise Invalid("partners.superior_ring")
