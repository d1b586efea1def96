"""Taking everything about a partner out of the house: each part is on record."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.organisations.queries import organisation_for
from sekisho.kernel.actor import Actor, Capability


@dataclass(frozen=True, slots=True)
class TakenPart:
    """Which part of how many, and how many files lie in it."""

    number: int
    parts: int
    files: int


@transaction.atomic
def note_taken(actor: Actor, *, uid: uuid.UUID, taken: TakenPart, now: datetime) -> None:
    """Record that a part of everything about a partner was taken as a file. Raises NotFound."""
    organisation_for(actor, uid, Capability.RUN)
    payload = {"part": taken.number, "parts": taken.parts}
    change = Change("keeping.partner_exported", "partner", uid, uid, payload, taken.files)
    record_entry(actor, change=change, now=now)
