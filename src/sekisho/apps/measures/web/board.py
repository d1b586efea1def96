"""The board of measures: filter, sort, fifty a page, and what the filter keeps as a file."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language

from sekisho.apps.measures.forms import PARTNER_CHARACTERS, SideForm
from sekisho.apps.measures.queries.acceptances import acceptance_counts
from sekisho.apps.measures.queries.findings import all_findings_for, counts_for, findings_for
from sekisho.apps.measures.queries.narrowing import AGES, OPEN_AGES, SORTS, FindingFilter
from sekisho.apps.measures.web.files import Table, table_file
from sekisho.apps.measures.web.words import LOOKS, cells_of, headings, rows_of, today
from sekisho.apps.organisations.queries import group_members_for
from sekisho.apps.partners.queries.pages import owners_for
from sekisho.kernel.actor import Actor, Capability
from sekisho.ui.entrances import Request, office
from sekisho.ui.paging import Paged, page_number

MARKS = ("high", "overdue", "back", "pending")
_HASH_CHARACTERS = 64


@office(Capability.VIEW, "GET")
def findings(request: Request) -> HttpResponse:
    """The list that the address describes."""
    actor, on = request.actor, today()
    narrowed = narrowed_by(actor, request.GET)
    found = findings_for(actor, narrowed=narrowed, today=on, page=page_number(request.GET))
    everything = counts_for(actor, today=on, narrowed=FindingFilter())
    context = {
        "page": Paged(found.findings, found.number, found.total),
        "rows": rows_of(actor, found.findings),
        "counts": everything,
        "total": everything.open + everything.planned + everything.done + everything.asked,
        "accepted": acceptance_counts(actor, today=on),
        "is_narrow": narrowed != FindingFilter(sort=narrowed.sort),
        "query": request.GET.urlencode(),
        "side": _side(actor, request.GET),
        "may_follow_up": actor.can(Capability.FOLLOW_UP),
    }
    return render(request, "measures/list.html", context)


@office(Capability.VIEW, "GET")
def export(request: Request, form: str) -> HttpResponseBase:
    """What the filter keeps, as a file."""
    narrowed = narrowed_by(request.actor, request.GET)
    rows = all_findings_for(request.actor, narrowed=narrowed, today=today())
    table = Table("findings", headings(), cells_of(rows), len(rows))
    return table_file(request.actor, table, form)


def narrowed_by(actor: Actor, given: QueryDict) -> FindingFilter:
    """The filter that an address describes; what it does not understand does not narrow."""
    state, mark, sort = given.get("state", ""), given.get("mark", ""), given.get("sort", "")
    gap = given.get("gap", "")
    return FindingFilter(
        states=(state,) if state in LOOKS else (),
        only_high=mark == "high",
        only_overdue=mark == "overdue",
        only_back=mark == "back",
        only_pending=mark == "pending",
        organisation_uid=_uid(given.get("partner")),
        company_id=_company(actor, _uid(given.get("company"))),
        owner_id=_owner(actor, _uid(given.get("owner"))),
        tier=_tier(given.get("tier", "")),
        age=given.get("age", "") if given.get("age") in AGES else "",
        open_age=given.get("open", "") if given.get("open") in OPEN_AGES else "",
        partner=given.get("q", "").strip()[:PARTNER_CHARACTERS],
        gap=gap if len(gap) == _HASH_CHARACTERS else "",
        sort=sort if sort.removeprefix("-") in SORTS else "",
    )


def _uid(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        return None


def _company(actor: Actor, uid: uuid.UUID | None) -> int | None:
    members = group_members_for(actor, Capability.VIEW) if uid else ()
    return next((member.id for member in members if member.uid == uid), None)


def _owner(actor: Actor, uid: uuid.UUID | None) -> int | None:
    owners = owners_for(actor) if uid else ()
    return next((own for one, own, _name in owners if one == uid), None)


def _tier(text: str) -> int | None:
    try:
        return int(text[:3]) if text else None
    except ValueError:
        return None


def _side(actor: Actor, given: QueryDict) -> dict[str, Any]:
    """The filters that are chosen from a list; the chips keep what they set."""
    language = get_language() or "ja"
    companies = [
        (str(member.uid), member.names.in_language(language))
        for member in group_members_for(actor, Capability.VIEW)
        if member.is_group
    ]
    owners = [(str(uid), name) for uid, _own, name in owners_for(actor)]
    form = SideForm(companies, owners, given)
    kept = {name: given[name] for name in ("state", "mark", "partner", "gap") if given.get(name)}
    return {"form": form, "kept": kept, "is_open": form.is_used}
