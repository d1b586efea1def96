"""The list of entries with its filter, and the first step of writing one down."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sekisho.apps.inventory.forms import ChooserForm, EntryForm, said
from sekisho.apps.inventory.queries.catalogue import catalogue
from sekisho.apps.inventory.queries.entries import (
    SORTS,
    EntryFilter,
    count_unknown,
    entries_for,
    kind_counts,
)
from sekisho.apps.inventory.queries.proposals import count_waiting
from sekisho.apps.inventory.web.entries import add_to, end_options, form_page
from sekisho.apps.inventory.web.words import (
    CONFIDENCE_LOOKS,
    kind_options,
    kinds_with,
    row_of,
    today,
)
from sekisho.apps.organisations.queries import (
    OrganisationView,
    group_members_for,
    identify_organisations,
    organisation_for,
    organisations_by_ids,
)
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import NotFound
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify
from sekisho.ui.paging import page_number

_MAY = Capability.FOLLOW_UP


@office(Capability.VIEW, "GET")
def listing(request: Request) -> HttpResponse:
    """Everything within reach that the chain is made of."""
    company = company_of(request)
    wanted = wanted_in(request, company)
    page = entries_for(request.actor, wanted, page=page_number(request.GET))
    counts = kind_counts(request.actor)
    total = sum(counts.values())
    context = {
        "page": page,
        "rows": [row_of(one) for one in page],
        "total": total,
        "unknown": count_unknown(request.actor),
        "waiting": count_waiting(request.actor),
        "kinds": [row for row in kinds_with(counts) if row[2]],
        "confidences": [(key.value, word) for key, (_t, word, _i) in CONFIDENCE_LOOKS.items()],
        "wanted": wanted,
        "company": company,
        "company_name": said(company.names) if company else "",
        "is_filtered": wanted != EntryFilter(sort=wanted.sort),
        "query": request.GET.urlencode(),
        "may_follow": request.actor.can(_MAY),
        "may_run": request.actor.can(Capability.RUN),
    }
    return render(request, "inventory/list.html", context)


def company_of(request: Request) -> OrganisationView | None:
    """The organisation that the address narrows the list to."""
    try:
        return organisation_for(request.actor, uuid.UUID(request.GET.get("company", "")))
    except (ValueError, NotFound):
        return None


def wanted_in(request: Request, company: OrganisationView | None) -> EntryFilter:
    """The filter that the address tells; anything unknown in it asks nothing."""
    given = request.GET
    sort, confidence = given.get("sort", ""), given.get("confidence", "")
    kinds = {kind.key for kind in catalogue().kinds}
    return EntryFilter(
        query=given.get("q", "").strip()[:200],
        kind=given.get("kind", "") if given.get("kind") in kinds else "",
        organisation_id=company.id if company else None,
        confidence=confidence if confidence in {one.value for one in CONFIDENCE_LOOKS} else "",
        has_unknown=given.get("unknown") == "1",
        sort=sort if sort.removeprefix("-") in SORTS else "company",
    )


@office(_MAY, "GET", "POST")
def new(request: Request) -> HttpResponse:
    """First what it is and at whom, then its values."""
    chosen = _chosen(request)
    if not isinstance(chosen, tuple):
        status = 422 if chosen.is_bound else 200
        kinds = kinds_with({})
        context = {"form": chosen, "kinds": kinds}
        return render(request, "inventory/new.html", context, status=status)
    key, at, target = chosen
    kind = catalogue().kind(key)
    form = EntryForm(
        request.POST if request.method == "POST" else None,
        kind=kind,
        initial={"on": today()},
        options=end_options(request.actor, kind, at, target),
    )
    if form.is_valid():
        uid = add_to(request, form, at, target)
        if uid is not None:
            notify(request, _("It is in the inventory."))
            return redirect("inventory:entry", uid=uid)
    back = f"{reverse('inventory:list')}?company={at.uid}"
    return form_page(request, form, at, target, back)


Chosen = tuple[str, OrganisationView, OrganisationView | None]


def _chosen(request: Request) -> Chosen | ChooserForm:
    """What the address says of kind and ends, else the form that asks for it."""
    given = request.GET
    kinds = kind_options()
    at = _named(request.actor, given.get("company", ""))
    if not given.get("kind"):
        ours = group_members_for(request.actor)
        other = _written(ours[0]) if ours else ""
        begun = {"company": _written(at) if at else "", "other": other}
        return ChooserForm(initial=begun, kinds=kinds)
    form = ChooserForm(
        {"kind": given["kind"], "company": given.get("company", ""), "other": given.get("other")},
        kinds=kinds,
    )
    if not form.is_valid():
        return form
    kind = catalogue().kind(form.cleaned_data["kind"])
    target = _named(request.actor, form.cleaned_data["other"]) if kind.is_link else None
    unclear = _("No organisation, or more than one, fits this. Write its code or its full name.")
    if at is None:
        form.add_error("company", unclear)
    if kind.is_link and target is None:
        form.add_error("other", unclear)
    return form if form.errors or at is None else (kind.key, at, target)


def _written(at: OrganisationView) -> str:
    return at.own_code or at.name


def _named(actor: Actor, text: str) -> OrganisationView | None:
    """The organisation meant by an outside id, a code or a name."""
    try:
        return organisation_for(actor, uuid.UUID(text), _MAY)
    except (ValueError, NotFound):
        found = identify_organisations(actor, [text], capability=_MAY).get(text)
        return organisations_by_ids(actor, [found]).get(found) if found else None
