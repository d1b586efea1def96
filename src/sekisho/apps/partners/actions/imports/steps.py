"""The steps a person takes: upload, columns, check, decide, commit, discard."""

from __future__ import annotations

import io
import uuid
from collections.abc import Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import transaction

from sekisho.adapters.intake import SHEET_KINDS, Limits, inspect_upload
from sekisho.adapters.sheets import Sheet, open_sheet
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.organisations.queries import group_members_for
from sekisho.apps.partners.actions.imports.checking import count_rows
from sekisho.apps.partners.actions.imports.choosing import choose
from sekisho.apps.partners.actions.imports.files import drop_file, keep_file, open_file
from sekisho.apps.partners.models import ImportBatch, ImportState, StagedRow
from sekisho.apps.partners.queries.columns import guess_mapping, heading_place, mapping_fault
from sekisho.apps.partners.queries.imports import import_for
from sekisho.apps.work.actions import Work, open_run, start_job
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Conflict, Forbidden, Invalid, Problem

CHECK_JOB = "sekisho.apps.partners.jobs.check_import"
COMMIT_JOB = "sekisho.apps.partners.jobs.commit_import"
_HEAD_ROWS = 24
_SAMPLES = 3
_SAMPLE_LENGTH = 60
_MIB = 1024 * 1024


def start_import(actor: Actor, *, file_name: str, data: bytes, now: datetime) -> uuid.UUID:
    """Take an uploaded list in, guess its columns, keep it encrypted; returns the batch's id.

    Raises Forbidden, or what intake and sheets raise for a file that will not do.
    """
    at = import_company(actor)
    limits = Limits(size_bytes=settings.SEKISHO_UPLOAD_LIMIT_MB * _MIB, kinds=SHEET_KINDS)
    accepted = inspect_upload(io.BytesIO(data), declared_name=file_name, limits=limits)
    sheet = open_sheet(io.BytesIO(data), name=accepted.safe_name)
    head = _first_head(sheet)
    stored_name = keep_file(data)
    try:
        return _create(actor, at, sheet, {**head, "stored_name": stored_name}, now)
    except BaseException:
        drop_file(stored_name)
        raise


@transaction.atomic
def _create(
    actor: Actor, at: int, sheet: Sheet, fields: Mapping[str, Any], now: datetime
) -> uuid.UUID:
    if actor.uid is None:
        raise Forbidden("partners.not_granted")
    batch = ImportBatch.objects.create(
        uid=new_id(),
        organisation_id=at,
        started_by_uid=actor.uid,
        file_name=sheet.file,
        sheet_names=list(sheet.sheet_names),
        encoding=sheet.encoding,
        created_at=now,
        touched_at=now,
        **fields,
    )
    _record(actor, "partners.import_started", batch, now)
    return batch.uid


def import_company(actor: Actor) -> int:
    """The group company in whose name the actor imports: home where the grant is there."""
    if not actor.can(Capability.RUN):
        raise Forbidden("partners.not_granted")
    return group_members_for(actor, Capability.RUN)[0].id


def _first_head(sheet: Sheet) -> dict[str, Any]:
    """The head of the first visible sheet that holds something."""
    for name in sheet.sheet_names:
        head = _head_of(sheet, name)
        if head:
            return head
    raise Invalid("partners.import_empty", file=sheet.file)


def _head_of(sheet: Sheet, name: str) -> dict[str, Any]:
    """Heading row, headings, sample rows and guessed columns of one sheet; empty if it is."""
    rows = list(islice(sheet.rows(name), _HEAD_ROWS))
    if not rows:
        return {}
    place = heading_place([row.cells for row in rows])
    headings = [cell.strip()[:_SAMPLE_LENGTH] for cell in rows[place].cells]
    samples = [
        [cell.strip()[:_SAMPLE_LENGTH] for cell in row.cells]
        for row in rows[place + 1 : place + 1 + _SAMPLES]
    ]
    width = max(map(len, [headings, *samples]))
    headings += [""] * (width - len(headings))
    mapping = {str(position): field for position, field in guess_mapping(headings).items()}
    return {
        "sheet_name": name,
        "heading_row": rows[place].number,
        "columns": headings,
        "samples": samples,
        "mapping": mapping,
    }


@transaction.atomic
def choose_sheet(actor: Actor, *, uid: uuid.UUID, sheet_name: str, now: datetime) -> None:
    """Read another sheet of the same workbook."""
    batch = _own_batch(actor, uid, ImportState.MAPPING, ImportState.CHECKED, ImportState.FAILED)
    head = _head_of(open_file(batch), sheet_name)
    if not head:
        raise Invalid("partners.import_empty", file=batch.file_name)
    head |= {"state": ImportState.MAPPING, "touched_at": now, "code": ""}
    ImportBatch.objects.filter(pk=batch.pk).update(**head)
    _record(actor, "partners.import_sheet_chosen", batch, now)


@transaction.atomic
def set_mapping(
    actor: Actor, *, uid: uuid.UUID, mapping: Mapping[int, str], now: datetime
) -> uuid.UUID:
    """Settle which column is what and start the dry run; returns the run to watch.

    Raises Invalid when no column tells the name, or two tell the same.
    """
    states = (ImportState.MAPPING, ImportState.CHECKED, ImportState.FAILED)
    batch = _own_batch(actor, uid, *states)
    fault = mapping_fault(mapping)
    if fault:
        raise Invalid(fault)
    batch.mapping = {str(position): field for position, field in mapping.items()}
    batch.save(update_fields=["mapping"])
    return _begin(actor, batch, ImportState.CHECKING, now)


@transaction.atomic
def decide_rows(actor: Actor, *, uid: uuid.UUID, choices: Mapping[int, str], now: datetime) -> int:
    """Say of doubtful rows whether each is new, the same as a known partner, or left out.

    `choices` maps row number to "new", "skip" or "same:<number of organisation>"; where only the
    writing of a known partner's name differs, to "ours" or "theirs". Raises Invalid for a choice
    that was not offered.
    """
    batch = _own_batch(actor, uid, ImportState.CHECKED)
    rows = StagedRow.objects.filter(batch=batch, is_doubtful=True, number__in=list(choices))
    offered = list(rows)
    for row in offered:
        choose(row, choices[row.number])
    ImportBatch.objects.filter(pk=batch.pk).update(counts=count_rows(batch), touched_at=now)
    _record(actor, "partners.import_decided", batch, now)
    return len(offered)


@transaction.atomic
def commit_import(actor: Actor, *, uid: uuid.UUID, now: datetime) -> uuid.UUID:
    """Start bringing the good rows in; returns the run to watch."""
    batch = _own_batch(actor, uid, ImportState.CHECKED)
    return _begin(actor, batch, ImportState.COMMITTING, now)


@transaction.atomic
def resume_import(actor: Actor, *, uid: uuid.UUID, now: datetime) -> uuid.UUID:
    """Start the job of an interrupted dry run or commit again; what is done stays done."""
    batch = _own_batch(actor, uid, ImportState.CHECKING, ImportState.COMMITTING)
    return _begin(actor, batch, ImportState(batch.state), now)


def _begin(actor: Actor, batch: ImportBatch, state: ImportState, now: datetime) -> uuid.UUID:
    is_check = state == ImportState.CHECKING
    counts = batch.counts
    total = 0 if is_check else counts.get("new", 0) + counts.get("changed", 0)
    kind = "partners.import_check" if is_check else "partners.import_commit"
    work = Work(kind, batch.organisation_id, subject_uid=batch.uid, total=total)
    run_uid = open_run(actor, work=work, now=now)
    ImportBatch.objects.filter(pk=batch.pk).update(
        state=state, run_uid=run_uid, code="", params={}, touched_at=now
    )
    start_job(CHECK_JOB if is_check else COMMIT_JOB, run_uid=str(run_uid), batch_id=batch.pk)
    _record(actor, f"partners.import_{state.value}", batch, now)
    return run_uid


@transaction.atomic
def discard_import(actor: Actor, *, uid: uuid.UUID, now: datetime) -> None:
    """Give an import up before its commit: file and staged rows go."""
    states = (ImportState.MAPPING, ImportState.CHECKED, ImportState.FAILED)
    batch = _own_batch(actor, uid, *states)
    StagedRow.objects.filter(batch=batch).delete()
    ImportBatch.objects.filter(pk=batch.pk).update(
        state=ImportState.DISCARDED, stored_name="", ended_at=now, touched_at=now
    )
    transaction.on_commit(lambda: drop_file(batch.stored_name))
    _record(actor, "partners.import_discarded", batch, now)


@transaction.atomic
def fail_import(actor: Actor, *, batch_id: int, problem: Problem, now: datetime) -> None:
    """Note why the file could not be worked through; another sheet or mapping may be tried."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch_id)
    ImportBatch.objects.filter(pk=batch_id).update(
        state=ImportState.FAILED, code=problem.code, params=problem.params, touched_at=now
    )
    _record(actor, "partners.import_failed", batch, now)


def _own_batch(actor: Actor, uid: uuid.UUID, *states: ImportState) -> ImportBatch:
    """A batch that the actor may work on, in one of the states. Raises NotFound or Conflict."""
    import_for(actor, uid)
    batch = ImportBatch.objects.select_for_update().get(uid=uid)
    if batch.state not in states:
        raise Conflict("partners.import_moved_on")
    return batch


def _record(actor: Actor, verb: str, batch: ImportBatch, now: datetime) -> None:
    record_entry(actor, change=Change(verb, "import", batch.uid), now=now)
