"""Publishing: what differs from the version before, which answers live on, then for good."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sekisho.apps.asks.queries.sets import set_for
from sekisho.apps.editor.actions.publishing import publish_draft
from sekisho.apps.editor.forms import seen_revision
from sekisho.apps.editor.queries.drafts import DraftView, draft_for
from sekisho.apps.editor.web.compare import carry_chosen
from sekisho.apps.editor.web.differences import carry_rows, diff_context
from sekisho.apps.editor.web.words import said
from sekisho.engines.question_diff import default_carry, diff_sets
from sekisho.engines.question_drafts import document_from, draft_faults
from sekisho.engines.questionnaire import QuestionSetVersion, parse_set
from sekisho.kernel import clock
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import Conflict, Invalid
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify
from sekisho.ui.problems import sentence_of


@office(Capability.RUN, "GET", "POST")
def publish(request: Request, uid: uuid.UUID) -> HttpResponse:
    """One look, then a version that never changes."""
    view = draft_for(request.actor, uid, Capability.RUN)
    context: dict[str, Any] = {
        "view": view,
        "draft": view.content,
        "title": said(view.line.title) or _("Set without a title"),
        "fault_count": len(draft_faults(view.draft)),
        "refused": "",
    }
    if request.method == "POST":
        try:
            return _publish(request, view)
        except (Conflict, Invalid) as problem:
            context["refused"] = sentence_of(problem)
    if not context["fault_count"]:
        context |= _difference(request.actor, view)
    return render(
        request, "editor/publish.html", context, status=422 if context["refused"] else 200
    )


def _publish(request: Request, view: DraftView) -> HttpResponse:
    old, new = _base(request.actor, view), _parsed(view)
    carry = carry_chosen(old, new, request.POST) if old and new else None
    seen = seen_revision(request.POST)
    uid = publish_draft(request.actor, uid=view.line.uid, seen=seen, carry=carry, now=clock.now())
    notify(request, _("Published. The set can now be chosen for asks."))
    return redirect("asks:set", uid=uid)


def _difference(actor: Actor, view: DraftView) -> dict[str, Any]:
    try:
        old, new = _base(actor, view), _parsed(view)
    except Invalid as problem:
        return {"refused": sentence_of(problem)}
    if old is None or new is None:
        return {}
    diff = diff_sets(old, new)
    return {**diff_context(diff), "carry": carry_rows(old, new, default_carry(old, diff), {})}


def _base(actor: Actor, view: DraftView) -> QuestionSetVersion | None:
    return set_for(actor, view.base.uid)[1] if view.base else None


def _parsed(view: DraftView) -> QuestionSetVersion | None:
    return None if draft_faults(view.draft) else parse_set(document_from(view.draft))
