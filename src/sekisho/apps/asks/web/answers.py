"""Answers per question, gaps as a heat map, and who gave an answer."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from sekisho.apps.asks.forms.words import (
    ANSWER_LOOKS,
    breakdowns,
    choice_look,
    choice_word,
    part_word,
    said,
    shown_line,
)
from sekisho.apps.asks.queries.board import board_for
from sekisho.apps.asks.queries.heatmap import (
    GAPS,
    KINDS,
    Chosen,
    HeatCell,
    HeatMap,
    HeatSlice,
    QuestionCounts,
    answerers_for,
    answers_for,
    heat_map_for,
)
from sekisho.apps.asks.web.board import ask_context
from sekisho.engines.questionnaire import Kind
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.ui.charts import HEAT_STEPS, heat_step
from sekisho.ui.entrances import Request, office
from sekisho.ui.paging import page_number
from sekisho.ui.wording import share_text

_LONGEST = 60
_ORDER = tuple(ANSWER_LOOKS)


@office(Capability.VIEW, "GET")
def answers(request: Request, uid: uuid.UUID) -> HttpResponse:
    now = clock.now()
    kind, key = _part(request)
    found = answers_for(request.actor, uid, kind=kind, key=key)
    parts = breakdowns(board_for(request.actor, uid, now=now).parts)
    context = {
        **ask_context(request, found.ask, "answers"),
        "replies": found.replies,
        "behind": found.behind,
        "categories": [
            {
                "label": said(one.category.label),
                "questions": [_question(found.ask.uid, line, kind, key) for line in one.questions],
            }
            for one in found.categories
        ],
        "slices": [
            _slice_option(table, row, kind, key) for table in parts for row in table["rows"]
        ],
        "kind": kind,
        "key": key,
    }
    return render(request, "asks/after/answers.html", context)


@office(Capability.VIEW, "GET")
def gaps(request: Request, uid: uuid.UUID) -> HttpResponse:
    kind = request.GET.get("by", KINDS[0])
    found = heat_map_for(request.actor, uid, kind=kind)
    context = {
        **ask_context(request, found.ask, "gaps"),
        "replies": found.replies,
        "behind": found.behind,
        "kind": found.kind,
        "heads": [
            {"label": part_word(found.kind, one.address, one.names), "replies": one.replies}
            for one in found.slices
        ],
        "by": (("tier", _("Tier")), ("group", _("Group company")), ("country", _("Country"))),
        "legend": [(20 * step, f"{20 * step}–{20 * step + 20}%") for step in range(HEAT_STEPS)],
        "rows": _heat_rows(found, request.GET.get("sort", "")),
    }
    return render(request, "asks/after/gaps.html", context)


@office(Capability.VIEW, "GET")
def answerers(request: Request, uid: uuid.UUID, key: str) -> HttpResponse:
    """Who gave one answer; the number in a bar or a cell leads here."""
    kind, part = _part(request)
    choice = request.GET.get("choice", GAPS)[:_LONGEST]
    found = answerers_for(
        request.actor,
        uid,
        chosen=Chosen(key[:_LONGEST], choice, kind, part),
        page=page_number(request.GET),
        now=clock.now(),
    )
    word = _("Gap") if choice == GAPS else choice_word(found.question, choice)
    context = {
        **ask_context(request, found.ask, "answers"),
        "question": said(found.question.text),
        "number": found.number,
        "key": found.question.key,
        "word": word,
        "look": "attention" if choice == GAPS else choice_look(found.question, choice),
        "page": found.found,
        "rows": [shown_line(line) for line in found.found],
    }
    return render(request, "asks/after/answerers.html", context)


def _part(request: Request) -> tuple[str, str]:
    """The slice in the address: one of tier, group, country."""
    for kind in KINDS:
        if key := request.GET.get(kind, "")[:_LONGEST]:
            return kind, key
    return "", ""


def _slice_option(table: Any, row: Any, kind: str, key: str) -> dict[str, Any]:
    is_on = table["name"] == kind and row["key"] == key
    value = f"{table['name']}={row['key']}"
    return {"value": value, "label": row["label"], "title": table["title"], "is_on": is_on}


def _question(uid: uuid.UUID, line: QuestionCounts, kind: str, key: str) -> dict[str, Any]:
    question = line.question
    address = reverse("asks:answerers", kwargs={"uid": uid, "key": question.key})
    part = {kind: key} if kind else {}
    rows = [
        {
            "label": choice_word(question, choice),
            "count": count,
            "tone": choice_look(question, choice),
            "share": share_text(count, line.total),
            "url": f"{address}?{urlencode({'choice': choice, **part})}" if count else "",
        }
        for choice, count in sorted(line.counts.items(), key=_place)
    ]
    return {
        "number": line.number,
        "key": question.key,
        "text": said(question.text),
        "is_critical": question.is_critical,
        "is_multiple": question.kind is Kind.MULTIPLE,
        "total": line.total,
        "rows": rows,
    }


def _place(counted: tuple[str, int]) -> int:
    """Yes first, what is missing after it; other choices stay in the order of the question."""
    return _ORDER.index(counted[0]) if counted[0] in _ORDER else -1


def _heat_rows(found: HeatMap, sort: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [
        {
            "number": row.number,
            "key": row.question.key,
            "text": said(row.question.text),
            "is_critical": row.question.is_critical,
            "share": row.everybody.share_0_100,
            "everybody": _cell(found, row.question.key, row.everybody, None),
            "cells": [
                _cell(found, row.question.key, cell, one)
                for cell, one in zip(row.cells, found.slices, strict=True)
            ],
        }
        for row in found.rows
    ]
    if sort in {"share", "-share"}:
        rows.sort(
            key=lambda row: -1 if row["share"] is None else row["share"], reverse=sort[0] == "-"
        )
    return rows


def _cell(
    found: HeatMap, question_key: str, cell: HeatCell, at: HeatSlice | None
) -> dict[str, Any]:
    """One cell; on a phone, where its head is out of sight, it says which part it is of."""
    address = reverse("asks:answerers", kwargs={"uid": found.ask.uid, "key": question_key})
    part = {found.kind: at.address} if at else {}
    share = cell.share_0_100
    return {
        "label": part_word(found.kind, at.address, at.names) if at else _("All"),
        "share": share,
        "step": heat_step(share) or "unknown",
        "percent": "" if share is None else share_text(cell.gaps, cell.counted),
        "gaps": cell.gaps,
        "counted": cell.counted,
        "unknown": cell.unknown,
        "url": f"{address}?{urlencode({'choice': GAPS, **part})}" if cell.gaps else "",
        "unknown_url": f"{address}?{urlencode({'choice': 'unknown', **part})}",
    }
