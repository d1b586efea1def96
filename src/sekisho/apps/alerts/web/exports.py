"""The board of a notice as a file, with the filters of the page."""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterator

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from sekisho.adapters.sheets import Cell, Column, SheetData, write_csv, write_xlsx
from sekisho.apps.alerts.queries.notices import RecipientLine, notice_for, recipients_of_notice
from sekisho.apps.alerts.queries.relays import RelayView
from sekisho.apps.alerts.web.notices import choice_of
from sekisho.apps.alerts.web.words import HUNT_RESULTS, STANDINGS, said
from sekisho.apps.asks.actions.exports import note_export
from sekisho.engines.notices import HuntReport
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.ui.entrances import Request, office

_MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
_NO_RELAY: list[Cell] = [None, None, None, None, ""]


@office(Capability.VIEW, "GET")
def export(request: Request, uid: uuid.UUID, form: str) -> HttpResponse:
    """Everybody whom the board lists: where they stand and how far they passed it on."""
    now = clock.now()
    notice = notice_for(request.actor, uid)
    lines = recipients_of_notice(request.actor, notice, choice_of(request), now=now)
    note_export(request.actor, uid=uid, what="notice", count=len(lines), now=now)
    rows = (_cells(one) for one in lines)
    name = f"{notice.ask.number}-notice"
    data = _xlsx(name, rows) if form == "xlsx" else write_csv(_with_headings(rows)).data
    response = HttpResponse(data, content_type=_MEDIA_TYPES[form])
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.{form}")
    response.headers["Content-Disposition"] = disposition or "attachment"
    return response


def _headings() -> list[str]:
    return [
        _("Recipient"),
        _("Your code"),
        _("Where it stands"),
        _("Actions done"),
        _("Actions answered"),
        _("Staff told"),
        _("Staff to be told"),
        _("Searched from"),
        _("Searched to"),
        _("What the search found"),
        _("Hits"),
        _("Own suppliers told"),
        _("Own suppliers confirmed"),
        _("Own suppliers done"),
        _("As of"),
        _("Reported before"),
        _("Deadline"),
    ]


def _cells(one: RecipientLine) -> list[Cell]:
    return [
        said(one.line.subject.names),
        one.line.subject.own_code or "",
        str(STANDINGS[one.standing].word),
        one.done,
        one.of,
        one.told.told,
        one.told.of,
        *_hunt(one.hunt),
        *(_relay(one.relay) if one.relay else _NO_RELAY),
        one.line.due_on,
    ]


def _hunt(one: HuntReport) -> list[Cell]:
    return [one.first_day, one.last_day, str(HUNT_RESULTS.get(one.result, "")), one.hits]


def _relay(one: RelayView) -> list[Cell]:
    before = ""
    if one.before_version:
        before = _("before version %(n)s") % {"n": one.before_version}
    elif one.before_correction:
        before = _("before the alert was corrected")
    return [one.counts.told, one.counts.confirmed, one.counts.acted, one.as_of, before]


def _with_headings(rows: Iterator[list[Cell]]) -> Iterator[list[Cell]]:
    yield list(_headings())
    yield from rows


def _xlsx(name: str, rows: Iterator[list[Cell]]) -> bytes:
    out = io.BytesIO()
    columns = tuple(Column(heading, width_characters=None) for heading in _headings())
    write_xlsx(out, [SheetData(name, columns, rows, frozen_columns=1)])
    return out.getvalue()
