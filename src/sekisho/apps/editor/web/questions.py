"""One question: its form, saving by itself, adding, moving, removing."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sekisho.apps.editor.actions.drafts import change_draft
from sekisho.apps.editor.forms import (
    BLANK_CHOICES,
    KINDS,
    RESPONDENTS,
    WEIGHTS,
    clauses_of,
    question_fields,
    seen_revision,
)
from sekisho.apps.editor.queries.drafts import DraftView, draft_for
from sekisho.apps.editor.web.conditions import in_words, labels_of, numbers_of
from sekisho.apps.editor.web.edit import address
from sekisho.apps.editor.web.rows import faults_by_part
from sekisho.apps.editor.web.words import STEPS, said
from sekisho.engines.question_drafts import (
    add_question,
    draft_faults,
    move_question,
    ordered,
    put_question,
    question_in,
    remove_question,
)
from sekisho.engines.question_drafts.parts import Draft, Row
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Conflict
from sekisho.kernel.text import Bilingual
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify
from sekisho.ui.problems import sentence_of

_SHOWN = 40
_CHOICE_KINDS = ("yes_no", "single", "multiple")


@office(Capability.RUN, "GET", "POST")
def question(request: Request, uid: uuid.UUID, part: str) -> HttpResponse:
    """The form of one question; htmx takes it as a part of the open page."""
    if request.method == "POST":
        return _save(request, uid, part)
    view = draft_for(request.actor, uid, Capability.RUN)
    return _form_page(request, view, question_in(view.draft, part))


def _save(request: Request, uid: uuid.UUID, part: str) -> HttpResponse:
    before = question_in(draft_for(request.actor, uid, Capability.RUN).draft, part)
    seen = seen_revision(request.POST)
    fields = _kept(question_fields(request.POST), before, request)
    change: Callable[[Draft], Draft] = partial(put_question, uid=part, fields=fields, seen=seen)
    if _says_the_same(before, fields) and before["rev"] == seen:
        change = dict
    try:
        step = change_draft(request.actor, uid=uid, change=change, what="question", now=clock.now())
    except Conflict as problem:
        return _refused(request, uid, part, sentence_of(problem))
    if request.headers.get("HX-Request"):
        return _saved_part(request, uid, part, before)
    if step is not None:
        undo_url = reverse("editor:undo", args=[uid, step])
        notify(request, STEPS["question"], undo_url=undo_url)
    return redirect(address(uid, before["section"], part))


def _kept(fields: dict[str, Any], before: Row, request: Request) -> dict[str, Any]:
    """What the form did not show stays: choices and limits of another kind, a condition too deep
    for the rows unless the writer takes it away.
    """
    for name, shown in (("choices", "choice-0-key"), ("number", "number-min")):
        if shown not in request.POST:
            fields.pop(name)
    if "condition-kept" in request.POST:
        fields["condition"] = before.get("condition")
    return fields


def _says_the_same(before: Row, fields: dict[str, Any]) -> bool:
    """Whether saving would change nothing; absent and empty are the same."""
    defaults = {"weight": 1, "required": True, "na_reason": True}
    return all(
        (before.get(name, defaults.get(name)) or None) == (value or None)
        for name, value in fields.items()
    )


def _refused(request: Request, uid: uuid.UUID, part: str, sentence: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        context = {"errors": [sentence], "saved_at": None, "progress": None}
        return render(request, "editor/parts/note.html", context, status=422)
    view = draft_for(request.actor, uid, Capability.RUN)
    row = question_in(view.draft, part)
    typed = {**row, **_kept(question_fields(request.POST), row, request)}
    return _form_page(request, view, typed, refused=sentence, status=409)


def _saved_part(request: Request, uid: uuid.UUID, part: str, before: Row) -> HttpResponse:
    """The note beside the form, the new revision, the faults, what hangs on kind or condition."""
    view = draft_for(request.actor, uid, Capability.RUN)
    row = question_in(view.draft, part)
    context = _context(view, row) | {"saved_at": clock.now(), "errors": None, "progress": None}
    names = ("kind", "condition")
    context["is_redrawn"] = any(before.get(name) != row.get(name) for name in names)
    return render(request, "editor/parts/question_saved.html", context)


def _form_page(
    request: Request, view: DraftView, row: Row, *, refused: str = "", status: int = 200
) -> HttpResponse:
    name = "parts/question_form" if request.headers.get("HX-Request") else "question"
    context = _context(view, row) | {"refused": refused}
    return render(request, f"editor/{name}.html", context, status=status)


def _context(view: DraftView, row: Row) -> dict[str, Any]:
    draft, numbers = view.draft, numbers_of(view.draft)
    choices = [*row.get("choices", ()), *({} for _n in range(BLANK_CHOICES))]
    labels = labels_of(draft, row)
    when = (row.get("followup") or {}).get("when")
    chosen = () if when in (None, "any") else when
    faults = faults_by_part(draft_faults(draft)).get(row["uid"], [])
    return {
        "view": view,
        "title": said(view.line.title) or _("Set without a title"),
        "row": {"required": True, "na_reason": True, "weight": 1, **row},
        "number": numbers[row["uid"]],
        "faults": faults,
        "wrong": {fault["field"] for fault in faults},
        "kinds": KINDS.items(),
        "weights": WEIGHTS.items(),
        "respondents": RESPONDENTS.items(),
        "choices": list(enumerate(choices)),
        "whens": [(key, label, key in chosen) for key, label in labels.items()],
        "is_always": when in (None, "any"),
        "sections": draft["sections"],
        "back_url": address(view.line.uid, row["section"], row["uid"]),
        **_condition_context(draft, row, numbers),
    }


def _condition_context(draft: Draft, row: Row, numbers: dict[str, str]) -> dict[str, Any]:
    everybody = ordered(draft)
    place = next(at for at, other in enumerate(everybody) if other["uid"] == row["uid"])
    earlier = [one for one in everybody[:place] if one["kind"] in _CHOICE_KINDS]
    options = [(one["uid"], f"{numbers[one['uid']]}. {_short(one)}") for one in earlier]
    found = clauses_of(row.get("condition"))
    join, clauses = found if found is not None else ("all", [])
    by_uid = {one["uid"]: one for one in draft["questions"]}
    rows = [_clause(draft, number, clause, by_uid) for number, clause in enumerate(clauses)]
    return {
        "condition_words": in_words(draft, row.get("condition"), numbers),
        "is_deep": found is None,
        "join": join,
        "clauses": [*rows, {"number": len(rows), "question": "", "choices": []}],
        "earlier": options,
    }


def _clause(
    draft: Draft, number: int, clause: dict[str, Any], by_uid: dict[str, Row]
) -> dict[str, Any]:
    asked = by_uid.get(clause["question"])
    labels = labels_of(draft, asked) if asked else {}
    choices = [(key, label, key in clause["is"]) for key, label in labels.items()]
    return {**clause, "number": number, "choices": choices, "is_not": clause["not"]}


def _short(row: Row) -> str:
    text = said_row(row)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def said_row(row: Row) -> str:
    """The text of a question in the reader's language."""
    return said(Bilingual(row.get("ja", ""), row.get("en", ""))) or row["id"]


@office(Capability.RUN, "POST")
def add(request: Request, uid: uuid.UUID) -> HttpResponse:
    """A blank question at the end of a section, or behind another one; its form opens."""
    part = str(new_id())
    last = draft_for(request.actor, uid, Capability.RUN).draft["sections"][-1]["uid"]
    section, after = request.POST.get("section") or last, request.POST.get("after", "")
    change = partial(add_question, section=section, uid=part, after=after)
    change_draft(request.actor, uid=uid, change=change, what="question_added", now=clock.now())
    return redirect("editor:question", uid=uid, part=part)


@office(Capability.RUN, "POST")
def move(request: Request, uid: uuid.UUID, part: str) -> HttpResponse:
    """One up or down, to a place, or to the end of another section."""
    draft = draft_for(request.actor, uid, Capability.RUN).draft
    row = question_in(draft, part)
    target = request.POST.get("section") or row["section"]
    inside = [one["uid"] for one in draft["questions"] if one["section"] == target]
    here = inside.index(part) if part in inside else len(inside)
    way = request.POST.get("way", "")
    place = {"up": here - 1, "down": here + 1}.get(way, seen_revision(request.POST, "place"))
    if target != row["section"]:
        place = len(inside)
    change = partial(move_question, uid=part, section=target, place=place)
    step = change_draft(request.actor, uid=uid, change=change, what="moved", now=clock.now())
    if step is not None:
        notify(request, STEPS["moved"], undo_url=reverse("editor:undo", args=[uid, step]))
    return redirect(address(uid, target, part))


@office(Capability.RUN, "POST")
def remove(request: Request, uid: uuid.UUID, part: str) -> HttpResponse:
    """Take a question out; the message takes it back in."""
    section = question_in(draft_for(request.actor, uid, Capability.RUN).draft, part)["section"]
    change = partial(remove_question, uid=part)
    step = change_draft(request.actor, uid=uid, change=change, what="removed", now=clock.now())
    if step is not None:
        notify(request, STEPS["removed"], undo_url=reverse("editor:undo", args=[uid, step]))
    return redirect(address(uid, section))
