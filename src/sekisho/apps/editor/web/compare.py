"""What differs between any two published versions, and the map of answers between them."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sekisho.apps.asks.queries.sets import set_for, sets_for
from sekisho.apps.editor.actions.publishing import confirm_carry
from sekisho.apps.editor.queries.carry import carry_map
from sekisho.apps.editor.web.differences import carry_rows, diff_context
from sekisho.apps.editor.web.words import said
from sekisho.engines.question_diff import default_carry, diff_sets
from sekisho.engines.questionnaire import QuestionSetVersion
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.kernel.errors import Invalid, NotFound
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify
from sekisho.ui.problems import sentence_of


@office(Capability.VIEW, "GET", "POST")
def versions(request: Request) -> HttpResponse:
    """Choose two versions; see the differences; confirm which answers live on."""
    given = request.POST if request.method == "POST" else request.GET
    sets = [(str(one.uid), f"{said(one.title)} {one.version}") for one in sets_for(request.actor)]
    wanted = [given.get(name, "") for name in ("old", "new")]
    context: dict[str, Any] = {"sets": sets, "old": wanted[0], "new": wanted[1]}
    if all(wanted):
        uids = [_uid(text) for text in wanted]
        if request.method == "POST":
            return _confirm(request, uids)
        context |= _compared(request, uids)
    return render(request, "editor/compare.html", context)


def _compared(request: Request, uids: list[uuid.UUID]) -> dict[str, Any]:
    (older, old), (newer, new) = (set_for(request.actor, uid) for uid in uids)
    confirmed = carry_map(older.id, newer.id)
    renamed = {key: target for key, target in (confirmed or {}).items() if target != key}
    diff = diff_sets(old, new, renamed)
    proposal = default_carry(old, diff_sets(old, new))
    return {
        **diff_context(diff),
        "older": {"view": older, "title": said(older.title)},
        "newer": {"view": newer, "title": said(newer.title)},
        "carry": carry_rows(old, new, proposal, confirmed or {}),
        "is_confirmed": confirmed is not None,
        "can_run": request.actor.can(Capability.RUN) and older.id != newer.id,
    }


def _confirm(request: Request, uids: list[uuid.UUID]) -> HttpResponse:
    (_older, old), (_newer, new) = (set_for(request.actor, uid) for uid in uids)
    chosen = carry_chosen(old, new, request.POST)
    try:
        confirm_carry(
            request.actor, older_uid=uids[0], newer_uid=uids[1], carry=chosen, now=clock.now()
        )
        notify(request, _("The map of answers is confirmed."))
    except Invalid as problem:
        notify(request, sentence_of(problem), tone="attention")
    query = QueryDict(mutable=True)
    query.update({"old": str(uids[0]), "new": str(uids[1])})
    answer = redirect("editor:compare")
    answer["Location"] += f"?{query.urlencode()}"
    return answer


def carry_chosen(
    old: QuestionSetVersion, new: QuestionSetVersion, data: QueryDict
) -> dict[str, str]:
    """The map as it was confirmed: a row that was shown as chosen there, the others as proposed."""
    proposal = default_carry(old, diff_sets(old, new))
    return {one.old_key: data.get(f"carry-{one.old_key}", one.new_key) for one in proposal}


def _uid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise NotFound("asks.no_set") from error
