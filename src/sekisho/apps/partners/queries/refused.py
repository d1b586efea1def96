"""The refused rows of an import, as they stand in the uploaded file, each with its faults."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from sekisho.apps.partners.models import StagedRow
from sekisho.apps.partners.queries.files import open_file
from sekisho.apps.partners.queries.imports import own_batches
from sekisho.kernel.actor import Actor
from sekisho.kernel.errors import NotFound

Fault = tuple[str, str, str]  # field, code, text as found


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """One row: its number in the file, its cells as found, and why it is kept out."""

    number: int
    cells: tuple[str, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class RefusedList:
    """The refused rows by number, with the file's own headings and encoding ("" of a workbook)."""

    encoding: str
    headings: tuple[str, ...]
    rows: tuple[RefusedRow, ...]


def refused_list_for(actor: Actor, uid: uuid.UUID) -> RefusedList:
    """What one's own import refused. Raises NotFound, or Conflict once the file is gone."""
    batch = own_batches(actor).filter(uid=uid).first()
    if batch is None:
        raise NotFound("partners.no_import")
    refused = StagedRow.objects.filter(batch=batch, verdict="refused")
    faults = dict(refused.values_list("number", "faults"))
    headings = tuple(batch.columns)

    def rows() -> Iterator[RefusedRow]:
        last = max(faults, default=0)
        if not faults and not batch.counts.get("refused"):
            return
        for row in open_file(batch).rows(batch.sheet_name):
            if row.number in faults:
                cells = (*row.cells, *("",) * (len(headings) - len(row.cells)))
                why = tuple((one[0], one[1], one[2]) for one in faults[row.number])
                yield RefusedRow(row.number, cells[: len(headings)], why)
            if row.number >= last:
                return

    return RefusedList(batch.encoding, headings, tuple(rows()))
