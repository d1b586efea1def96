"""The tree of group companies: who belongs to whom; add one, hang one elsewhere."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sekisho.apps.organisations.queries import (
    OrganisationView,
    group_members_for,
    organisation_for,
)
from sekisho.apps.partners.actions import add_group_company, move_group_company
from sekisho.apps.partners.forms.partner import CompanyForm, MoveForm
from sekisho.apps.partners.forms.words import country_word
from sekisho.apps.partners.web.partner import company_choices, draft_of
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.kernel.errors import Problem
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify
from sekisho.ui.problems import words_for
from sekisho.ui.wording import counted

_DEEPEST = 12


@office(Capability.VIEW, "GET")
def tree(request: Request) -> HttpResponse:
    """Group companies within reach, each below the one it belongs to."""
    members = group_members_for(request.actor)
    context = {
        "lines": list(_lines(members)),
        "companies": company_choices(request.actor, Capability.ADMINISTER),
        "may_change": request.actor.can(Capability.ADMINISTER),
        "count": counted(len(members), "organisations"),
    }
    return render(request, "partners/group.html", context)


def _lines(members: Sequence[OrganisationView]) -> Iterator[dict[str, Any]]:
    """The tree from its tops downward, each with its depth."""
    known = {member.id: member for member in members}
    children: dict[int | None, list[OrganisationView]] = {}
    for member in members:
        place = member.parent_id if member.parent_id in known else None
        children.setdefault(place, []).append(member)
    stack = [(member, 0) for member in reversed(children.get(None, []))]
    while stack:
        member, depth = stack.pop()
        shown = min(depth, _DEEPEST)
        above = known.get(member.parent_id or 0)
        yield {
            "is": member,
            "depth": range(shown),
            "country": country_word(member.country),
            "uid": str(member.uid),
            "above": above.name if above else "",
            "parent": str(above.uid) if above else "",
        }
        stack += [(child, depth + 1) for child in reversed(children.get(member.id, []))]


@office(Capability.ADMINISTER, "GET", "POST")
def add(request: Request) -> HttpResponse:
    """A new group company."""
    companies = company_choices(request.actor, Capability.ADMINISTER)
    form = CompanyForm(request.POST or None, companies=companies)
    if request.method == "POST" and form.is_valid():
        parent = uuid.UUID(form.cleaned_data["parent"])
        try:
            add_group_company(
                request.actor, company=draft_of(form), parent_uid=parent, now=clock.now()
            )
        except Problem as problem:
            form.add_error(None, " ".join(words_for(problem)))
        else:
            notify(request, _("Added to the group."))
            return redirect("partners:group")
    context = {"form": form, "heading": _("Add a group company")}
    return render(request, "partners/form.html", context, status=422 if request.POST else 200)


@office(Capability.ADMINISTER, "POST")
def move(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Hang a group company below another one."""
    organisation_for(request.actor, uid, Capability.ADMINISTER)
    form = MoveForm(request.POST)
    if form.is_valid():
        parent = form.cleaned_data["parent"]
        move_group_company(request.actor, uid=uid, parent_uid=parent, now=clock.now())
        notify(request, _("Saved."))
    return redirect("partners:group")
