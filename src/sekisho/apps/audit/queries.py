"""Reading and verifying the record."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime

from sekisho.apps.audit.models import AuditEntry, AuditHead
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import Forbidden

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Entry:
    """One link of the chain as stored; `hash` covers all the other fields."""

    seq: int
    at: datetime
    actor_kind: str
    actor_uid: uuid.UUID | None
    verb: str
    object_kind: str
    object_uid: uuid.UUID | None
    organisation_uid: uuid.UUID | None
    count: int
    payload_hash: str
    previous_hash: str
    hash: str = ""


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What the verification found: entries read, and the first bad sequence number or None."""

    entries: int
    head: str
    first_bad: int | None
    reason: str = ""


def entry_hash(entry: Entry) -> str:
    """SHA-256 over the canonical JSON of all fields but the hash itself."""
    fields = {name: value for name, value in asdict(entry).items() if name != "hash"}
    fields["at"] = entry.at.isoformat()
    text = json.dumps(fields, sort_keys=True, default=str, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def entries_for(actor: Actor, *, before: int | None = None, size: int = 50) -> tuple[Entry, ...]:
    """The newest entries first, below a sequence number; administrators only."""
    if not actor.can(Capability.ADMINISTER):
        raise Forbidden("audit.not_granted")
    rows = AuditEntry.objects.order_by("-seq")
    if before is not None:
        rows = rows.filter(seq__lt=before)
    return tuple(_frozen(row) for row in rows[:size])


def chain_report() -> ChainReport:
    """Read the whole chain in order and check every link and the head."""
    rows = (_frozen(row) for row in AuditEntry.objects.order_by("seq").iterator(chunk_size=2000))
    report = verify_chain(rows)
    head = AuditHead.objects.filter(pk=1).first()
    stored = (head.seq, head.hash) if head else (0, GENESIS)
    if report.first_bad is None and stored != (report.entries, report.head):
        return ChainReport(report.entries, report.head, report.entries + 1, "head differs")
    return report


def verify_chain(entries: Iterable[Entry]) -> ChainReport:
    """Check numbering, links and hashes of entries sorted by sequence number; may be empty."""
    previous, count = GENESIS, 0
    for entry in entries:
        reason = _fault(entry, previous, count + 1)
        if reason:
            return ChainReport(count, previous, entry.seq, reason)
        previous, count = entry.hash, count + 1
    return ChainReport(count, previous, None)


def _fault(entry: Entry, previous: str, expected_seq: int) -> str:
    if entry.seq != expected_seq:
        return "an entry is missing or doubled"
    if entry.previous_hash != previous:
        return "the link to the entry before does not fit"
    return "" if entry.hash == entry_hash(entry) else "the entry was changed"


def _frozen(row: AuditEntry) -> Entry:
    names = Entry.__dataclass_fields__
    return Entry(**{name: getattr(row, name) for name in names})


def iter_frozen() -> Iterator[Entry]:
    """All entries in order, for export to an outside verifier."""
    for row in AuditEntry.objects.order_by("seq").iterator(chunk_size=2000):
        yield _frozen(row)
