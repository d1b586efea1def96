"""What answers tell of things: read beside the words of the answer, taken over or left out."""

from __future__ import annotations

import contextlib
import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sekisho.apps.inventory.actions.proposals import (
    Taken,
    decide_answer,
    refuse_proposal,
    take_proposal,
)
from sekisho.apps.inventory.forms import ProposalForm, said, shown_value
from sekisho.apps.inventory.queries.proposals import ProposalView, proposal_for, proposals_for
from sekisho.apps.inventory.web.words import look_of
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.kernel.errors import Conflict, Invalid, NotFound
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify
from sekisho.ui.paging import page_number
from sekisho.ui.problems import sentence_of
from sekisho.ui.wording import counted

_MAY = Capability.FOLLOW_UP


@office(Capability.VIEW, "GET")
def listing(request: Request) -> HttpResponse:
    """What waits, answer by answer."""
    page = proposals_for(request.actor, page=page_number(request.GET))
    answers: dict[int, dict[str, Any]] = {}
    for one in page:
        answer = answers.setdefault(
            one.assignment_id,
            {
                "first": one,
                "company": said(one.organisation.names),
                "title": said(one.set_title),
                "rows": [],
            },
        )
        answer["rows"].append(_row(one))
    context = {
        "page": page,
        "answers": list(answers.values()),
        "may_follow": request.actor.can(_MAY),
    }
    return render(request, "inventory/proposals.html", context)


@office(_MAY, "GET", "POST")
def decide(request: Request, uid: uuid.UUID) -> HttpResponse:
    """One proposal: put right, then taken over, or left out."""
    found = proposal_for(request.actor, uid)
    if request.method == "POST" and request.POST.get("verdict") == "refuse":
        refuse_proposal(request.actor, uid=uid, now=clock.now())
        notify(request, _("Left out."))
        return redirect("inventory:proposals")
    begun = {"name": found.name, **{f"v_{key}": str(one) for key, one in found.values.items()}}
    given = request.POST if request.method == "POST" else None
    form = ProposalForm(given, kind=found.kind, initial=begun)
    if form.is_valid():
        taken = Taken(form.cleaned_data["name"], form.values)
        try:
            take_proposal(request.actor, uid=uid, taken=taken, now=clock.now())
        except NotFound:
            raise
        except (Conflict, Invalid) as problem:
            form.add_error(None, sentence_of(problem))
        else:
            notify(request, _("It is in the inventory."))
            return redirect("inventory:proposals")
    context = {
        "form": form,
        "found": found,
        "kind": said(found.kind.label),
        "company": said(found.organisation.names),
        "title": said(found.set_title),
        "against": _against(found),
    }
    status = 422 if form.is_bound else 200
    return render(request, "inventory/proposal.html", context, status=status)


@office(_MAY, "POST")
def decide_all(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Everything that waits of one answer at once."""
    is_taken = request.POST.get("verdict") == "take"
    seen = _uids(request.POST.getlist("seen"))
    count = decide_answer(
        request.actor, assignment_uid=uid, uids=seen, is_taken=is_taken, now=clock.now()
    )
    words = _("Taken over: %(n)s.") if is_taken else _("Left out: %(n)s.")
    told = [words % {"n": counted(count, "entries")}]
    if left := len(seen) - count:
        text = _("%(n)s wait for a look of their own: more certain values are known.")
        told.append(text % {"n": counted(left, "entries")})
    notify(request, " ".join(told))
    return redirect("inventory:proposals")


def _uids(texts: list[str]) -> frozenset[uuid.UUID]:
    found = set()
    for text in texts:
        with contextlib.suppress(ValueError):
            found.add(uuid.UUID(text))
    return frozenset(found)


def _against(found: ProposalView) -> list[dict[str, Any]]:
    """What is known of the same entry and would change, value by value."""
    return [
        {
            "label": said(field.label),
            "value": shown_value(field, fact.value),
            "look": look_of(fact.stamp.confidence),
            "on": fact.stamp.on,
            "url": reverse("inventory:entry", args=[one.uid]),
        }
        for one in found.known
        for field in found.kind.fields
        if (fact := one.facts.get(field.key)) is not None
        and field.key in found.values
        and found.values[field.key] != fact.value
    ]


def _row(one: ProposalView) -> dict[str, Any]:
    values = [
        f"{said(field.label)}: {shown_value(field, one.values[field.key])}"
        for field in one.kind.fields
        if field.key in one.values
    ]
    return {
        "one": one,
        "kind": said(one.kind.label),
        "values": " · ".join(values),
        "is_outweighed": bool(one.outweighed) or len(one.known) > 1,
    }
