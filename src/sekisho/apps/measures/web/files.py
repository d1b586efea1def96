"""Tables as files: every text cell stays text, whatever a partner wrote into it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from sekisho.adapters.sheets import Cell, Column, SheetData, write_csv, write_xlsx
from sekisho.apps.measures.actions.findings import note_export
from sekisho.apps.measures.web.words import today
from sekisho.kernel import clock
from sekisho.kernel.actor import Actor
from sekisho.kernel.errors import NotFound

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Table:
    """What goes into a file; `count` is what the record says."""

    name: str
    headings: Sequence[str]
    cells: Iterable[Sequence[Cell]]
    count: int


def table_file(actor: Actor, table: Table, form: str) -> HttpResponseBase:
    """The table as xlsx or CSV, noted in the record. Raises NotFound for another form."""
    if form not in {"xlsx", "csv"}:
        raise NotFound("measures.not_there")
    note_export(actor, count=table.count, now=clock.now())
    name = f"{table.name}-{today():%Y%m%d}.{form}"
    if form == "xlsx":
        out = io.BytesIO()
        columns = tuple(Column(heading) for heading in table.headings)
        rows = [list(row) for row in table.cells]
        write_xlsx(out, [SheetData(table.name, columns, rows, frozen_columns=1)])
        out.seek(0)
        return FileResponse(out, as_attachment=True, filename=name, content_type=_XLSX)
    body = write_csv([list(table.headings), *(list(row) for row in table.cells)]).data
    return attachment(body, name, "text/csv; charset=utf-8")


def attachment(data: bytes, name: str, content_type: str) -> HttpResponse:
    """Always as an attachment, never shown in the page."""
    response = HttpResponse(data, content_type=content_type)
    disposition = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Disposition"] = disposition or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
