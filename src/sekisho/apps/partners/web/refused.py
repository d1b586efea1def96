"""The refused rows of an import as a file to correct: the uploaded columns and the reason."""

from __future__ import annotations

import uuid
from io import BytesIO

from django.http import HttpResponse
from django.utils.translation import gettext as _

from sekisho.adapters.sheets import Column, SheetData, write_csv, write_xlsx
from sekisho.apps.partners.forms.words import fault_sentence
from sekisho.apps.partners.queries.refused import RefusedList, RefusedRow, refused_list_for
from sekisho.apps.partners.web.files import CSV, XLSX, attachment
from sekisho.kernel.actor import Capability
from sekisho.ui.entrances import Request, office


@office(Capability.RUN, "GET")
def refused(request: Request, uid: uuid.UUID) -> HttpResponse:
    """The rows that were not accepted, as xlsx or CSV, ready to be corrected and imported."""
    found = refused_list_for(request.actor, uid)
    if request.GET.get("format") == "csv":
        return attachment(_csv(found), CSV, "partners-refused", "csv")
    target = BytesIO()
    columns = tuple(Column(heading) for heading in _headings(found))
    rows = (_cells(row) for row in found.rows)
    write_xlsx(target, [SheetData(_("Not accepted"), columns, rows)])
    return attachment(target.getvalue(), XLSX, "partners-refused", "xlsx")


def _csv(found: RefusedList) -> bytes:
    """In the encoding of the uploaded file; in UTF-8 where a reason says what CP932 lacks."""
    table = [_headings(found), *map(_cells, found.rows)]
    if found.encoding == "cp932":
        made = write_csv(table, encoding="cp932")
        if not made.unmappable:
            return made.data
    return write_csv(table).data


def _headings(found: RefusedList) -> tuple[str, ...]:
    return (*found.headings, _("Why it was not accepted"))


def _cells(row: RefusedRow) -> tuple[str, ...]:
    """The row as it was uploaded, and in one more cell its number and what to write instead."""
    reasons = "\n".join(fault_sentence(fault) for fault in row.faults)
    return (*row.cells, _("Row %(n)s. %(reasons)s") % {"n": row.number, "reasons": reasons})
