"""One question set being written: its sections, the questions of one, head, undo."""

from __future__ import annotations

import uuid
from collections import Counter
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sekisho.apps.accounts.queries import names_of
from sekisho.apps.editor.actions.drafts import change_draft, undo_step
from sekisho.apps.editor.forms import (
    MOST_WEIGHT,
    HeadForm,
    head_initial,
    section_fields,
    seen_revision,
    weight_fault,
)
from sekisho.apps.editor.queries.drafts import DraftView, draft_for, steps_of
from sekisho.apps.editor.web.conditions import numbers_of
from sekisho.apps.editor.web.rows import faults_by_part, question_row
from sekisho.apps.editor.web.words import STEPS, said
from sekisho.engines.question_drafts import (
    add_section,
    draft_faults,
    move_section,
    put_head,
    put_section,
    remove_section,
)
from sekisho.engines.question_drafts.parts import Draft, Row
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Conflict
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify
from sekisho.ui.paging import Paged, page_number
from sekisho.ui.problems import sentence_of

PER_PAGE = 100


@office(Capability.VIEW, "GET")
def draft(request: Request, uid: uuid.UUID) -> HttpResponse:
    """The sections at the side, the questions of the chosen one in both languages."""
    view = draft_for(request.actor, uid)
    content = view.draft
    chosen = _chosen(content, request.GET.get("section", ""))
    faults = faults_by_part(draft_faults(content))
    inside = [row for row in content["questions"] if row["section"] == chosen["uid"]]
    number = page_number(request.GET)
    shown = inside[(number - 1) * PER_PAGE : number * PER_PAGE]
    numbers = numbers_of(content)
    context = {
        **_frame(request, view),
        "sections": _sections(content, faults),
        "chosen": chosen,
        "chosen_faults": faults.get(chosen["uid"], []),
        "head_faults": faults.get("head", []),
        "rows": [question_row(content, row, numbers, faults) for row in shown],
        "page": Paged(tuple(shown), number, len(inside), PER_PAGE),
        "page_start": (number - 1) * PER_PAGE,
        "fault_count": sum(len(found) for found in faults.values()),
        "steps": _steps(view),
    }
    return render(request, "editor/draft.html", context)


@office(Capability.RUN, "GET", "POST")
def head(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Title, key, version and what else stands over all questions."""
    view = draft_for(request.actor, uid, Capability.RUN)
    given = request.POST if request.method == "POST" else None
    form = HeadForm(given, initial=head_initial(view.content))
    if given is not None and form.is_valid():
        fields = form.fields_of_draft(view.content["source"]["id"])
        change = partial(put_head, fields=fields, seen=form.cleaned_data["rev"])
        try:
            _change(request, uid, change, "head")
            return redirect("editor:draft", uid=uid)
        except Conflict as problem:
            form.add_error(None, sentence_of(problem))
    faults = faults_by_part(draft_faults(view.draft)).get("head", [])
    context = {**_frame(request, view), "form": form, "faults": faults}
    return render(request, "editor/head.html", context, status=422 if form.errors else 200)


@office(Capability.RUN, "POST")
def add(request: Request, uid: uuid.UUID) -> HttpResponse:
    """A new section at the end."""
    part = str(new_id())
    _change(request, uid, partial(add_section, uid=part), "section_added")
    return redirect(address(uid, part))


@office(Capability.RUN, "POST")
def section(request: Request, uid: uuid.UUID, part: str) -> HttpResponse:
    """Save, move or remove a section, by the button pressed."""
    do, seen = request.POST.get("do", "save"), seen_revision(request.POST)
    content = draft_for(request.actor, uid, Capability.RUN).draft
    order = [row["uid"] for row in content["sections"]]
    place = order.index(part) if part in order else 0
    changes: dict[str, tuple[Any, str]] = {
        "up": (partial(move_section, uid=part, place=place - 1), "section_moved"),
        "down": (partial(move_section, uid=part, place=place + 1), "section_moved"),
        "remove": (partial(remove_section, uid=part), "section_removed"),
    }
    fields = section_fields(request.POST)
    if do not in changes and weight_fault(request.POST):
        words = _("A weight is a number above 0 and at most %(most)s. The one before was kept.")
        notify(request, words % {"most": MOST_WEIGHT}, tone="attention")
    save = (partial(put_section, uid=part, fields=fields, seen=seen), "section")
    try:
        _change(request, uid, *changes.get(do, save))
    except Conflict as problem:
        notify(request, sentence_of(problem), tone="attention")
    return redirect(address(uid, "" if do == "remove" else part))


@office(Capability.RUN, "POST")
def undo(request: Request, uid: uuid.UUID, step_uid: uuid.UUID) -> HttpResponse:
    """Take one change back."""
    try:
        undo_step(request.actor, uid=uid, step_uid=step_uid, now=clock.now())
        notify(request, _("The change was taken back."))
    except Conflict as problem:
        notify(request, sentence_of(problem), tone="attention")
    return redirect("editor:draft", uid=uid)


def address(uid: uuid.UUID, section: str = "", question: str = "") -> str:
    """Where a section, and a question in it, stands on the page."""
    base = reverse("editor:draft", args=[uid])
    query = f"?section={section}" if section else ""
    return f"{base}{query}{f'#q-{question}' if question else ''}"


def _change(request: Request, uid: uuid.UUID, change: Any, what: str) -> None:
    step = change_draft(request.actor, uid=uid, change=change, what=what, now=clock.now())
    if step is not None:
        notify(request, STEPS[what], undo_url=reverse("editor:undo", args=[uid, step]))


def _frame(request: Request, view: DraftView) -> dict[str, Any]:
    can_run = request.actor.can(Capability.RUN)
    title = said(view.line.title) or _("Set without a title")
    return {"view": view, "title": title, "draft": view.content, "can_run": can_run}


def _chosen(content: Draft, wanted: str) -> Row:
    rows: list[Row] = content["sections"]
    return next((row for row in rows if row["uid"] == wanted), rows[0])


def _sections(content: Draft, faults: dict[str, list[dict[str, str]]]) -> list[dict[str, Any]]:
    counts = Counter(row["section"] for row in content["questions"])
    wrong = Counter({row["uid"]: len(faults.get(row["uid"], ())) for row in content["sections"]})
    for row in content["questions"]:
        wrong[row["section"]] += len(faults.get(row["uid"], ()))
    return [
        {"row": row, "count": counts[row["uid"]], "faults": wrong[row["uid"]]}
        for row in content["sections"]
    ]


def _steps(view: DraftView) -> list[dict[str, Any]]:
    found = steps_of(view, now=clock.now())
    names = names_of({one.by_uid for one in found})
    return [
        {"step": one, "what": STEPS.get(one.what, one.what), "by": names.get(one.by_uid, "")}
        for one in found
    ]
