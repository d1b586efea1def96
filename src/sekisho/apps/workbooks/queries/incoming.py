"""An uploaded workbook as tables, and for whom it was written; everything in it is a stranger's."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from sekisho.adapters.intake import SHEET_KINDS, Kind, Limits, inspect_upload
from sekisho.adapters.sheets import SheetLimits, open_sheet
from sekisho.apps.workbooks.queries.outgoing import Filled, check_of, stamp_of
from sekisho.engines.workbook import (
    FORM,
    Expected,
    FileReading,
    Stamp,
    Table,
    find_stamp,
    read_answers,
)
from sekisho.kernel.errors import Invalid, TooLarge

_MIB = 1024 * 1024
MOST_MIB = 10
_MOST_SHEETS = 30
_MOST_CELLS = 300_000
_SHEETS = SheetLimits(
    size_bytes=MOST_MIB * _MIB,
    rows=20_000,
    columns=300,
    cells=200_000,
    sheet_characters=8_000_000,
    part_bytes=40 * _MIB,
    shared_text_bytes=16 * _MIB,
)


@dataclass(frozen=True, slots=True)
class Given:
    """A file as it arrives: the sender's name for it, and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that passed: the name that may be shown, its hash, tables and stamp."""

    name: str
    sha256: str
    tables: tuple[Table, ...]
    stamp: Stamp | None


@dataclass(frozen=True, slots=True)
class SheetTexts:
    """The words of workbooks in every language: headings by column, and what shut cells say."""

    headings: Sequence[Mapping[str, str]]
    hints: Sequence[str]


def opened(given: Given) -> Opened:
    """Take a workbook in. Raises what intake and sheets raise, and Invalid for another kind."""
    limit_bytes = min(MOST_MIB, int(settings.SEKISHO_UPLOAD_LIMIT_MB)) * _MIB
    limits = Limits(
        size_bytes=limit_bytes, kinds=SHEET_KINDS, archive_unpacked_bytes=4 * limit_bytes
    )
    facts = inspect_upload(io.BytesIO(given.data), declared_name=given.name, limits=limits)
    if facts.kind is not Kind.XLSX:
        raise Invalid("workbooks.not_xlsx", file=facts.safe_name)
    tables = _tables(given.data, facts.safe_name)
    digest = hashlib.sha256(given.data).hexdigest()
    return Opened(facts.safe_name, digest, tables, find_stamp(tables))


def _tables(data: bytes, name: str) -> tuple[Table, ...]:
    sheet = open_sheet(io.BytesIO(data), limits=_SHEETS, name=name)
    names = (sheet.sheet_names + sheet.hidden_sheet_names)[: _MOST_SHEETS + 1]
    if len(names) > _MOST_SHEETS:
        raise TooLarge("workbooks.too_many_sheets", file=name, limit=_MOST_SHEETS)
    found, cells = [], 0
    for one in names:
        rows = []
        for row in sheet.rows(one):
            cells += len(row.cells)
            if cells > _MOST_CELLS:
                raise TooLarge("workbooks.too_many_cells", file=name, limit=_MOST_CELLS)
            rows.append(row)
        found.append(Table(one, tuple(rows)))
    return tuple(found)


def require_own(file: Opened, filled: Filled) -> None:
    """Raises Invalid when the file was written for another ask, partner or edition.

    A file without a stamp passes here: `reading_of` asks its rows.
    """
    stamp, place = file.stamp, filled.place
    if stamp is None:
        return
    if stamp.form != FORM:
        raise Invalid("workbooks.other_form", file=file.name)
    if not stamp.is_sound(check_of):
        raise Invalid("workbooks.stamp_changed", file=file.name)
    if stamp.assignment != str(place.uid):
        if stamp.ask_number != place.ask_number:
            numbers = {"found": stamp.ask_number, "wanted": place.ask_number}
            raise Invalid("workbooks.other_ask", file=file.name, **numbers)
        raise Invalid("workbooks.other_partner", file=file.name)
    now = filled.reply.question_set
    if (stamp.set_key, stamp.set_version) != (now.key, now.version):
        raise Invalid("workbooks.other_version", file=file.name, found=stamp.set_version)


def reading_of(file: Opened, filled: Filled, texts: SheetTexts, *, now: datetime) -> FileReading:
    """What the file says.

    Raises Unreadable (workbook.no_questions), Invalid (workbooks.other_partner) when its rows were
    filled for another reply: that is known even where the stamp is gone.
    """
    stamp = file.stamp or stamp_of(filled, "", now)
    expected = Expected(filled.reply.asked, stamp, texts.headings, texts.hints)
    reading = read_answers(file.tables, expected, check_of)
    if reading.is_foreign:
        raise Invalid("workbooks.other_partner", file=file.name)
    return reading
