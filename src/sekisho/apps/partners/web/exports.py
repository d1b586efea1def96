"""The list of partners as a file; what Shift_JIS cannot carry is shown before it is lost."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from sekisho.adapters.sheets import (
    Cell,
    Column,
    SheetData,
    Unmappable,
    write_csv,
    write_xlsx,
)
from sekisho.apps.partners.forms.words import KIND_WORDS, PURPOSE_WORDS
from sekisho.apps.partners.queries.columns import COLUMNS
from sekisho.apps.partners.queries.exports import export_rows_for
from sekisho.apps.partners.web.files import CSV, XLSX, attachment
from sekisho.apps.partners.web.listing import choices_for
from sekisho.kernel.actor import Capability
from sekisho.ui.entrances import Request, office
from sekisho.ui.wording import figure, is_japanese

_LANGUAGES = {
    "ja": {"ja": "日本語", "en": "英語"},
    "en": {"ja": "Japanese", "en": "English"},
}
_MOST_SHOWN = 100
_SHOWN_TEXT = 40
Table = list[Sequence[Cell]]


@office(Capability.VIEW, "GET")
def export(request: Request) -> HttpResponse:
    """What the filter shows, in the columns that the import takes back."""
    table, form = _table(request), request.GET.get("format", "xlsx")
    if form == "cp932":
        made = write_csv(table, encoding="cp932")
        if made.unmappable and request.GET.get("sure") != "1":
            return _losses(request, table, made.unmappable)
        return attachment(made.data, CSV, "partners", "csv")
    if form == "csv":
        return attachment(write_csv(table).data, CSV, "partners", "csv")
    target = BytesIO()
    columns = tuple(Column(str(heading)) for heading in table[0])
    write_xlsx(target, [SheetData(_("Partners"), columns, table[1:], frozen_columns=2)])
    return attachment(target.getvalue(), XLSX, "partners", "xlsx")


def _table(request: Request) -> Table:
    """Headings and rows."""
    language = "ja" if is_japanese() else "en"
    words = {
        "kind": {key: str(word) for key, word in KIND_WORDS.items()},
        "purposes": {key: str(word) for key, word in PURPOSE_WORDS.items()},
        "language": _LANGUAGES[language],
    }
    criteria = choices_for(request.actor).filter_of(request.GET)
    rows = export_rows_for(request.actor, criteria, language=language, words=words)
    return [[column.heading(language) for column in COLUMNS], *rows]


def _losses(request: Request, table: Table, found: Sequence[Unmappable]) -> HttpResponse:
    context = {
        "lines": [_loss(table, one) for one in found[:_MOST_SHOWN]],
        "more": max(0, len(found) - _MOST_SHOWN),
        "count": figure(len(found)),
        "times": figure(sum(one.times for one in found)),
    }
    return render(request, "partners/export_losses.html", context)


def _loss(table: Table, one: Unmappable) -> dict[str, Any]:
    """One character: its number, what stands for it, and the cells it stands in."""
    places = [
        {
            "row": row,
            "column": table[0][column - 1],
            "text": str(table[row - 1][column - 1])[:_SHOWN_TEXT],
        }
        for row, column in one.places
    ]
    return {"is": one, "number": f"U+{ord(one.character):04X}", "places": places}
