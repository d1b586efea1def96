"""A check sheet that is being brought in: its tables, its columns, what would be drawn from it."""

from __future__ import annotations

import io
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from sekisho.adapters.sheets import Row, Sheet, SheetLimits, open_sheet
from sekisho.adapters.vault import Place
from sekisho.apps.organisations.queries import open_home
from sekisho.apps.workbooks.models import SheetImport, SheetLayout
from sekisho.apps.workbooks.queries.staged import hand_of
from sekisho.engines.checksheets import (
    Drawn,
    columns_fault,
    draw_set,
    guess_columns,
    guess_heading,
    layout_print,
)
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import Forbidden, NotFound

MIB_BYTES = 1024 * 1024
LIMITS = SheetLimits(
    size_bytes=10 * MIB_BYTES,
    rows=5_000,
    columns=100,
    cells=200_000,
    sheet_characters=5_000_000,
    part_bytes=40 * MIB_BYTES,
    shared_text_bytes=16 * MIB_BYTES,
)
HEAD_ROWS = 40


@dataclass(frozen=True, slots=True)
class SheetView:
    """A sheet as its page shows it. `heading_row` is 0 while none was found.

    `known` tells that these headings were confirmed once before.
    """

    uid: uuid.UUID
    file_name: str
    sheet_name: str
    sheet_names: tuple[str, ...]
    heading_row: int
    headings: tuple[str, ...]
    columns: Mapping[int, str]
    samples: tuple[tuple[str, ...], ...]
    drawn: Drawn
    fault: str
    is_known: bool


def sheet_for(actor: Actor, uid: uuid.UUID, *, scheme: str = "") -> SheetView:
    """A sheet that this person brings in; with a scheme, its numbers name that scheme's items.

    Raises Forbidden, NotFound.
    """
    row = import_row(actor, uid)
    rows = tuple(opened_sheet(row).rows(row.sheet_name))
    columns = {int(at): field for at, field in row.columns.items()}
    head = next((one for one in rows if one.number == row.heading_row), None)
    headings = head.cells if head else ()
    below = tuple(one for one in rows if one.number > row.heading_row)
    title = row.file_name.rpartition(".")[0] or row.file_name
    words = {"ja": title, "en": ""}
    drawn = draw_set(below, columns, key=slug_of(row), title=words, scheme=scheme)
    return SheetView(
        uid=row.uid,
        file_name=row.file_name,
        sheet_name=row.sheet_name,
        sheet_names=opened_sheet(row).sheet_names,
        heading_row=row.heading_row,
        headings=headings or tuple("" for _ in range(_width(below))),
        columns=columns,
        samples=tuple(one.cells for one in islice(below, 3)),
        drawn=drawn,
        fault=columns_fault(columns),
        is_known=SheetLayout.objects.filter(fingerprint=layout_print(headings)).exists(),
    )


def slug_of(row: SheetImport) -> str:
    """The key under which the set begins: its writer may change it."""
    return f"own-{row.uid.hex[-8:]}"


def _width(rows: tuple[Row, ...]) -> int:
    return max((len(row.cells) for row in rows[:HEAD_ROWS]), default=0)


def import_row(actor: Actor, uid: uuid.UUID) -> SheetImport:
    """The row of a sheet of this person; for this room's own modules. Raises NotFound."""
    if not actor.can(Capability.RUN):
        raise Forbidden("asks.not_granted")
    row = SheetImport.objects.filter(uid=uid, by_uid=hand_of(actor)).first()
    if row is None:
        raise NotFound("workbooks.not_there")
    return row


def opened_sheet(row: SheetImport) -> Sheet:
    """The kept file as tables."""
    return open_sheet(
        io.BytesIO(open_home(sheet_place(row.uid), row.sealed)), limits=LIMITS, name=row.file_name
    )


def sheet_place(uid: uuid.UUID) -> Place:
    """Where the encrypted bytes of a sheet belong."""
    return Place("workbooks_sheetimport", str(uid), "sealed")


def guessed(sheet: Sheet, name: str, heading_row: int | None) -> tuple[int, dict[int, str]]:
    """Row and columns of the headings: as confirmed before, else by their words."""
    head = list(islice(sheet.rows(name), HEAD_ROWS))
    if heading_row is None:
        at = guess_heading([row.cells for row in head])
        heading_row = head[at].number if at >= 0 else 0
    cells = next((row.cells for row in head if row.number == heading_row), ())
    layout = SheetLayout.objects.filter(fingerprint=layout_print(cells)).first()
    if layout is not None and cells:
        return heading_row, {int(at): field for at, field in layout.columns.items()}
    return heading_row, guess_columns(cells)
