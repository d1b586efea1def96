"""A file comes in: kept sealed in parts until it is read; given up; forgotten."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, BinaryIO

from django.conf import settings
from django.db import transaction

from sekisho.adapters.flowlogs import open_log
from sekisho.adapters.intake import SHEET_KINDS, Limits, clean_name, inspect_upload
from sekisho.adapters.sheets import SheetLimits, open_sheet
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.observing.models import Observation, Part
from sekisho.apps.observing.queries.observations import (
    ACCOUNTS,
    ARRIVING,
    ASKED,
    DONE,
    ERASED,
    FAILED,
    FLOWS,
    MOVING,
    PART_BYTES,
    observation_for,
    sealed_content,
    sealed_part,
)
from sekisho.apps.organisations.queries import group_members_for
from sekisho.apps.work.actions import Work, open_run, start_job
from sekisho.engines.observing.lists import ACCOUNT_ROLES, MACHINE_ROLES, guessed_columns
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Conflict, Forbidden, Invalid, TooLarge

JOB = "sekisho.apps.observing.jobs.read"
RUN = "observing.reading"
UNREAD_FOR = timedelta(days=1)
LOST_AFTER = timedelta(hours=1)
KEPT_FOR = timedelta(days=400)
MOST_LINES = 50_000
_MIB = 1024 * 1024
_HEAD = 5


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it arrives."""

    stream: BinaryIO
    declared_name: str


def take_upload(actor: Actor, *, kind: str, upload: Upload, now: datetime) -> uuid.UUID:
    """Keep a file and look at its head; which column is which is asked next.

    Raises TooLarge, Invalid, Unreadable as adapters do, Forbidden (observing.no_place) without a
    company in whose name files may be brought in.
    """
    ours = group_members_for(actor, Capability.RUN)
    if not ours:
        raise Forbidden("observing.no_place")
    name = clean_name(upload.declared_name)
    _within_limit(upload.stream, name)
    head = {**_head(kind, upload.stream, name), "file": name}
    row = Observation(uid=new_id(), organisation_id=ours[0].id, kind=kind, state=ARRIVING)
    row.started_by_uid, row.created_at, row.touched_at = actor.uid or new_id(), now, now
    row.sealed = sealed_content(row.uid, head)
    row.save()
    _keep_parts(row, upload.stream)
    _arrived(actor, row, now)
    return row.uid


def _within_limit(stream: BinaryIO, name: str) -> None:
    limit_bytes = int(settings.SEKISHO_UPLOAD_LIMIT_MB) * _MIB
    if stream.seek(0, 2) > limit_bytes:
        raise TooLarge("intake.too_large", file=name, limit_bytes=limit_bytes)
    stream.seek(0)


def _head(kind: str, stream: BinaryIO, name: str) -> dict[str, Any]:
    if kind == FLOWS:
        sample = open_log(stream).sample()
        guess = {role.value: column for role, column in sample.guess.items()}
        return {"columns": sample.columns, "rows": sample.rows, "guess": guess}
    columns, rows = read_table(stream, name)
    roles = ACCOUNT_ROLES if kind == ACCOUNTS else MACHINE_ROLES
    shown = [[cell[:60] for cell in cells] for _number, cells in rows[:_HEAD]]
    return {"columns": columns, "rows": shown, "guess": guessed_columns(columns, roles)}


def read_table(stream: BinaryIO, name: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Headings and numbered rows of a list. Raises as sheets do, Invalid (observing.no_rows)."""
    limit_bytes = int(settings.SEKISHO_UPLOAD_LIMIT_MB) * _MIB
    stream.seek(0)
    limits = Limits(size_bytes=limit_bytes, kinds=SHEET_KINDS)
    facts = inspect_upload(stream, declared_name=name, limits=limits)
    stream.seek(0)
    bounds = SheetLimits(size_bytes=limit_bytes, rows=MOST_LINES + 1)
    sheet = open_sheet(stream, limits=bounds, name=facts.safe_name)
    found = [(row.number, list(row.cells)) for row in sheet.rows(None) if any(row.cells)]
    if len(found) < 2:  # noqa: PLR2004 - headings and a row
        raise Invalid("observing.no_rows", file=facts.safe_name)
    columns = [cell.strip() for cell in found[0][1]]
    return columns, found[1:]


def _keep_parts(row: Observation, stream: BinaryIO) -> None:
    """Each in a transaction of its own, so that nobody waits for a large file to be written."""
    stream.seek(0)
    place = 0
    while data := stream.read(PART_BYTES):
        sealed = sealed_part(row.uid, place, data)
        Part.objects.create(observation=row, place=place, sealed=sealed)
        place += 1


@transaction.atomic
def _arrived(actor: Actor, row: Observation, now: datetime) -> None:
    row.state = ASKED
    row.save(update_fields=["state"])
    _record(actor, "observing.brought", row, now)


@transaction.atomic
def begin_reading(
    actor: Actor, *, uid: uuid.UUID, choice: Mapping[str, Any], now: datetime
) -> uuid.UUID:
    """Start to read a file with these columns (`mapping`) and settings; returns the run.

    Raises NotFound, Conflict (observing.moved_on).
    """
    row = _locked(actor, uid, ASKED)
    content = {**observation_for(actor, uid).content, **choice}
    row.sealed = sealed_content(row.uid, content)
    row.run_uid = open_run(
        actor, work=Work(RUN, row.organisation_id, row.uid, total=100, can_cancel=True), now=now
    )
    row.state, row.touched_at, row.started_by_uid = MOVING, now, actor.uid or row.started_by_uid
    row.save()
    start_job(JOB, run_uid=str(row.run_uid), observation_id=row.pk)
    _record(actor, "observing.begun", row, now)
    return row.run_uid


@transaction.atomic
def erase_observation(actor: Actor, *, uid: uuid.UUID, now: datetime) -> None:
    """Erase a file or summary; findings and values taken from it stay.

    Raises NotFound, Conflict (observing.moved_on) while it is being read.
    """
    found = observation_for(actor, uid)
    row = Observation.objects.select_for_update().get(pk=found.id)
    if row.state == MOVING:
        raise Conflict("observing.moved_on")
    _empty(row)
    _record(actor, "observing.erased", row, now)


def _empty(row: Observation) -> None:
    """Erase everything that was kept of a row."""
    Part.objects.filter(observation=row).delete()
    row.state, row.sealed = ERASED, b""
    row.save()


def tidy(actor: Actor, *, now: datetime) -> int:
    """Start again what a stopped worker left, forget files nobody had read and old summaries."""
    lost = Observation.objects.filter(state=MOVING, touched_at__lt=now - LOST_AFTER)
    for row in lost:
        Observation.objects.filter(pk=row.pk).update(touched_at=now)
        start_job(JOB, run_uid=str(row.run_uid), observation_id=row.pk)
    unread = Observation.objects.filter(
        state__in=(ARRIVING, ASKED), touched_at__lt=now - UNREAD_FOR
    )
    old = Observation.objects.filter(state__in=(DONE, FAILED), touched_at__lt=now - KEPT_FOR)
    gone = [*unread, *old]
    for row in gone:
        _forget(actor, row, now)
    return len(gone)


@transaction.atomic
def _forget(actor: Actor, row: Observation, now: datetime) -> None:
    _empty(row)
    _record(actor, "observing.forgotten", row, now)


def _locked(actor: Actor, uid: uuid.UUID, state: str) -> Observation:
    found = observation_for(actor, uid)
    row = Observation.objects.select_for_update().get(pk=found.id)
    if row.state != state:
        raise Conflict("observing.moved_on")
    return row


def _record(actor: Actor, verb: str, row: Observation, now: datetime) -> None:
    change = Change(verb, "observation", row.uid, payload={"kind": row.kind})
    record_entry(actor, change=change, now=now)
