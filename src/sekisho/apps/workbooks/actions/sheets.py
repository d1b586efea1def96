"""A company's own check sheet, or a scheme's official one, made a draft of a question set."""

from __future__ import annotations

import io
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from sekisho.adapters.intake import SHEET_KINDS, Limits, inspect_upload
from sekisho.adapters.sheets import open_sheet
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.editor.actions.drafts import begin_draft
from sekisho.apps.editor.queries.schemes import scheme_of
from sekisho.apps.organisations.queries import seal_home
from sekisho.apps.workbooks.models import SheetImport, SheetLayout
from sekisho.apps.workbooks.queries.incoming import Given
from sekisho.apps.workbooks.queries.sheets import (
    LIMITS,
    guessed,
    import_row,
    opened_sheet,
    sheet_for,
    sheet_place,
)
from sekisho.apps.workbooks.queries.staged import hand_of
from sekisho.engines.checksheets import layout_print
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Conflict, Forbidden, Invalid

KEPT = timedelta(days=7)


@transaction.atomic
def take_sheet(actor: Actor, *, given: Given, now: datetime) -> uuid.UUID:
    """Take a check sheet (xlsx or CSV) in and guess its columns; returns its outside id.

    Raises Forbidden, and what intake and sheets raise.
    """
    if not actor.can(Capability.RUN):
        raise Forbidden("asks.not_granted")
    limits = Limits(size_bytes=LIMITS.size_bytes, kinds=SHEET_KINDS)
    facts = inspect_upload(io.BytesIO(given.data), declared_name=given.name, limits=limits)
    sheet = open_sheet(io.BytesIO(given.data), limits=LIMITS, name=facts.safe_name)
    uid, name = new_id(), (sheet.sheet_names + sheet.hidden_sheet_names)[0]
    heading_row, columns = guessed(sheet, name, None)
    SheetImport.objects.create(
        uid=uid,
        by_uid=hand_of(actor),
        file_name=facts.safe_name,
        sheet_name=name,
        sealed=seal_home(sheet_place(uid), given.data),
        heading_row=heading_row,
        columns=columns,
        created_at=now,
    )
    change = Change("workbooks.sheet_taken", "workbook", uid, payload={"file": facts.sha256})
    record_entry(actor, change=change, now=now)
    return uid


@transaction.atomic
def choose_table(
    actor: Actor, *, uid: uuid.UUID, sheet_name: str, heading_row: int | None, now: datetime
) -> None:
    """Choose another sheet or heading row; its columns are guessed anew.

    Raises NotFound, Invalid for a sheet that the file has not.
    """
    row = import_row(actor, uid)
    sheet = opened_sheet(row)
    if sheet_name not in sheet.sheet_names + sheet.hidden_sheet_names:
        raise Invalid("sheets.no_such_sheet", file=row.file_name, sheet=sheet_name)
    wanted = heading_row if sheet_name == row.sheet_name else None
    row.heading_row, row.columns = guessed(sheet, sheet_name, wanted)
    row.sheet_name = sheet_name
    row.save(update_fields=["sheet_name", "heading_row", "columns"])
    record_entry(actor, change=Change("workbooks.sheet_chosen", "workbook", uid), now=now)


@transaction.atomic
def choose_columns(
    actor: Actor, *, uid: uuid.UUID, columns: Mapping[int, str], now: datetime
) -> None:
    """Say which column is what. Raises NotFound."""
    row = import_row(actor, uid)
    row.columns = dict(columns)
    row.save(update_fields=["columns"])
    record_entry(actor, change=Change("workbooks.sheet_mapped", "workbook", uid), now=now)


@transaction.atomic
def make_draft(
    actor: Actor, *, uid: uuid.UUID, organisation_uid: uuid.UUID, now: datetime, scheme: str = ""
) -> uuid.UUID:
    """Begin a draft in the editor from what was read; returns the draft's outside id.

    The columns are kept for the next edition with these headings. With the key of a scheme, the
    questions speak for its items. Raises NotFound, Conflict when the columns will not do, hold no
    question, or no number for a scheme.
    """
    view = sheet_for(actor, uid, scheme=scheme_of(scheme).key if scheme else "")
    if view.fault:
        raise Conflict(view.fault)
    if not view.drawn.document["questions"]:
        raise Conflict("checksheets.no_rows")
    if scheme and not any(one.get("maps") for one in view.drawn.document["questions"]):
        raise Conflict("checksheets.no_numbers")
    draft_uid = begin_draft(
        actor, organisation_uid=organisation_uid, document=view.drawn.document, now=now
    )
    if any(view.headings):
        SheetLayout.objects.update_or_create(
            fingerprint=layout_print(view.headings),
            defaults={"columns": dict(view.columns), "updated_at": now},
        )
    SheetImport.objects.filter(uid=uid).delete()
    count = len(view.drawn.document["questions"])
    change = Change("workbooks.sheet_drawn", "workbook", uid, count=count)
    record_entry(actor, change=change, now=now)
    return draft_uid


@transaction.atomic
def clear_sheets(actor: Actor, *, now: datetime) -> int:
    """Forget sheets that nobody finished within seven days; returns how many."""
    count = SheetImport.objects.filter(created_at__lt=now - KEPT).delete()[0]
    if count:
        change = Change("workbooks.cleared", "workbook", count=count)
        record_entry(actor, change=change, now=now)
    return count
