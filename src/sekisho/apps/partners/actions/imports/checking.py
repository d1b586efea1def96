"""The dry run: reads the kept file once, stages every row with its verdict, changes nothing else.

Starts anew after an interruption and comes to the same end, because it depends on file and register
only. Memory holds the keys of first rows, never the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Count, Q

from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.organisations.actions.bulk import as_json, insert_rows
from sekisho.apps.partners.actions.imports.cells import ParsedRow, RowReader
from sekisho.apps.partners.actions.imports.differences import OURS, THEIRS, Ends, difference
from sekisho.apps.partners.actions.imports.files import open_file
from sekisho.apps.partners.actions.imports.linking import find_doubtful, link_parents
from sekisho.apps.partners.actions.imports.placing import (
    FileIndex,
    RegisterPart,
    first_row_of,
    folded,
    place_row,
)
from sekisho.apps.partners.actions.imports.states import (
    Ours,
    State,
    cover_note,
    load_ours,
    load_states,
)
from sekisho.apps.partners.models import ImportBatch, ImportState, StagedRow
from sekisho.apps.partners.queries.columns import ORGANISATION_FIELDS
from sekisho.kernel.actor import Actor

BATCH = 500
Tick = Callable[[int], datetime]
_COLUMNS = (
    *("batch_id", "number", "values", "verdict", "faults", "changes", "match_id", "follows"),
    *("parent_row", "level", "doubtful", "is_doubtful", "choice", "is_committed"),
)
_OLD_EDGE = (0, 0, "", "")  # stands for the edge that a new organisation got from its first row


class _Check:
    """One dry run over one file."""

    def __init__(self, actor: Actor, batch: ImportBatch) -> None:
        self.actor, self.batch = actor, batch
        self.index = FileIndex()
        self.ours: Ours = load_ours(batch.organisation_id)
        self.pending: dict[int, str] = {}  # row -> upper partner that the register does not know
        self.followers: dict[int, int] = {}
        self.fresh: dict[int, tuple[str, str]] = {}  # new first rows: name, corporate number
        self.recent: dict[int, Mapping[str, Any]] = {}  # values of this part's first rows
        self.states: dict[int, State] = {}
        self.followed: set[int] = set()  # first rows that a later one of this part follows

    def stage(self, rows: list[ParsedRow], now: datetime) -> None:
        """Judge and keep some rows in one transaction."""
        for row in rows:
            if "name" in row.values:
                row.values["folded"] = folded(row.values["name"])
        register = RegisterPart(self.actor, rows)
        placed = [self._place(row, register) for row in rows]
        matched = {match for _row, match, _first in placed if match is not None}
        noted = [m for row, m, _first in placed if m is not None and "note" in row.values]
        self.states = load_states(matched, with_notes=noted) if matched else {}
        self.followed = {first for _row, _match, first in placed if first is not None}
        records = [self._record(*one) for one in placed]
        with transaction.atomic():
            insert_rows("partners_stagedrow", _COLUMNS, records)
            ImportBatch.objects.filter(pk=self.batch.pk).update(touched_at=now)
        self.recent.clear()

    def _place(
        self, row: ParsedRow, register: RegisterPart
    ) -> tuple[ParsedRow, int | None, int | None]:
        """Whose row it is; notes first rows so that later ones are recognised."""
        self._find_ends(row, register)
        found = None if row.faults else place_row(row, register, self.index)
        first = None if row.faults else first_row_of(row, found, self.index)
        if first is None and found is None and "name" not in row.values:
            row.refuse("name", "partners.row.no_name")
        if first is not None and not row.faults:
            self._check_same(row, first)
        if row.faults:
            return row, None, None
        if first is None:
            self.index.add(row.number, row.values, found.id if found else None)
            self.recent[row.number] = row.values
            if found is None:
                number = row.values.get("corporate_number", "")
                self.fresh[row.number] = (row.values["name"], number)
        else:
            self.followers[row.number] = first
        return row, found.id if found else None, first

    def _find_ends(self, row: ParsedRow, register: RegisterPart) -> None:
        values = row.values
        if "customer" in values:
            company = self.ours.company(values["customer"])
            if company is None:
                row.refuse("customer", "partners.row.customer", values["customer"])
            else:
                values["customer_id"] = company
        if "parent" in values:
            known = register.named(values["parent"])
            if known is not None:
                values["parent_id"] = known
            elif not row.faults:
                self.pending[row.number] = values["parent"]

    def _check_same(self, row: ParsedRow, first: int) -> None:
        """A later row of an organisation may add, never contradict."""
        held = self.recent.get(first)
        if held is None:
            rows = StagedRow.objects.filter(batch=self.batch, number=first)
            held = rows.values_list("values", flat=True).first() or {}
        for name in ORGANISATION_FIELDS:
            if name in row.values and name in held and row.values[name] != held[name]:
                row.refuse(name, "partners.row.differs", f"{first}|{held[name]}")

    def _record(self, row: ParsedRow, match: int | None, first: int | None) -> tuple[Any, ...]:
        """One staged row in the order of _COLUMNS."""
        shown: list[list[Any]] = []
        doubt: tuple[Any, ...] = ("[]", False, "")
        if row.faults:
            verdict = "refused"
            self.pending.pop(row.number, None)
        elif match is None and first is None and row.number not in self.followed:
            verdict = "new"  # nothing to compare with, and no row of this part adds to it
        else:
            state = self._state(row, match, first)
            ends = Ends(row.values.get("customer_id"), row.values.get("parent_id"))
            found = difference(row.values, state, ends, self.ours)
            shown = found.shown
            if found.writings and first is None:
                doubt = (as_json([[match, 0, "writing"]]), True, OURS)
            is_new = match is None and first is None
            verdict = "new" if is_new else "changed" if shown else "same"
            shown = [] if is_new else shown
        if "note" in row.values:
            row.values["note"] = cover_note(self.batch.uid, row.number, row.values["note"])
        return (
            *(self.batch.pk, row.number, as_json(row.values), verdict),
            *(as_json(row.faults) if row.faults else "[]", as_json(shown) if shown else "[]"),
            *(match, first),
            *(None, 0, *doubt, False),
        )

    def _state(self, row: ParsedRow, match: int | None, first: int | None) -> State:
        if match is not None:
            return self.states[match]
        key = -(first or row.number)
        if key not in self.states:
            self.states[key] = State(key, edges={_OLD_EDGE} if first else set())
        return self.states[key]


def run_check(actor: Actor, *, batch_id: int, tick: Tick, now: datetime) -> None:
    """Judge every row of a batch in state checking; `tick` hears how many are done.

    It answers the present moment, by which a lost job is told from a slow one.

    Raises what reading the file raises, naming sheet, row and column.
    """
    batch = ImportBatch.objects.get(pk=batch_id)
    if batch.state != ImportState.CHECKING:
        return
    _forget_rows(batch)
    check, done = _Check(actor, batch), 0
    for part in _parts(batch):
        check.stage(part, now)
        done += len(part)
        now = tick(done)
    link_parents(batch, check.index, check.pending, check.followers)
    find_doubtful(batch, check.fresh)
    _finish(actor, batch, now)


def _forget_rows(batch: ImportBatch) -> None:
    while True:
        some = list(StagedRow.objects.filter(batch=batch).values_list("id", flat=True)[:BATCH])
        if not some:
            return
        StagedRow.objects.filter(id__in=some).delete()


def _parts(batch: ImportBatch) -> Iterator[list[ParsedRow]]:
    """The rows below the headings that hold something, five hundred at a time."""
    reader = RowReader({int(place): name for place, name in batch.mapping.items()})
    rows = open_file(batch).rows(batch.sheet_name)
    below = (row for row in rows if row.number > batch.heading_row)
    parsed = (one for row in below if (one := reader.read(row)) is not None)
    while part := list(islice(parsed, BATCH)):
        yield part


@transaction.atomic
def _finish(actor: Actor, batch: ImportBatch, now: datetime) -> None:
    counts = count_rows(batch)
    ImportBatch.objects.filter(pk=batch.pk, state=ImportState.CHECKING).update(
        state=ImportState.CHECKED, counts=counts, touched_at=now
    )
    change = Change("partners.import_checked", "import", batch.uid, payload=counts)
    record_entry(actor, change=change, now=now)


def count_rows(batch: ImportBatch) -> dict[str, int]:
    """How many rows there are of each verdict, doubtful and undecided ones besides."""
    rows = StagedRow.objects.filter(batch=batch)
    counts = dict(rows.values_list("verdict").annotate(n=Count("id")))
    extra = rows.aggregate(
        doubtful=Count("id", filter=Q(is_doubtful=True)),
        undecided=Count("id", filter=Q(is_doubtful=True, choice="")),
        skipped=Count("id", filter=Q(choice="skip")),
        committed=Count("id", filter=Q(is_committed=True)),
        writing=Count("id", filter=Q(choice__in=(OURS, THEIRS))),
        apart=Count("id", filter=Q(is_doubtful=True, choice="new")),
    )
    extra["staying_out"] = _count_staying_out(batch)
    return {**dict.fromkeys(("new", "changed", "same", "refused", "left"), 0), **counts, **extra}


def _count_staying_out(batch: ImportBatch) -> int:
    """How many rows a commit would leave out: nobody wants them in, or they hang on such a one."""
    rows = StagedRow.objects.filter(batch=batch, is_committed=False, verdict__in=("new", "changed"))
    unwanted = rows.filter(Q(is_doubtful=True, choice="") | Q(choice="skip"))
    out = set(unwanted.values_list("number", flat=True))
    if not out:
        return 0
    tied = rows.exclude(follows=None, parent_row=None)
    ties = list(tied.values_list("number", "follows", "parent_row"))
    size = 0
    while size < len(out):
        size = len(out)
        out |= {number for number, first, above in ties if first in out or above in out}
    return size
