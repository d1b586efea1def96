"""Lists on their way in, as frozen values; what their rows meet in the inventory."""

from __future__ import annotations

import json
import uuid
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from sekisho.adapters.vault import Place
from sekisho.apps.inventory.models import Entry, Intake
from sekisho.apps.inventory.queries.catalogue import catalogue
from sekisho.apps.inventory.queries.entries import reached
from sekisho.apps.inventory.queries.sealed import name_hash
from sekisho.apps.organisations.queries import open_home, reach_filter, seal_home
from sekisho.engines.inventory import Kind
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import NotFound

NEW, CHANGED, SAME, REFUSED = "new", "changed", "same", "refused"
LEFT = "left"  # good when looked over, refused when brought in
CHECKED, MOVING, DONE, DISCARDED = "checked", "moving", "done", "discarded"
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell: its column, the code of the sentence, and the text found."""

    column: str
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class GivenRow:
    """One row of a list: its number in the file, what its cells say by column, and what the look
    before anything was saved found of it.
    """

    number: int
    cells: Mapping[str, str]
    verdict: str = ""
    name: str = ""
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class IntakeView:
    """One list. `counts` are of the look before anything was saved."""

    id: int
    uid: uuid.UUID
    organisation_id: int
    kind: Kind
    file_name: str
    state: str
    counts: Mapping[str, int]
    done_rows: int
    run_uid: uuid.UUID | None
    started_by_uid: uuid.UUID
    created_at: datetime
    rows: tuple[GivenRow, ...]

    @property
    def good_rows(self) -> tuple[GivenRow, ...]:
        """The rows that are not refused, in their order."""
        return tuple(row for row in self.rows if row.verdict != REFUSED)


def intake_for(actor: Actor, uid: uuid.UUID) -> IntakeView:
    """One list of a place where the actor may bring lists in. Raises NotFound."""
    row = _rows(actor).filter(uid=uid).first()
    if row is None:
        raise NotFound("inventory.no_intake")
    return _view(row)


def intake_by_id(intake_id: int) -> IntakeView:
    """One list, for the house's own job."""
    return _view(Intake.objects.get(pk=intake_id))


def latest_intakes(actor: Actor, *, most: int = 10) -> tuple[IntakeView, ...]:
    """The lists last brought in, without their rows."""
    found = _rows(actor).exclude(state=DISCARDED).order_by("-created_at", "-id").defer("sealed")
    return tuple(_view(row, with_rows=False) for row in found[:most])


def sealed_rows(uid: uuid.UUID, rows: Iterable[GivenRow]) -> bytes:
    """The rows of a list, packed and sealed with home's key."""
    stored = [
        [row.number, dict(row.cells), row.verdict, row.name, [_stored(one) for one in row.faults]]
        for row in rows
    ]
    plain = json.dumps(stored, ensure_ascii=False)
    return seal_home(_place(uid), zlib.compress(plain.encode()))


@dataclass(frozen=True, slots=True)
class Known:
    """Entries of some organisations by code and by name; several may have one name."""

    by_code: Mapping[tuple[int, str, str], Entry]
    by_name: Mapping[tuple[int, str, str], tuple[Entry, ...]]
    hidden_codes: frozenset[tuple[int, str, str]] = frozenset()

    def found(self, organisation_id: int, kind: str, words: str) -> tuple[Entry, ...]:
        """Those of a kind that a code or a whole name means."""
        coded = self.by_code.get((organisation_id, kind, words))
        if coded is not None:
            return (coded,)
        return self.by_name.get((organisation_id, kind, name_hash(words)), ())


def known_at(
    actor: Actor, organisation_ids: Iterable[int], kinds: Iterable[str], capability: Capability
) -> Known:
    """The entries of these kinds at these organisations, for matching the rows of a list.

    Codes of links that lead out of reach are named only, since no other may have them.
    """
    ids, wanted = sorted(set(organisation_ids)), sorted(set(kinds))
    codes: dict[tuple[int, str, str], Entry] = {}
    names: dict[tuple[int, str, str], tuple[Entry, ...]] = {}
    taken: set[tuple[int, str, str]] = set()
    for start in range(0, len(ids), _BATCH):
        some = ids[start : start + _BATCH]
        rows = reached(actor, capability).filter(organisation_id__in=some, kind__in=wanted)
        coded = Entry.objects.filter(
            organisation_id__in=some, kind__in=wanted, removed_at=None
        ).exclude(own_code="")
        taken.update(coded.values_list("organisation_id", "kind", "own_code"))
        for row in rows.order_by("id"):
            if row.own_code:
                codes[row.organisation_id, row.kind, row.own_code] = row
            key = (row.organisation_id, row.kind, row.name_hash)
            names[key] = (*names.get(key, ()), row)
    return Known(codes, names, frozenset(taken - set(codes)))


def _rows(actor: Actor) -> QuerySet[Intake]:
    reach = reach_filter(actor, capability=Capability.RUN, path="organisation")
    return Intake.objects.filter(reach)


def _view(row: Intake, *, with_rows: bool = True) -> IntakeView:
    return IntakeView(
        id=row.pk,
        uid=row.uid,
        organisation_id=row.organisation_id,
        kind=catalogue().kind(row.kind),
        file_name=row.file_name,
        state=row.state,
        counts=row.counts,
        done_rows=row.done_rows,
        run_uid=row.run_uid,
        started_by_uid=row.started_by_uid,
        created_at=row.created_at,
        rows=_opened(row) if with_rows else (),
    )


def _opened(row: Intake) -> tuple[GivenRow, ...]:
    if not row.sealed:
        return ()
    plain = zlib.decompress(open_home(_place(row.uid), row.sealed))
    return tuple(
        GivenRow(number, cells, verdict, name, tuple(Fault(*one) for one in faults))
        for number, cells, verdict, name, faults in json.loads(plain)
    )


def _stored(fault: Fault) -> list[str]:
    return [fault.column, fault.code, fault.text]


def _place(uid: uuid.UUID) -> Place:
    return Place("inventory_intake", str(uid), "sealed")
