"""Single points of failure in sortable columns, and the matrix of who holds what."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from sekisho.apps.chain.queries.points import (
    KINDS,
    SORTS,
    Held,
    Holder,
    matrix_for,
    points_for,
)
from sekisho.apps.chain.queries.standing import chain_for, standing_for
from sekisho.apps.chain.web.files import table_file
from sekisho.apps.chain.web.start import frame_of, not_yet, notes_of, stop_row
from sekisho.apps.chain.web.tables import Cell, Table
from sekisho.apps.chain.web.words import kind_word, number, percent
from sekisho.apps.inventory.forms import said
from sekisho.apps.inventory.queries.catalogue import catalogue
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.ui.entrances import Request, office
from sekisho.ui.paging import page_number

_ALL = 10_000


@office(Capability.VIEW, "GET")
def points(request: Request) -> HttpResponse:
    """Every partner, or their sites, services, devices and products, in all columns."""
    standing = standing_for(request.actor, now=clock.now())
    if standing is None:
        return not_yet(request)
    kind, sort = _wanted(request)
    page = points_for(
        request.actor, standing.chain, kind=kind, sort=sort, page=page_number(request.GET)
    )
    context = {
        **frame_of(request, standing, "points"),
        "page": page,
        "rows": [stop_row(one) for one in page],
        "kinds": [(key, kind_word(key)) for key in KINDS],
        "kind": kind,
        "query": request.GET.urlencode(),
    }
    return render(request, "chain/points.html", context)


@office(Capability.VIEW, "GET")
def points_file(request: Request, ending: str) -> HttpResponse:
    """The same as a table, all pages."""
    chain = chain_for(request.actor, now=clock.now())
    kind, sort = _wanted(request)
    found = points_for(request.actor, chain, kind=kind, sort=sort, page=None)
    headings = (_("Name"), _("Company"), _("Our output lost"), _("Others harmed"),
                _("Only it can serve"), _("Lasts for (days)"), _("Way in"), _("Gain of a block"),
                _("Records of ours held"))  # fmt: skip
    rows = tuple(
        (words["name"], words["company"], round(one.loss, 4), one.harmed, one.single,
         one.stock_days, round(one.way_chance, 6), round(one.block_gain, 6), one.records)
        for one, words in ((one, stop_row(one)) for one in found)
    )  # fmt: skip
    table = Table(_("Single points of failure"), headings, rows, notes_of(chain))
    return table_file(request, table, ending, "chain-points")


@office(Capability.VIEW, "GET")
def holders(request: Request) -> HttpResponse:
    """Who holds which information of ours."""
    standing = standing_for(request.actor, now=clock.now())
    if standing is None:
        return not_yet(request)
    matrix = matrix_for(request.actor, standing.chain)
    context = {
        **frame_of(request, standing, "holders"),
        "matrix": matrix,
        "columns": [(ref, percent(taken)) for ref, taken in matrix.columns],
        "rows": [_row(one) for one in matrix.holders],
        "worlds": number(matrix.worlds),
    }
    return render(request, "chain/holders.html", context)


@office(Capability.VIEW, "GET")
def holders_file(request: Request, ending: str) -> HttpResponse:
    """The matrix as a table, all columns."""
    chain = chain_for(request.actor, now=clock.now())
    matrix = matrix_for(request.actor, chain, most=_ALL)
    headings = (_("Holder"), _("Chance that it falls"), *(ref.name for ref, _n in matrix.columns))
    rows = tuple(_cells(one) for one in matrix.holders)
    table = Table(_("Who holds what"), headings, rows, notes_of(chain))
    return table_file(request, table, ending, "chain-holders")


def _wanted(request: Request) -> tuple[str, str]:
    kind, sort = request.GET.get("kind", ""), request.GET.get("sort", "").removeprefix("-")
    return kind if kind in KINDS else KINDS[0], sort if sort in SORTS else "loss"


def _row(holder: Holder) -> dict[str, Any]:
    return {
        "company": holder.company,
        "name": said(holder.company.names),
        "taken": percent(holder.taken),
        "total": number(holder.total),
        "cells": [_held_words(one) for one in holder.cells],
    }


def _held_words(held: Held | None) -> dict[str, Any] | None:
    if held is None:
        return None
    field = catalogue().kind("holding").field_of("class")
    classes = field.choices if field is not None else {}
    word = classes.get(held.class_key or "")
    kind = _("class unknown") if word is None else said(word)
    records = _("number unknown") if held.records is None else number(held.records)
    kept = {True: _("encrypted"), False: _("not encrypted"), None: _("encryption unknown")}
    tone = {True: "done", False: "critical", None: "unknown"}[held.is_encrypted]
    return {"records": records, "kind": kind, "kept": kept[held.is_encrypted], "tone": tone}


def _cells(holder: Holder) -> tuple[Cell, ...]:
    cells: list[Cell] = [said(holder.company.names), round(holder.taken, 4)]
    for one in holder.cells:
        words = _held_words(one)
        cells.append("" if words is None else f"{words['records']} / {words['kept']}")
    return tuple(cells)
