"""Reading and verifying the record."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from django.db.models import Q, QuerySet

from sekisho.apps.audit.models import AuditEntry, AuditHead
from sekisho.kernel.actor import Actor, ActorKind, Capability
from sekisho.kernel.errors import Forbidden

GENESIS = "0" * 64
EXPORT_FORMAT = "sekisho-audit-1"
_BATCH = 500


Names = Callable[[set[uuid.UUID]], dict[uuid.UUID, str]]
_may_read: list[Callable[[Actor], bool]] = []
_names: list[Names] = []


def fill(*, may_read: Callable[[Actor], bool], names: Names) -> None:
    """Tell this lowest room who may read the record and what people are called.

    A room above calls this when it is ready; before that nobody may read.
    """
    _may_read[:], _names[:] = [may_read], [names]


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
    fields = _plain(entry)
    del fields["hash"]
    return hashlib.sha256(_canonical(fields).encode()).hexdigest()


def _plain(entry: Entry) -> dict[str, object]:
    """All fields as JSON has them; the time in UTC whatever zone it was given in."""
    fields = asdict(entry)
    fields["at"] = entry.at.astimezone(UTC).isoformat()
    return fields


def _canonical(fields: dict[str, object]) -> str:
    return json.dumps(fields, sort_keys=True, default=str, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """Which entries to show; empty fields keep all. Days count in the zone of the page."""

    verb: str = ""
    since: datetime | None = None
    until: datetime | None = None
    actor_uid: uuid.UUID | None = None


def entries_for(
    actor: Actor, *, wanted: EntryFilter = EntryFilter(), rows: slice = slice(0, 50)
) -> tuple[tuple[Entry, ...], int]:
    """Some of the entries, newest first, and how many there are in all.

    Only for administrators of the lead company: the record spans the whole group. Raises Forbidden
    for anybody else.
    """
    found = _filtered(actor, wanted)
    return tuple(_frozen(row) for row in found.order_by("-seq")[rows]), found.count()


def iter_entries_for(actor: Actor, *, wanted: EntryFilter = EntryFilter()) -> Iterator[Entry]:
    """All matching entries, newest first, read in portions. Raises Forbidden like entries_for."""
    found = _filtered(actor, wanted).order_by("-seq")
    return (_frozen(row) for row in found.iterator(chunk_size=2000))


def entries_about(actor: Actor, uids: Collection[uuid.UUID]) -> tuple[Entry, ...]:
    """Every entry about one of these objects or organisations, oldest first. Raises Forbidden."""
    check_may_read(actor)
    found: dict[int, Entry] = {}
    wanted = sorted(uids)
    for start in range(0, len(wanted), _BATCH):
        part = wanted[start : start + _BATCH]
        rows = AuditEntry.objects.filter(Q(object_uid__in=part) | Q(organisation_uid__in=part))
        found.update((row.seq, _frozen(row)) for row in rows)
    return tuple(found[seq] for seq in sorted(found))


def check_may_read(actor: Actor) -> None:
    """Raises Forbidden for anybody who does not administer the lead company."""
    is_granted = actor.can(Capability.ADMINISTER) and any(check(actor) for check in _may_read)
    if not is_granted:
        raise Forbidden("audit.not_granted")


def actor_names(entries: Iterable[Entry]) -> dict[uuid.UUID, str]:
    """What the people behind these entries are called; people who are gone are absent."""
    people = (entry for entry in entries if entry.actor_kind == ActorKind.PERSON)
    uids = {entry.actor_uid for entry in people if entry.actor_uid is not None}
    return _names[0](uids) if _names else {}


def _filtered(actor: Actor, wanted: EntryFilter) -> QuerySet[AuditEntry]:
    check_may_read(actor)
    given = {
        "verb": wanted.verb,
        "at__gte": wanted.since,
        "at__lt": wanted.until,
        "actor_uid": wanted.actor_uid,
    }
    return AuditEntry.objects.filter(**{name: value for name, value in given.items() if value})


def chain_report() -> ChainReport:
    """Read the whole chain in order and check every link and the head."""
    rows = (_frozen(row) for row in AuditEntry.objects.order_by("seq").iterator(chunk_size=2000))
    report = verify_chain(rows)
    stored = _head()
    if report.first_bad is None and stored != (report.entries, report.head):
        return ChainReport(report.entries, report.head, report.entries + 1, "head differs")
    return report


def verify_chain(
    entries: Iterable[Entry], *, previous: str = GENESIS, count: int = 0
) -> ChainReport:
    """Check numbering, links and hashes of entries sorted by sequence number; may be empty.

    `previous` and `count` are hash and number of the entry before the first one given.
    """
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


def export_lines() -> Iterator[str]:
    """The whole record as JSON lines for an outside verifier (cli/verify_audit.py).

    First what it is, then every entry in order with its hash, last the head that the house keeps
    in a row of its own.
    """
    yield _canonical({"format": EXPORT_FORMAT})
    for row in AuditEntry.objects.order_by("seq").iterator(chunk_size=2000):
        yield _canonical(_plain(_frozen(row)))
    head = _head()
    yield _canonical({"head": {"seq": head[0], "hash": head[1]}})


def _head() -> tuple[int, str]:
    row = AuditHead.objects.filter(pk=1).first()
    return (row.seq, row.hash) if row else (0, GENESIS)


@dataclass(frozen=True, slots=True)
class CheckedPart:
    """How far a check in portions has come; `first_bad` is None as long as everything fits."""

    checked: int
    total: int
    first_bad: int | None
    reason: str = ""

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to look at, or looking further makes no sense."""
        return self.first_bad is not None or self.checked >= self.total


def check_part(actor: Actor, *, after: int, size: int = 5000) -> CheckedPart:
    """Check the next portion of the chain; the portion before must have been found sound.

    Raises Forbidden for anybody who does not administer.
    """
    check_may_read(actor)
    head_seq, head_hash = _head()
    after = max(0, min(after, head_seq))
    before = AuditEntry.objects.filter(seq=after).values_list("hash", flat=True).first() or GENESIS
    rows = AuditEntry.objects.filter(seq__gt=after).order_by("seq")[:size]
    report = verify_chain((_frozen(row) for row in rows), previous=before, count=after)
    if report.first_bad is None and report.entries < after + size:
        return _ended(report, head_seq, head_hash)
    return CheckedPart(report.entries, head_seq, report.first_bad, report.reason)


def _ended(report: ChainReport, head_seq: int, head_hash: str) -> CheckedPart:
    """The last entry must be the one that the head names."""
    if (report.entries, report.head) == (head_seq, head_hash):
        return CheckedPart(report.entries, head_seq, None)
    return CheckedPart(report.entries, head_seq, report.entries + 1, "head differs")
