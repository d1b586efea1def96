"""The commit: staged rows enter the register, 500 in one transaction, each whole.

A row is marked in the transaction that saves it, so an interrupted commit goes on where it stopped
and comes to the same end. What another import brought in the meantime is met, not doubled.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.organisations.actions import NewOrganisation, create_organisations, refresh_reach
from sekisho.apps.organisations.queries.matching import reached_among, registered_by_keys
from sekisho.apps.partners.actions.imports.checking import count_rows
from sekisho.apps.partners.actions.imports.differences import TAKES_NAME, THEIRS, Ends, difference
from sekisho.apps.partners.actions.imports.files import drop_file
from sekisho.apps.partners.actions.imports.states import (
    Ours,
    State,
    load_ours,
    load_states,
    uncover_note,
)
from sekisho.apps.partners.actions.imports.writing import Writing
from sekisho.apps.partners.models import ImportBatch, ImportState, StagedRow
from sekisho.kernel.actor import Actor, Capability

BATCH = 500  # about 100 ms of SQLite's one writer
Tick = Callable[[int], datetime]
# Plain SQL: the ORM takes as long over the values of a row as over all the rest of it.
_WAITING = (
    'SELECT id, number, match_id, follows, parent_row, choice, CAST("values" AS TEXT)'
    " FROM partners_stagedrow WHERE batch_id = %s AND is_committed = %s"
    " AND verdict IN ('new', 'changed') ORDER BY level, number LIMIT %s"
)
_ORGANISATION = ("name", "name_en", "name_kana", "country", "own_code", "corporate_number")


class _Row:
    """A staged row on its way in."""

    __slots__ = ("choice", "follows", "id", "match", "number", "parent_row", "values")

    def __init__(self, staged: Sequence[Any], values: dict[str, Any]) -> None:
        """Take the staged fields."""
        self.id, self.number, self.match, self.follows, self.parent_row, self.choice = staged
        self.values = values
        if self.choice.startswith("same:"):
            self.match = int(self.choice.partition(":")[2])
            self.values.pop("name", None)
        elif self.choice == THEIRS:
            self.values[TAKES_NAME] = True


def run_commit(actor: Actor, *, batch_id: int, tick: Tick, now: datetime) -> None:
    """Bring in every row of a batch in state committing; `tick` hears how many are done."""
    batch = ImportBatch.objects.get(pk=batch_id)
    if batch.state != ImportState.COMMITTING:
        return
    _leave_out_undecided(batch)
    ours = load_ours(batch.organisation_id)
    done = StagedRow.objects.filter(batch=batch, is_committed=True).count()
    while count := _commit_some(actor, batch_id, ours, now):
        done += count
        now = tick(done)
    refresh_reach(actor, now=now)
    _finish(actor, batch, now)


def _leave_out_undecided(batch: ImportBatch) -> None:
    """Give verdict "left" to doubtful rows that nobody wants in, and to what hangs on them."""
    rows = StagedRow.objects.filter(batch=batch, is_committed=False, verdict__in=("new", "changed"))
    count = rows.filter(is_doubtful=True, choice="").update(verdict="left")
    count += rows.filter(choice="skip").update(verdict="left")
    while count:
        gone = StagedRow.objects.filter(batch=batch, verdict="left").values("number")
        count = rows.filter(follows__in=gone).update(verdict="left")
        count += rows.filter(parent_row__in=gone).update(verdict="left")


@transaction.atomic
def _commit_some(actor: Actor, batch_id: int, ours: Ours, now: datetime) -> int:
    """The next rows in one transaction; the lock keeps a second worker out."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch_id)
    staged = _waiting(batch_id)
    if batch.state != ImportState.COMMITTING or not staged:
        return 0
    level_end = _same_level(batch, staged)
    rows = [row for row in staged if row.number in level_end]
    kept = _admitted(actor, batch, rows)
    writing = Writing(ours)
    new = _create(actor, kept, now)
    known = _known_numbers(batch, kept, new)
    states = _states(kept, known, new)
    _keep_names(batch, kept)
    for row in kept:
        if "note" in row.values:
            row.values["note"] = uncover_note(batch.uid, row.number, row.values["note"])
        parent = row.values.get("parent_id") or known.get(row.parent_row or 0)
        ends = Ends(row.values.get("customer_id"), parent)
        state = states[known[row.number]]
        writing.take(state, difference(row.values, state, ends, ours))
    writing.write(actor, now=now)
    _mark(rows, known)
    ImportBatch.objects.filter(pk=batch_id).update(touched_at=now)
    change = Change("partners.imported", "import", batch.uid, count=len(rows))
    record_entry(actor, change=change, now=now)
    return len(rows)


def _waiting(batch_id: int) -> list[_Row]:
    """The next staged rows in their order; their values are parsed as one text."""
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, [batch_id, False, BATCH])
        staged = cursor.fetchall()
    values = json.loads(f"[{','.join(row[-1] for row in staged)}]")
    return [_Row(row[:-1], held) for row, held in zip(staged, values, strict=True)]


def _same_level(batch: ImportBatch, staged: list[_Row]) -> frozenset[int]:
    """The leading rows that stand on nothing else of the same part but their own first rows."""
    seen: set[int] = set()
    for row in staged:
        if row.parent_row in seen:
            break
        seen.add(row.number)
    return frozenset(seen)


def _admitted(actor: Actor, batch: ImportBatch, rows: list[_Row]) -> list[_Row]:
    """Rows whose place is still theirs; one that another import has taken meets it there."""
    fresh = [row for row in rows if row.match is None and row.follows is None]
    taken = registered_by_keys(
        codes={row.values["own_code"] for row in fresh if "own_code" in row.values},
        numbers={
            row.values["corporate_number"] for row in fresh if "corporate_number" in row.values
        },
        folded=(),
    )
    if not taken:
        return rows
    reached = reached_among(actor, [row.id for row in taken], Capability.RUN)
    codes = {row.own_code: row.id for row in taken if row.own_code}
    numbers = {row.corporate_number: row.id for row in taken if row.corporate_number}
    out: set[int] = set()
    for row in fresh:
        by_number = numbers.get(row.values.get("corporate_number", ""))
        row.match = codes.get(row.values.get("own_code", ""), by_number)
        is_torn = by_number not in {None, row.match}
        if row.match is not None and (is_torn or row.match not in reached):
            out.add(row.number)
    refused = StagedRow.objects.filter(batch=batch, number__in=out)
    refused.update(verdict="refused", faults=[["own_code", "partners.row.elsewhere", ""]])
    return [row for row in rows if row.number not in out and row.follows not in out]


def _create(actor: Actor, rows: list[_Row], now: datetime) -> dict[int, int]:
    """Make the new organisations; answers row number to inside number."""
    fresh = [row for row in rows if row.match is None and row.follows is None]
    if not fresh:
        return {}
    organisations = [
        NewOrganisation(
            **{name: row.values[name] for name in _ORGANISATION if name in row.values},
            capital_yen=row.values.get("capital_yen"),
            headcount=row.values.get("headcount"),
            folded_name=row.values["folded"],
            tier=_first_tier(row),
        )
        for row in fresh
    ]
    ids = create_organisations(actor, organisations=organisations, now=now)
    return dict(zip((row.number for row in fresh), ids, strict=True))


def _first_tier(row: _Row) -> int | None:
    """The tier of a direct supplier or dealer; deeper ones are worked out at the end."""
    if "parent" in row.values:
        return None
    return -1 if row.values.get("kind") == "sales" else 1


def _known_numbers(batch: ImportBatch, rows: list[_Row], new: dict[int, int]) -> dict[int, int]:
    """Row number to organisation for these rows and every row they lean on."""
    known = dict(new)
    known.update((row.number, row.match) for row in rows if row.match is not None)
    wanted = {leaning for row in rows for leaning in (row.follows, row.parent_row) if leaning}
    missing = wanted - set(known)
    if missing:
        stored = StagedRow.objects.filter(batch=batch, number__in=missing, match_id__isnull=False)
        known.update(
            (number, match) for number, match in stored.values_list("number", "match_id") if match
        )
    for row in rows:
        if row.number not in known:
            known[row.number] = known[row.follows or 0]
    return known


def _states(rows: list[_Row], known: dict[int, int], new: dict[int, int]) -> dict[int, State]:
    fresh = set(new.values())
    old = {known[row.number] for row in rows} - fresh
    noted = {known[row.number] for row in rows if "note" in row.values} & old
    states = load_states(old, with_notes=noted) if old else {}
    states.update((own, State(own)) for own in fresh)
    return states


def _keep_names(batch: ImportBatch, rows: list[_Row]) -> None:
    """Somebody said whom these rows mean: that partner keeps its name over later rows, too."""
    following = {row.follows for row in rows if row.follows is not None}
    if not following:
        return
    said = StagedRow.objects.filter(batch=batch, number__in=following)
    chosen = set(said.filter(choice__startswith="same:").values_list("number", flat=True))
    for row in rows:
        if row.follows in chosen:
            row.values.pop("name", None)


def _mark(rows: list[_Row], known: dict[int, int]) -> None:
    statement = "UPDATE partners_stagedrow SET is_committed = %s, match_id = %s WHERE id = %s"
    marks = [(True, known.get(row.number), row.id) for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(statement, marks)


@transaction.atomic
def _finish(actor: Actor, batch: ImportBatch, now: datetime) -> None:
    counts = count_rows(batch)
    open_batch = ImportBatch.objects.filter(pk=batch.pk, state=ImportState.COMMITTING)
    kept = batch.stored_name if counts["refused"] else ""  # the refused rows can still be fetched
    open_batch.update(
        state=ImportState.DONE, counts=counts, stored_name=kept, ended_at=now, touched_at=now
    )
    if not kept:
        transaction.on_commit(lambda: drop_file(batch.stored_name))
    change = Change("partners.import_done", "import", batch.uid, payload=counts)
    record_entry(actor, change=change, now=now)
