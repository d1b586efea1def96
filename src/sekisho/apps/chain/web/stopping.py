"""If this one stops: search, the timeline, the table beside it, and both as files."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from sekisho.apps.chain.queries.labels import Label, labels_for, node_for, nodes_named
from sekisho.apps.chain.queries.overview import overview_for
from sekisho.apps.chain.queries.standing import Standing, chain_for, standing_for
from sekisho.apps.chain.queries.stopping import OUTAGES, Outcome, StopRow, outcome_for
from sekisho.apps.chain.web.files import PICTURES, picture_file, table_file
from sekisho.apps.chain.web.start import frame_of, not_yet, notes_of, stop_row
from sekisho.apps.chain.web.tables import Table
from sekisho.apps.chain.web.timeline import MOST_BARS, timeline
from sekisho.apps.chain.web.words import days_word, name_of, number, percent, shown
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.ui.entrances import Request, office

_USUAL_DAYS = 3
_FULL_STOP = 0.05


@office(Capability.VIEW, "GET")
def choose(request: Request) -> HttpResponse:
    """Search for what may stop; before that those who would stop us alone."""
    standing = standing_for(request.actor, now=clock.now())
    if standing is None:
        return not_yet(request)
    words = request.GET.get("q", "").strip()[:200]
    nodes = nodes_named(request.actor, standing.chain, words)
    labels = labels_for(request.actor, standing.chain, nodes)
    context = {
        **frame_of(request, standing, "stop"),
        "words": words,
        "hits": [shown(labels[node]) for node in nodes],
        "rows": [] if words else _suggested(request, standing),
    }
    return render(request, "chain/choose_stop.html", context)


@office(Capability.VIEW, "GET")
def stop(request: Request, uid: uuid.UUID) -> HttpResponse:
    """What follows, day by day."""
    standing = standing_for(request.actor, now=clock.now())
    if standing is None:
        return not_yet(request)
    found = _found(request, standing, uid)
    title = _title(found)
    context = {
        **frame_of(request, standing, "stop"),
        "found": found,
        "uid": uid,
        "title": title,
        "thing": shown(found.struck),
        "outages": OUTAGES,
        "picture": timeline(found, title=title) if found.rows else "",
        "rows": [_row(one) for one in found.rows],
        "left_out": max(0, len(found.rows) - MOST_BARS),
        "steady": percent(found.steady_loss),
        "worst": percent(max(found.lost, default=0)),
        "days_lost": days_word(round(found.days_lost, 1)),
        "ours_day": found.first_day_of_ours,
        "used": number(found.used),
        "path_guessed": number(found.guessed),
        "last_day": found.horizon_days - 1,
    }
    return render(request, "chain/stop.html", context)


@office(Capability.VIEW, "GET")
def stop_file(request: Request, uid: uuid.UUID, ending: str) -> HttpResponse:
    """The timeline as a picture, or the table."""
    chain = chain_for(request.actor, now=clock.now())
    node = node_for(request.actor, chain, uid)
    found = outcome_for(request.actor, chain, node, _days(request))
    if ending in PICTURES:
        svg = timeline(found, title=_title(found), is_file=True)
        return picture_file(request, svg, ending, "chain-stop")
    headings = (_("Day"), _("Who stops"), _("Kind"), _("Company"), _("What is left"),
                _("Because of"), _("Stock when it began (days)"), _("Back on day"))  # fmt: skip
    rows = tuple(_cells(one) for one in found.rows)
    table = Table(_("Timeline"), headings, rows, (_title(found), *notes_of(chain)))
    return table_file(request, table, ending, "chain-stop")


def _found(request: Request, standing: Standing, uid: uuid.UUID) -> Outcome:
    node = node_for(request.actor, standing.chain, uid)
    return outcome_for(request.actor, standing.chain, node, _days(request))


def _days(request: Request) -> int:
    given = request.GET.get("days", "")
    return int(given) if given in {str(one) for one in OUTAGES} else _USUAL_DAYS


def _suggested(request: Request, standing: Standing) -> list[dict[str, Any]]:
    found = overview_for(request.actor, standing.chain)
    return [stop_row(one) for one in found.rows]


def _title(found: Outcome) -> str:
    days = days_word(found.outage_days)
    return _("If %(name)s stops for %(days)s") % {"name": name_of(found.struck), "days": days}


def _reason(row: StopRow) -> str:
    if row.is_struck:
        return _("stops itself")
    if row.cause is None:
        return _("fewer orders")
    words = _("cannot use %(name)s") if _is_used(row.cause) else _("gets nothing from %(name)s")
    return words % {"name": name_of(row.cause)}


def _is_used(label: Label) -> bool:
    return label.kind in {"service", "build", "device"}


def _left(row: StopRow) -> str:
    if row.level < _FULL_STOP:
        return _("stands still")
    return _("down to %(share)s") % {"share": percent(row.level)}


def _row(row: StopRow) -> dict[str, Any]:
    return {
        **shown(row.label),
        "day": row.day,
        "left": _left(row),
        "is_full": row.level < _FULL_STOP,
        "reason": _reason(row),
        "stock": "" if row.is_struck else days_word(round(row.stock_days, 1)),
        "back": row.back_day,
        "is_ours": row.is_ours,
    }


def _cells(row: StopRow) -> tuple[str | int | float | None, ...]:
    words = shown(row.label)
    stock = None if row.is_struck else round(row.stock_days, 2)
    return (row.day, words["name"], words["kind"], words["company"], round(row.level, 3),
            _reason(row), stock, row.back_day)  # fmt: skip
