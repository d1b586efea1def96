"""Erasing a person: in the register, in links and letters, and the name where they gave it."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sekisho.apps.accounts.actions import revoke_links_of_holder
from sekisho.apps.accounts.actions.erasing import revoke_links_of_holders
from sekisho.apps.alerts.actions import erasing as alerts_erasing
from sekisho.apps.answering.actions import erasing as answering_erasing
from sekisho.apps.answering.queries.handovers import PURPOSE
from sekisho.apps.asks.actions import erasing as asks_erasing
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.fairness.actions import erasing as fairness_erasing
from sekisho.apps.inventory.actions import erasing as inventory_erasing
from sekisho.apps.keeping.actions.holds import checked_reason
from sekisho.apps.keeping.models import Erasure, Kind
from sekisho.apps.keeping.queries.holds import require_not_held, sealed_reason
from sekisho.apps.mail.actions.erasing import (
    cancel_letters_to,
    erase_local_letters,
    erase_returns_of,
)
from sekisho.apps.mail.events import contact_letters
from sekisho.apps.mail.queries.erasing import local_letters_to
from sekisho.apps.measures.actions import erasing as measures_erasing
from sekisho.apps.partners.actions.erasing import empty_contact
from sekisho.apps.partners.queries import contact_for
from sekisho.apps.partners.queries.erasing import Traces, removed_contacts, traces_of
from sekisho.apps.sharing.actions import erasing as sharing_erasing
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Conflict


@dataclass(frozen=True, slots=True)
class Sought:
    """A contact with what is looked up before the transaction, because it takes long."""

    traces: Traces
    local_ids: tuple[int, ...]


def sought(contact_id: int) -> Sought:
    """By what to recognise a contact, and its letters in the trial mailbox."""
    traces = traces_of(contact_id)
    return Sought(traces, local_letters_to(traces.name, traces.email))


def erase_person(actor: Actor, *, uid: uuid.UUID, reason: str, now: datetime) -> None:
    """Erase a contact of a partner that the actor runs, for good.

    Raises NotFound, Invalid without a reason, Conflict when the partner is on hold or the person
    was erased before.
    """
    contact = contact_for(actor, uid, Capability.RUN)
    words = checked_reason(reason)
    if contact.erased_at is not None:
        raise Conflict("keeping.already_erased")
    wanted = sought(contact.id)
    with transaction.atomic():
        require_not_held(organisation_ids=(contact.organisation_id,))
        payload = _erase(actor, wanted, now)
        _note(actor, uid, words, now)
        change = Change("keeping.person_erased", "contact", uid, payload=payload)
        record_entry(actor, change=change, now=now)


def _note(actor: Actor, uid: uuid.UUID, words: str, now: datetime) -> None:
    line = new_id()
    Erasure.objects.create(
        uid=line,
        kind=Kind.CONTACTS,
        count=1,
        at=now,
        by_uid=actor.uid,
        object_uid=uid,
        sealed=sealed_reason("erasure", line, words),
    )


@transaction.atomic
def erase_removed(
    actor: Actor,
    *,
    people: Collection[Sought],
    before: datetime,
    spared: Collection[int],
    now: datetime,
) -> int:
    """Erase these of the contacts that were removed before a moment; returns how many.

    The calling action records the audit entry for `actor`.
    """
    due = set(removed_contacts(before, spared=spared))
    found = [one for one in people if one.traces.contact_id in due]
    for one in found:
        _erase(actor, one, now)
    return len(found)


def _erase(actor: Actor, wanted: Sought, now: datetime) -> dict[str, int]:
    """What was changed where; the name goes first, while it is still known what to look for."""
    traces, own = wanted.traces, wanted.traces.contact_id
    words, theirs = answering_erasing.take_name_out(actor, traces=traces, now=now)
    counts = {
        "in_replies": asks_erasing.take_name_out(actor, traces=traces, now=now),
        "in_talk": words,
        "in_consents": sharing_erasing.take_name_out(actor, traces=traces, now=now),
        "in_inventory": inventory_erasing.take_name_out(actor, traces=traces),
        "in_reports": alerts_erasing.take_name_out(actor, traces=traces),
        "in_consultations": fairness_erasing.take_name_out(actor, traces=traces),
        "in_findings": measures_erasing.take_name_out(actor, traces=traces, now=now),
        "letters": cancel_letters_to(actor, names=contact_letters(), recipient_id=own),
        "returned": erase_returns_of(actor, recipient_id=own),
        "trial": erase_local_letters(actor, ids=wanted.local_ids),
        "links": revoke_links_of_holder(actor, holder_id=own, now=now),
        "parts": revoke_links_of_holders(actor, holder_ids=theirs, purpose=PURPOSE, now=now),
    }
    if not empty_contact(actor, traces=traces, now=now):
        raise Conflict("keeping.already_erased")  # somebody else was quicker
    return counts
