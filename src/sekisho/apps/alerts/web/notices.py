"""Beginning a notice, and its board: how far each recipient has come."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sekisho.apps.alerts.actions.notices import draft_notice
from sekisho.apps.alerts.forms import KIND_WORDS, TLP_SHORT, NoticeForm
from sekisho.apps.alerts.queries.alerts import alert_for
from sekisho.apps.alerts.queries.notices import (
    BoardChoice,
    NoticeBoard,
    RecipientLine,
    board_for,
    notice_for,
)
from sekisho.apps.alerts.web.words import HUNT_RESULTS, STANDINGS, said
from sekisho.engines.notices import NoticeKind, Standing
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.kernel.errors import Invalid
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify
from sekisho.ui.paging import page_number
from sekisho.ui.problems import sentence_of


@office(Capability.RUN, "GET", "POST")
def send(request: Request, uid: uuid.UUID) -> HttpResponse:
    """What is asked of whom; leads on to recipients and letter, where nothing has gone out yet."""
    alert = alert_for(request.actor, uid, Capability.RUN)
    given = request.POST if request.method == "POST" else None
    form = NoticeForm(given)
    if form.is_valid():
        try:
            ask_uid = draft_notice(request.actor, uid=uid, plan=form.plan(), now=clock.now())
        except Invalid as problem:
            form.add_error(None, sentence_of(problem))
        else:
            notify(request, _("The notice is ready to be looked over. Nothing has been sent."))
            return redirect("asks:audience", uid=ask_uid)
    context = {
        "form": form,
        "alert": alert,
        "title": said(alert.text.title),
        "tlp": TLP_SHORT[alert.text.tlp],
    }
    return render(request, "alerts/send.html", context, status=422 if form.errors else 200)


@office(Capability.VIEW, "GET")
def board(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Everybody asked by one notice, the silent first."""
    notice = notice_for(request.actor, uid)
    if notice.ask.is_draft:
        return redirect("asks:draft", uid=uid)
    choice = choice_of(request)
    found = board_for(request.actor, notice, choice, now=clock.now())
    context = {
        "notice": notice,
        "alert": notice.alert,
        "title": said(notice.alert.text.title),
        "kind": KIND_WORDS[notice.kind.value],
        "tlp": TLP_SHORT[notice.alert.text.tlp],
        "board": found,
        "is_hunt": notice.kind is NoticeKind.HUNT,
        "standings": _standings(found),
        "rows": [_row(one) for one in found.page],
        "can_run": request.actor.can(Capability.RUN),
        "can_follow_up": request.actor.can(Capability.FOLLOW_UP),
    }
    return render(request, "alerts/board.html", context)


def choice_of(request: Request) -> BoardChoice:
    """Which recipients the address names."""
    return BoardChoice(
        standing=request.GET.get("standing", ""),
        members=request.GET.get("members", ""),
        page=page_number(request.GET),
    )


def _standings(found: NoticeBoard) -> list[dict[str, Any]]:
    return [
        {"key": one.value, "look": STANDINGS[one], "count": found.counts[one]} for one in Standing
    ]


def _row(one: RecipientLine) -> dict[str, Any]:
    return {
        "one": one,
        "line": one.line,
        "name": said(one.line.subject.names),
        "look": STANDINGS[one.standing],
        "result": HUNT_RESULTS.get(one.hunt.result, ""),
        "is_ours": one.line.subject.is_group,
    }
