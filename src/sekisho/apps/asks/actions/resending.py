"""Writing once more to one recipient, also to another contact of the same organisation."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from sekisho.apps.accounts.actions.links import (
    NewLink,
    extend_links,
    issue_links,
    renew_links,
)
from sekisho.apps.asks.actions.fanout import REQUEST_LETTER
from sekisho.apps.asks.models import AskState, Assignment
from sekisho.apps.asks.queries.respondent_standing import link_end
from sekisho.apps.asks.queries.standing import OPEN_STATES
from sekisho.apps.asks.queries.tallies import part_filter
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.mail.actions import NewLetter, queue_letters
from sekisho.apps.organisations.queries import asking_filter
from sekisho.apps.partners.queries import ContactView, contact_for, contacts_by_ids
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Conflict, Invalid, NotFound


@transaction.atomic
def resend_letter(
    actor: Actor,
    *,
    uid: uuid.UUID,
    assignment_uid: uuid.UUID,
    contact_uid: uuid.UUID | None = None,
    now: datetime,
) -> None:
    """Queue the first letter again, with a new link, to the same contact or to another one there.

    The link of an earlier contact stays open, so that a colleague can go on; one that was revoked
    while its contact was removed stays closed, and another takes its place. Raises NotFound,
    Conflict when the ask is not open or the answer is here, Invalid without a usable address.
    """
    row = _assignment(actor, uid, assignment_uid)
    contact = _recipient(actor, row, contact_uid)
    if contact is None or not contact.is_usable:
        raise Invalid("asks.no_address")
    _open_link(actor, row, contact.id, now)
    key = f"{REQUEST_LETTER}:again:{row.pk}:{new_id()}"
    letter = NewLetter(REQUEST_LETTER, row.pk, contact.id, contact.language, key, priority=1)
    queue_letters(actor, letters=[letter], now=now)
    row.contact_id, row.language, row.is_bounced = contact.id, contact.language, False
    row.save(update_fields=["contact_id", "language", "is_bounced"])
    change = Change("asks.letter_resent", "assignment", row.uid, payload={"to": contact.id})
    record_entry(actor, change=change, now=now)


def _assignment(actor: Actor, uid: uuid.UUID, assignment_uid: uuid.UUID) -> Assignment:
    """The locked row, when the actor may follow it up, as for a review, and its ask is open."""
    may = Capability.FOLLOW_UP
    rows = Assignment.objects.select_for_update(of=("self",)).select_related("ask")
    asked = asking_filter(actor, capability=may, path="ask__organisation")
    row = rows.filter(part_filter(actor, may), asked, uid=assignment_uid, ask__uid=uid).first()
    if row is None:
        raise NotFound("asks.not_there")
    if row.ask.state != AskState.OPEN:
        raise Conflict("asks.not_open")
    if row.state not in OPEN_STATES and not row.is_returned:
        raise Conflict("asks.already_answered")
    return row


def _open_link(actor: Actor, row: Assignment, contact_id: int, now: datetime) -> None:
    link = NewLink(contact_id, row.pk, link_end(row, now))
    if not issue_links(actor, links=[link], replaces_revoked=True, now=now):
        renew_links(actor, links=[(contact_id, row.pk)], now=now)
    extend_links(actor, ends={(contact_id, row.pk): link.expires_at}, now=now)


def _recipient(actor: Actor, row: Assignment, contact_uid: uuid.UUID | None) -> ContactView | None:
    if contact_uid is None:
        return contacts_by_ids([row.contact_id or 0]).get(row.contact_id or 0)
    contact = contact_for(actor, contact_uid, Capability.FOLLOW_UP)
    if contact.organisation_id != row.respondent_id:
        raise NotFound("partners.no_contact")
    return contact


@transaction.atomic
def take_up_contact(actor: Actor, *, contact_id: int, now: datetime) -> int:
    """Let letters go again to a contact whose address was corrected or confirmed.

    Links that ended with the address of before get others in their place, so that a letter still
    waiting opens. Returns how many marks went; telling it again changes nothing.
    """
    contact = contacts_by_ids([contact_id]).get(contact_id)
    if contact is None or not contact.is_usable:
        return 0
    running = (AskState.PREPARING, AskState.OPEN)
    rows = Assignment.objects.filter(contact_id=contact_id, ask__state__in=running)
    links = [NewLink(contact_id, row.pk, link_end(row, now)) for row in rows]
    issued = issue_links(actor, links=links, replaces_revoked=True, now=now)
    marked = rows.filter(state__in=OPEN_STATES, is_bounced=True)
    cleared = marked.update(is_bounced=False)
    if issued or cleared:
        payload = {"contact": contact_id, "links": issued}
        change = Change("asks.contact_taken_up", "assignment", payload=payload, count=cleared)
        record_entry(actor, change=change, now=now)
    return cleared
