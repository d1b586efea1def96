"""Contacts: saved, removed, brought back, marked when their letters come back."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db import transaction

from sekisho.apps.accounts.actions import revoke_links_of_holder
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.mail.actions import forget_returns
from sekisho.apps.organisations.queries import organisation_for
from sekisho.apps.partners.events import CONTACT_REACHABLE
from sekisho.apps.partners.models import Contact
from sekisho.apps.partners.queries.contacts import PURPOSES, ContactView, contact_for
from sekisho.apps.work.actions import emit_event
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Conflict, Invalid, NotFound


@dataclass(frozen=True, slots=True)
class ContactDraft:
    """A contact as a person types it; purposes are some of queries.PURPOSES."""

    name: str = ""
    department: str = ""
    email: str = ""
    phone: str = ""
    language: str = "ja"
    purposes: tuple[str, ...] = ()


@transaction.atomic
def save_contact(
    actor: Actor,
    *,
    organisation_uid: uuid.UUID,
    contact: ContactDraft,
    uid: uuid.UUID | None = None,
    now: datetime,
) -> uuid.UUID:
    """Add a contact, or change the one with this id; returns its outside id.

    A new address clears the mark of letters that came back, and closes every link that was sent
    to the one before, with what is signed in through it. The first address of a contact closes
    nothing: what opens was handed over on paper. Raises Invalid when nothing tells who it is,
    NotFound for a contact of another organisation too.
    """
    at = organisation_for(actor, organisation_uid, Capability.FOLLOW_UP)
    if not (contact.name or contact.email or contact.phone or contact.department):
        raise Invalid("partners.contact_empty")
    row = _row(actor, at.id, uid, now)
    before, changes = row.email, {**_changes(row, contact), "updated_at": now}
    for name, value in changes.items():
        setattr(row, name, value)
    # What others write meanwhile, such as the mark of letters that came back, stays as it is.
    row.save(update_fields=None if uid is None else list(changes))
    _record(actor, "partners.contact_saved", row.uid, at.uid, now)
    if uid is not None and "email" in changes:
        if before:
            _leave_address(actor, row, at.uid, now)
        emit_event(CONTACT_REACHABLE, now=now, contact_id=row.pk)
    return row.uid


def _changes(row: Contact, contact: ContactDraft) -> dict[str, Any]:
    """What differs from the row, as it is to be stored."""
    values = {field.name: getattr(contact, field.name) for field in fields(ContactDraft)}
    values["email"] = contact.email.strip()
    values["purposes"] = [purpose for purpose in PURPOSES if purpose in contact.purposes]
    changes = {name: value for name, value in values.items() if getattr(row, name) != value}
    return changes | {"bounced_at": None} if "email" in changes else changes


def _leave_address(actor: Actor, row: Contact, organisation_uid: uuid.UUID, now: datetime) -> None:
    """Whoever reads the mailbox of before may be somebody else: nothing sent there opens now."""
    count = revoke_links_of_holder(actor, holder_id=row.pk, now=now)
    change = Change(
        "partners.address_changed",
        "contact",
        row.uid,
        organisation_uid=organisation_uid,
        count=count,
    )
    forget_returns([row.pk])
    record_entry(actor, change=change, now=now)


def _row(actor: Actor, organisation_id: int, uid: uuid.UUID | None, now: datetime) -> Contact:
    if uid is None:
        return Contact(uid=new_id(), organisation_id=organisation_id, created_at=now)
    found = _known(actor, uid)
    rows = Contact.objects.select_for_update()
    row = rows.filter(pk=found.id, organisation_id=organisation_id).first()
    if row is None:  # of another organisation
        raise NotFound("partners.no_contact")
    return row


def _known(actor: Actor, uid: uuid.UUID) -> ContactView:
    """A contact that may be changed. Raises NotFound, Conflict for an erased person."""
    found = contact_for(actor, uid, Capability.FOLLOW_UP)
    if found.erased_at is not None:
        raise Conflict("partners.contact_erased")
    return found


@transaction.atomic
def remove_contact(actor: Actor, *, uid: uuid.UUID, now: datetime) -> None:
    """Write no more to this contact and close every link it holds; the record stays.

    Raises NotFound, Conflict for an erased person.
    """
    found = _known(actor, uid)
    Contact.objects.filter(pk=found.id).update(is_active=False, updated_at=now)
    revoke_links_of_holder(actor, holder_id=found.id, now=now)
    _record(actor, "partners.contact_removed", uid, None, now)


@transaction.atomic
def restore_contact(actor: Actor, *, uid: uuid.UUID, now: datetime) -> None:
    """Bring a removed contact back; links that were closed stay closed.

    Raises NotFound, Conflict for an erased person.
    """
    found = _known(actor, uid)
    Contact.objects.filter(pk=found.id).update(is_active=True, updated_at=now)
    _record(actor, "partners.contact_restored", uid, None, now)


@transaction.atomic
def mark_contacts_bounced(actor: Actor, *, contact_ids: Iterable[int], now: datetime) -> int:
    """Note that letters to these contacts came back; they are no longer written to.

    For jobs that learn of it; returns how many were marked. Telling it again changes nothing.
    """
    rows = Contact.objects.filter(id__in=list(contact_ids), bounced_at=None)
    count = rows.update(bounced_at=now)
    if not count:
        return 0
    change = Change("partners.contacts_bounced", "contact", count=count)
    record_entry(actor, change=change, now=now)
    return count


@transaction.atomic
def clear_bounce(actor: Actor, *, uid: uuid.UUID, now: datetime) -> None:
    """Write to this contact again although letters came back: the address is known to be good."""
    found = _known(actor, uid)
    Contact.objects.filter(pk=found.id).update(bounced_at=None, updated_at=now)
    forget_returns([found.id])
    emit_event(CONTACT_REACHABLE, now=now, contact_id=found.id)
    _record(actor, "partners.bounce_cleared", uid, None, now)


def _record(
    actor: Actor, verb: str, uid: uuid.UUID, organisation_uid: uuid.UUID | None, now: datetime
) -> None:
    change = Change(verb, "contact", uid, organisation_uid=organisation_uid)
    record_entry(actor, change=change, now=now)
