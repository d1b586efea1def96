"""The one write of this room: append an entry to the chain."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from sekisho.apps.audit.models import AuditEntry, AuditHead
from sekisho.apps.audit.queries import Entry, entry_hash
from sekisho.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Change:
    """What changed: verb ("asks.wave_sent"), kind and id of the object, and what is hashed."""

    verb: str
    object_kind: str
    object_uid: uuid.UUID | None = None
    organisation_uid: uuid.UUID | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)
    count: int = 1


def record_entry(actor: Actor, *, change: Change, now: datetime) -> int:
    """Append one entry inside the caller's transaction; returns its sequence number.

    The head row is locked until that transaction ends, so call this last. Raises
    TransactionManagementError outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("An audit entry belongs to its change.")
    head = AuditHead.objects.select_for_update().get(pk=1)
    draft = Entry(
        seq=head.seq + 1,
        at=now,
        actor_kind=actor.kind.value,
        actor_uid=actor.uid,
        verb=change.verb,
        object_kind=change.object_kind,
        object_uid=change.object_uid,
        organisation_uid=change.organisation_uid,
        count=change.count,
        payload_hash=payload_hash(change.payload),
        previous_hash=head.hash,
    )
    entry = replace(draft, hash=entry_hash(draft))
    AuditEntry.objects.create(**asdict(entry))
    head.seq, head.hash = entry.seq, entry.hash
    head.save(update_fields=["seq", "hash"])
    return entry.seq


def payload_hash(payload: Mapping[str, Any]) -> str:
    """SHA-256 of the payload's canonical JSON."""
    text = json.dumps(payload, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
