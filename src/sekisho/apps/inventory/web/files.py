"""Lists to download: the inventory in the columns that the import takes back, and empty ones."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sekisho.adapters.sheets import Cell, Column, NotesSheet, SheetData, write_csv, write_xlsx
from sekisho.apps.inventory.actions.exporting import note_export
from sekisho.apps.inventory.forms import said
from sekisho.apps.inventory.queries import columns as at
from sekisho.apps.inventory.queries.catalogue import catalogue
from sekisho.apps.inventory.queries.entries import EntryFilter, EntryRef, EntryView, every_entry
from sekisho.apps.inventory.web.listing import company_of, wanted_in
from sekisho.apps.organisations.queries import OrganisationView
from sekisho.engines.inventory import Kind
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.kernel.text import Bilingual
from sekisho.ui.entrances import Request, office

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Table = list[Sequence[Cell]]


@office(Capability.VIEW, "GET")
def export(request: Request) -> HttpResponse:
    """What the filter shows: one sheet a kind, or one kind as CSV."""
    wanted = wanted_in(request, company_of(request))
    found = every_entry(request.actor, wanted)
    note_export(request.actor, count=len(found), now=clock.now())
    by_kind: dict[str, list[EntryView]] = {}
    for one in found:
        by_kind.setdefault(one.kind.key, []).append(one)
    if request.GET.get("format") == "csv":
        key = wanted.kind or next(iter(by_kind), catalogue().kinds[0].key)
        table = _table(catalogue().kind(key), by_kind.get(key, []))
        return _file(write_csv(table).data, "text/csv; charset=utf-8", f"inventory-{key}", "csv")
    kinds = [one for one in catalogue().kinds if one.key in by_kind or _is_meant(one, wanted)]
    sheets = [_sheet(kind, by_kind.get(kind.key, [])) for kind in kinds or catalogue().kinds]
    out = BytesIO()
    write_xlsx(out, sheets)
    return _file(out.getvalue(), _XLSX, f"inventory-{wanted.kind or 'all'}", "xlsx")


@office(Capability.VIEW, "GET")
def template(request: Request) -> HttpResponse:
    """Empty lists with headings, drop-downs and notes, for one kind or for all."""
    wanted = request.GET.get("kind", "")
    kinds = [kind for kind in catalogue().kinds if kind.key == wanted] or catalogue().kinds
    notes = NotesSheet(_("How to fill in"), tuple(_notes()))
    out = BytesIO()
    write_xlsx(out, [_sheet(kind, []) for kind in kinds], notes=notes)
    return _file(out.getvalue(), _XLSX, f"inventory-template-{wanted or 'all'}", "xlsx")


def _is_meant(kind: Kind, wanted: EntryFilter) -> bool:
    return kind.key == wanted.kind


def _sheet(kind: Kind, rows: Sequence[EntryView]) -> SheetData:
    columns = tuple(_column(kind, one) for one in at.columns_of(kind))
    _headings, *cells = _table(kind, rows)
    return SheetData(said(kind.label), columns, cells, frozen_columns=2)


def _column(kind: Kind, one: at.ListColumn) -> Column:
    field = kind.field_of(one.key.removeprefix("v_"))
    hint = said(field.help) if field is not None else ""
    return Column(said(one.heading), tuple(said(word) for word in one.choices), hint)


def _table(kind: Kind, rows: Sequence[EntryView]) -> Table:
    columns = at.columns_of(kind)
    table: Table = [[said(one.heading) for one in columns]]
    for row in rows:
        cells = _cells(row)
        table.append([cells.get(one.key, "") for one in columns])
    return table


def _cells(view: EntryView) -> dict[str, str]:
    language = get_language() or "ja"
    found = {
        at.COMPANY: _written(view.organisation),
        at.CODE: view.own_code,
        at.NAME: view.name,
        at.OTHER: _written(view.target) if view.target else "",
        at.SOURCE_ITEM: _item(view.source_item),
        at.TARGET_ITEM: _item(view.target_item),
        at.VIA_ITEM: _item(view.via_item),
    }
    values = at.value_cells(view.kind, view.facts, language)
    return {**found, **values, **at.origin_cells(view.facts, language)}


def _written(one: OrganisationView) -> str:
    """By code where there is one: names may be shared, and change."""
    return one.own_code or one.name


def _item(ref: EntryRef | None) -> str:
    """By code where there is one, as the import looks it up."""
    return (ref.own_code or ref.name) if ref is not None else ""


def _notes() -> list[str]:
    words = [said(Bilingual(one.ja, one.en)) for one in at.CONFIDENCE_WORDS.values()]
    return [
        _("One row is one entry; the kind of a sheet is told when it is brought in."),
        _("Organisations are written by their code or their whole name."),
        _("A row is known by its own code, then by its name; of a link by its ends and name."),
        _("Empty cells change nothing. “Unknown” makes a value unknown again."),
        _("How sure: %(words)s. Empty means the second.") % {"words": " / ".join(words)},
        _("Before anything is saved you see row by row what would happen."),
    ]


def _file(data: bytes, media: str, name: str, ending: str) -> HttpResponse:
    full = f"{name}-{clock.now():%Y%m%d}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{full}"'}
    return HttpResponse(data, content_type=media, headers=headers)
