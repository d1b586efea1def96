"""Withdrawing a rule."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sekisho.apps.rules.actions.ending import end_rule
from sekisho.apps.rules.forms import EndForm
from sekisho.apps.rules.queries.attested import open_sendings
from sekisho.apps.rules.queries.rules import require_standing, rule_for
from sekisho.apps.rules.web.words import said, today
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.kernel.errors import Conflict, Invalid
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify
from sekisho.ui.problems import sentence_of


@office(Capability.RUN, "GET", "POST")
def end(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Withdraw a rule with a reason; its open asks are taken back."""
    found = rule_for(request.actor, uid, today=today(), capability=Capability.RUN)
    require_standing(found)
    given = request.POST if request.method == "POST" else None
    form = EndForm(given, initial={"revision": found.revision})
    if form.is_valid():
        revision, because = form.cleaned_data["revision"], form.because()
        try:
            end_rule(request.actor, uid=uid, revision=revision, because=because, now=clock.now())
        except (Conflict, Invalid) as problem:
            form.add_error(None, sentence_of(problem))
        else:
            notify(request, _("The rule is withdrawn."))
            return redirect("rules:rule", uid=uid)
    context = {
        "form": form,
        "rule": found,
        "title": said(found.words.title),
        "asks": open_sendings(request.actor, found),
    }
    return render(request, "rules/end.html", context, status=422 if form.errors else 200)
