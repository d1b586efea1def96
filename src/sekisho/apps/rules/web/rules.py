"""The list of rules, one rule with its editions, writing it down and changing it."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sekisho.apps.organisations.queries import group_members_for
from sekisho.apps.rules.actions.rules import change_rule, create_rule
from sekisho.apps.rules.forms import RuleForm, initial_of_rule
from sekisho.apps.rules.queries.attested import (
    AttestedCount,
    SendingLine,
    attested_counts,
    sendings_of,
)
from sekisho.apps.rules.queries.exceptions import exception_counts, open_exceptions
from sekisho.apps.rules.queries.rules import EditionView, RuleView, rule_for, rules_for
from sekisho.apps.rules.web.words import EDITION_LOOKS, said, today
from sekisho.kernel import clock
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import Conflict, Invalid
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify
from sekisho.ui.problems import sentence_of


@office(Capability.VIEW, "GET")
def listing(request: Request) -> HttpResponse:
    """Every rule within sight: what holds, who attested it, exceptions, next review."""
    on, rules = today(), rules_for(request.actor, today=today())
    counts = attested_counts(request.actor, [one.in_force for one in rules if one.in_force])
    exceptions = open_exceptions(request.actor, today=on)
    rows = [
        {
            "rule": one,
            "title": said(one.words.title),
            "issuer": said(one.organisation.names),
            "owner": said(one.words.owner),
            "edition": one.in_force,
            "count": counts.get(one.in_force.id, AttestedCount()) if one.in_force else None,
            "exceptions": exceptions.get(one.id, 0),
            "is_due": one.review_on is not None and one.review_on <= on and not one.is_ended,
        }
        for one in rules
    ]
    context = {
        "rows": rows,
        "ending": exception_counts(request.actor, today=on)["ending"],
        "can_run": request.actor.can(Capability.RUN),
    }
    return render(request, "rules/list.html", context)


@office(Capability.RUN, "GET", "POST")
def new(request: Request) -> HttpResponse:
    """Write a rule down; its first edition follows."""
    given = request.POST if request.method == "POST" else None
    form = RuleForm(given, places=_places(request.actor))
    if form.is_valid():
        uid = create_rule(
            request.actor,
            organisation_uid=uuid.UUID(form.cleaned_data["organisation"]),
            facts=form.facts(),
            now=clock.now(),
        )
        notify(request, _("The rule is kept. Write its first edition now."))
        return redirect("rules:edition_new", uid=uid)
    context = {"form": form, "back_url": reverse("rules:list")}
    return render(request, "rules/edit.html", context, status=200 if given is None else 422)


@office(Capability.RUN, "GET", "POST")
def edit(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Change title, department or review day; the editions stay as they are."""
    found = rule_for(request.actor, uid, today=today(), capability=Capability.RUN)
    given = request.POST if request.method == "POST" else None
    form = RuleForm(given, initial=initial_of_rule(found))
    if form.is_valid():
        revision = form.cleaned_data["revision"] or 0
        try:
            change_rule(
                request.actor, uid=uid, revision=revision, facts=form.facts(), now=clock.now()
            )
        except (Conflict, Invalid) as problem:
            form.add_error(None, sentence_of(problem))
        else:
            notify(request, _("Saved."))
            return redirect("rules:rule", uid=uid)
    back = reverse("rules:rule", args=[uid])
    context = {"form": form, "title": said(found.words.title), "back_url": back}
    return render(request, "rules/edit.html", context, status=200 if given is None else 422)


@office(Capability.VIEW, "GET")
def rule(request: Request, uid: uuid.UUID) -> HttpResponse:
    """One rule: its editions, to whom each was sent and who attested it."""
    found = rule_for(request.actor, uid, today=today())
    sendings = sendings_of(request.actor, found)
    context = {
        "rule": found,
        "title": said(found.words.title),
        "about": said(found.words.about),
        "because": said(found.ended_because),
        "owner": said(found.words.owner),
        "issuer": said(found.organisation.names),
        "editions": [edition_row(one) for one in found.editions],
        "sendings": [_sending(found, one) for one in sendings],
        "exceptions": open_exceptions(request.actor, today=today()).get(found.id, 0),
        "can_run": may_change(request.actor, found) and not found.is_ended,
    }
    return render(request, "rules/rule.html", context)


def may_change(actor: Actor, found: RuleView) -> bool:
    """Whether the actor may write and send in the issuing company's name."""
    members = group_members_for(actor, Capability.RUN)
    return found.organisation.id in {one.id for one in members}


def edition_row(one: EditionView) -> dict[str, Any]:
    """An edition as lists show it."""
    tone, word, icon = EDITION_LOOKS[one.state]
    look = {"tone": tone, "word": word, "icon": icon}
    return {"edition": one, "look": look, "summary": said(one.words.summary)}


def _sending(found: RuleView, line: SendingLine) -> dict[str, Any]:
    name = "asks:draft" if line.ask.is_draft else "rules:board"
    numbers = {one.id: one.number for one in found.editions}
    url = reverse(name, args=[line.ask.uid])
    return {"line": line, "number": numbers[line.edition_id], "url": url}


def _places(actor: Actor) -> list[tuple[str, str]]:
    return [(str(one.uid), said(one.names)) for one in group_members_for(actor, Capability.RUN)]
