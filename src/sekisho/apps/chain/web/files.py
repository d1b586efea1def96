"""Pictures as SVG and PNG, tables as Excel and CSV."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from django.http import HttpResponse
from django.utils.translation import gettext as _

import sekisho.ui
from sekisho.adapters.documents import render_pictures
from sekisho.adapters.sheets import Column, NotesSheet, SheetData, write_csv, write_xlsx
from sekisho.apps.chain.actions.exporting import note_export
from sekisho.apps.chain.web.tables import Table
from sekisho.kernel import clock
from sekisho.kernel.errors import NotFound
from sekisho.ui.entrances import Request

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PICTURES = ("svg", "png")
TABLES = ("xlsx", "csv")
_PIXELS_PER_INCH = 144


def picture_file(request: Request, svg: str, ending: str, name: str) -> HttpResponse:
    """A picture as SVG, or as PNG. Raises NotFound (chain.no_such_file)."""
    if ending == "svg":
        return _file(request, svg.encode(), "image/svg+xml", (name, ending))
    if ending == "png":
        (png,) = render_pictures(
            "picture", {"svg": svg}, _fonts(), pixels_per_inch=_PIXELS_PER_INCH
        )
        return _file(request, png, "image/png", (name, ending))
    raise NotFound("chain.no_such_file")


def table_file(request: Request, table: Table, ending: str, name: str) -> HttpResponse:
    """A table as workbook with its notes, or as CSV. Raises NotFound (chain.no_such_file)."""
    if ending == "csv":
        data = write_csv([table.headings, *table.rows]).data
        return _file(request, data, "text/csv; charset=utf-8", (name, ending))
    if ending == "xlsx":
        out = BytesIO()
        columns = tuple(Column(heading) for heading in table.headings)
        notes = NotesSheet(_("What this rests on"), table.notes)
        write_xlsx(out, [SheetData(table.title, columns, table.rows)], notes=notes)
        return _file(request, out.getvalue(), _XLSX, (name, ending))
    raise NotFound("chain.no_such_file")


def _file(request: Request, data: bytes, media: str, name: tuple[str, str]) -> HttpResponse:
    stem, ending = name
    note_export(request.actor, what=f"{stem}.{ending}", now=clock.now())
    full = f"{stem}-{clock.now():%Y%m%d}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{full}"'}
    return HttpResponse(data, content_type=media, headers=headers)


def _fonts() -> Path:
    return Path(sekisho.ui.__file__).parent / "static" / "ui" / "vendor"
