"""Having an edition attested, and the board of who has."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sekisho.apps.rules.actions.sending import companies_to_ask, draft_attestation, home_to_ask
from sekisho.apps.rules.forms import SendingForm
from sekisho.apps.rules.queries.attested import AttestedLine, board_for, may_send
from sekisho.apps.rules.web.words import ATTESTED_LOOKS, said, today
from sekisho.engines.attestations import Attested
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.kernel.errors import Conflict, Invalid
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify
from sekisho.ui.problems import sentence_of


@office(Capability.RUN, "GET", "POST")
def send(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Which companies are asked; leads on to recipients and letter, nothing has gone out yet."""
    rule, edition = may_send(request.actor, uid, today=today())
    given = request.POST if request.method == "POST" else None
    places = [(str(one.uid), said(one.names)) for one in companies_to_ask(request.actor)]
    home = home_to_ask(request.actor)
    own = [(str(home.uid), said(home.names))] if home else []
    form = SendingForm(given, places=places, unticked=own)
    if form.is_valid():
        try:
            ask = draft_attestation(request.actor, uid=uid, plan=form.plan(), now=clock.now())
        except (Conflict, Invalid) as problem:
            form.add_error(None, sentence_of(problem))
        else:
            notify(request, _("The ask is ready to be looked over. Nothing has been sent."))
            return redirect("asks:audience", uid=ask)
    context = {
        "form": form,
        "rule": rule,
        "edition": edition,
        "title": said(rule.words.title),
        "has_companies": bool(places or own),
    }
    return render(request, "rules/send.html", context, status=422 if form.errors else 200)


@office(Capability.VIEW, "GET")
def board(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Every company asked by one sending, those who have not attested first."""
    found = board_for(request.actor, uid, now=clock.now(), today=today())
    if found.ask.is_draft:
        return redirect("asks:draft", uid=uid)
    wanted = request.GET.get("standing", "")
    rows = [_row(one) for one in found.rows if not wanted or one.standing.value == wanted]
    standings = [
        {"key": one.value, "look": _look(one), "count": found.counts[one]} for one in Attested
    ]
    context = {
        "board": found,
        "title": said(found.rule.words.title),
        "rows": rows,
        "standings": standings,
        "attested": sum(found.counts[one] for one in Attested if one.is_attested),
        "can_run": request.actor.can(Capability.RUN),
    }
    return render(request, "rules/board.html", context)


def _row(one: AttestedLine) -> dict[str, Any]:
    names = one.line.subject.names
    return {"one": one, "line": one.line, "name": said(names), "look": _look(one.standing)}


def _look(standing: Attested) -> dict[str, Any]:
    tone, word, icon = ATTESTED_LOOKS[standing]
    return {"tone": tone, "word": word, "icon": icon}
