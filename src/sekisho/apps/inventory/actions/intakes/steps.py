"""Taking a list up, bringing it in, giving it up."""

from __future__ import annotations

import io
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from sekisho.adapters.intake import Limits, inspect_upload
from sekisho.adapters.sheets import SheetLimits, open_sheet
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.inventory.actions.intakes.planning import Planner, RowPlan
from sekisho.apps.inventory.actions.writing import write_entry
from sekisho.apps.inventory.models import Entry, Intake
from sekisho.apps.inventory.queries import columns as at
from sekisho.apps.inventory.queries.catalogue import catalogue
from sekisho.apps.inventory.queries.intakes import (
    CHANGED,
    CHECKED,
    DISCARDED,
    DONE,
    LEFT,
    MOVING,
    NEW,
    REFUSED,
    GivenRow,
    IntakeView,
    intake_for,
    sealed_rows,
)
from sekisho.apps.organisations.queries import group_members_for
from sekisho.apps.organisations.queries.keys import open_keys
from sekisho.apps.work.actions import Work, open_run, start_job
from sekisho.engines.inventory import Kind, Stamp
from sekisho.kernel.actor import Actor, ActorKind, Capability, Grant, Role
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Conflict, Forbidden, Invalid, TooLarge

MOST_ROWS = 10_000
BATCH = 250
JOB = "sekisho.apps.inventory.jobs.bring_in"
RUN = "inventory.intake"
_MIB = 1024 * 1024
_HEAD = 10
Tick = Callable[[int], datetime]


@dataclass(frozen=True, slots=True)
class Upload:
    """A list as it arrives."""

    stream: BinaryIO
    declared_name: str


def start_intake(actor: Actor, *, kind: str, upload: Upload, now: datetime) -> uuid.UUID:
    """Read a list, look every row over and keep it; nothing enters the inventory yet.

    Raises as intake and sheets do, Invalid (inventory.no_headings, inventory.no_rows), TooLarge
    (inventory.too_many_rows), Forbidden without a company in whose name lists may be brought in.
    """
    wanted = catalogue().kind(kind)
    ours = group_members_for(actor, Capability.RUN)
    if not ours:
        raise Forbidden("inventory.no_place")
    file_name, rows = _read(wanted, upload)
    planner = Planner(narrowed(actor, ours[0].id), wanted, rows, file=file_name, now=now)
    seen = [_judged(row, planner.plan(row)) for row in rows]
    return _keep(actor, _Found(wanted, file_name, seen, ours[0].id), now)


def narrowed(actor: Actor, organisation_id: int) -> Actor:
    """The actor with what a list needs at the place where it lies, and no more.

    A list is seen by whoever may bring lists in there; so it tells, and changes, nothing of what
    the actor reaches by another company.
    """
    grants = frozenset({Grant(Role.MANAGER, organisation_id)})
    return Actor(kind=ActorKind.PERSON, uid=actor.uid, grants=grants)


def _judged(row: GivenRow, plan: RowPlan) -> GivenRow:
    return replace(row, verdict=plan.verdict, name=plan.name, faults=plan.faults)


@dataclass(frozen=True, slots=True)
class _Found:
    kind: Kind
    file_name: str
    rows: Sequence[GivenRow]
    organisation_id: int


@transaction.atomic
def _keep(actor: Actor, found: _Found, now: datetime) -> uuid.UUID:
    counts = Counter(one.verdict for one in found.rows)
    row = Intake(uid=new_id(), organisation_id=found.organisation_id, kind=found.kind.key)
    row.file_name, row.state, row.counts = found.file_name, CHECKED, dict(counts)
    row.sealed = sealed_rows(row.uid, found.rows)
    row.started_by_uid, row.created_at = actor.uid or new_id(), now
    row.save()
    _record(actor, "inventory.list_checked", row, len(found.rows), now)
    return row.uid


@transaction.atomic
def take_intake(actor: Actor, *, uid: uuid.UUID, now: datetime) -> uuid.UUID:
    """Begin to bring the good rows in; returns the run that shows it.

    Raises NotFound, Conflict (inventory.list_moved_on).
    """
    row = _locked(actor, uid, CHECKED)
    total = len(intake_for(actor, uid).good_rows)
    work = Work(RUN, row.organisation_id, row.uid, total=total)
    row.state, row.run_uid = MOVING, open_run(actor, work=work, now=now)
    row.touched_at, row.started_by_uid = now, actor.uid or row.started_by_uid
    row.save()
    start_job(JOB, run_uid=str(row.run_uid), intake_id=row.pk)
    _record(actor, "inventory.list_begun", row, total, now)
    return row.run_uid


@transaction.atomic
def discard_intake(actor: Actor, *, uid: uuid.UUID, now: datetime) -> None:
    """Give a list up; its rows are forgotten. Raises as `take_intake` does."""
    row = _locked(actor, uid, CHECKED)
    row.state, row.sealed, row.ended_at = DISCARDED, b"", now
    row.save()
    _record(actor, "inventory.list_discarded", row, 0, now)


def bring_in(actor: Actor, *, found: IntakeView, tick: Tick, now: datetime) -> None:
    """Save the good rows of a list that is moving, some in one transaction each.

    Rows are planned anew against what is there, so that an interrupted list goes on where it
    stopped and comes to the same end.
    """
    if found.state != MOVING:
        return
    rows = found.good_rows
    for start in range(found.done_rows, len(rows), BATCH):
        some = rows[start : start + BATCH]
        _bring(actor, found, some, start + len(some), now)
        now = tick(start + len(some))
    _end(actor, found, now)


@transaction.atomic
def _bring(
    actor: Actor, found: IntakeView, rows: Sequence[GivenRow], done: int, now: datetime
) -> None:
    planner = Planner(actor, found.kind, rows, file=found.file_name, now=now)
    plans = [planner.plan(row) for row in rows]
    open_keys(plan.ends.organisation_id for plan in plans if plan.ends is not None)
    fresh = [_fresh(found.kind, plan, now) for plan in plans if plan.verdict == NEW]
    changed = [_changed(plan, now) for plan in plans if plan.verdict == CHANGED]
    Entry.objects.bulk_create(fresh)
    Entry.objects.bulk_update(changed, _COLUMNS)
    row = Intake.objects.select_for_update().get(pk=found.id)
    left = sum(plan.verdict == REFUSED for plan in plans)
    if left:
        row.counts = {**row.counts, LEFT: row.counts.get(LEFT, 0) + left}
    row.done_rows, row.touched_at = done, now
    row.save(update_fields=["counts", "done_rows", "touched_at"])
    if fresh or changed:
        _record(actor, "inventory.list_rows", row, len(fresh) + len(changed), now)


_COLUMNS = (
    *("own_code", "name", "name_hash", "sealed", "unknown_count", "weakest", "revision"),
    *("updated_at", "source_item", "target", "target_item", "via_item"),
)


def _fresh(kind: Kind, plan: RowPlan, now: datetime) -> Entry:
    row = Entry(uid=new_id(), kind=kind.key, created_at=now)
    if plan.ends is not None:
        row.organisation_id = plan.ends.organisation_id
    return _written(row, plan, now)


def _changed(plan: RowPlan, now: datetime) -> Entry:
    row = plan.match or Entry()
    row.revision += 1
    return _written(row, plan, now)


def _written(row: Entry, plan: RowPlan, now: datetime) -> Entry:
    stamp, ends = plan.stamp, plan.ends
    if isinstance(stamp, Stamp) and ends is not None:
        row.target_id = ends.target_id
        for name, item_id in ends.items.items():
            setattr(row, f"{name}_id", item_id)
        write_entry(row, plan.name, plan.values, stamp)
    row.own_code, row.updated_at = plan.own_code, now
    return row


@transaction.atomic
def _end(actor: Actor, found: IntakeView, now: datetime) -> None:
    row = Intake.objects.select_for_update().get(pk=found.id)
    row.state, row.sealed, row.ended_at = DONE, b"", now
    row.save()
    _record(actor, "inventory.list_done", row, row.done_rows, now)


def _locked(actor: Actor, uid: uuid.UUID, state: str) -> Intake:
    found = intake_for(actor, uid)
    row = Intake.objects.select_for_update().get(pk=found.id)
    if row.state != state:
        raise Conflict("inventory.list_moved_on")
    return row


def _read(kind: Kind, upload: Upload) -> tuple[str, list[GivenRow]]:
    limit_bytes = int(settings.SEKISHO_UPLOAD_LIMIT_MB) * _MIB
    data = upload.stream.read(limit_bytes + 1)
    limits = Limits(size_bytes=limit_bytes)
    facts = inspect_upload(io.BytesIO(data), declared_name=upload.declared_name, limits=limits)
    bounds = SheetLimits(size_bytes=limit_bytes, rows=MOST_ROWS + _HEAD)
    sheet = open_sheet(io.BytesIO(data), limits=bounds, name=facts.safe_name)
    named = [one for one in sheet.sheet_names if one in {kind.label.ja, kind.label.en}]
    rows_of = sheet.rows(named[0] if named else None)
    found = [(row.number, row.cells) for row in islice(rows_of, MOST_ROWS + _HEAD + 1)]
    place, mapping = at.heading_row(kind, found)
    if not mapping:
        raise Invalid("inventory.no_headings", file=facts.safe_name)
    rows = [_given(number, cells, mapping) for number, cells in found[place + 1 :]]
    kept = [row for row in rows if row.cells]
    if not kept:
        raise Invalid("inventory.no_rows", file=facts.safe_name)
    if len(kept) > MOST_ROWS:
        raise TooLarge("inventory.too_many_rows", limit=MOST_ROWS)
    return facts.safe_name, kept


def _given(number: int, cells: Sequence[str], mapping: dict[int, str]) -> GivenRow:
    found = {key: cells[place].strip() for place, key in mapping.items() if place < len(cells)}
    return GivenRow(number, {key: text for key, text in found.items() if text})


def _record(actor: Actor, verb: str, row: Intake, count: int, now: datetime) -> None:
    change = Change(verb, "inventory_list", row.uid, payload={"kind": row.kind}, count=count)
    record_entry(actor, change=change, now=now)
