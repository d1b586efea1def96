"""Relations of a partner: search for the other end, add, remove, put back."""

from __future__ import annotations

import uuid
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sekisho.apps.organisations.queries import group_members_for, organisation_for
from sekisho.apps.partners.actions import RelationDraft, add_relation, drop_relation
from sekisho.apps.partners.forms.partner import RelationForm
from sekisho.apps.partners.queries.pages import find_partners
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify

_MOST_OFFERED = 12


@office(Capability.RUN, "GET", "POST")
def add(request: Request, uid: uuid.UUID) -> HttpResponse:
    """First search for the other end, then say what flows which way."""
    found = organisation_for(request.actor, uid, Capability.RUN)
    query = request.GET.get("q", "")
    form = RelationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        add_relation(request.actor, uid=uid, relation=_draft(request.POST), now=clock.now())
        notify(request, _("Relation added."))
        return redirect("partners:partner", uid=uid)
    may = Capability.RUN  # whoever only reads at the other end draws no relation to it
    offered = find_partners(request.actor, query, size=_MOST_OFFERED, capability=may)
    if not query:
        offered = group_members_for(request.actor, may)
    context = {
        "form": form,
        "organisation": found,
        "query": query,
        "offered": [one for one in offered if one.id != found.id],
        "is_found": bool(query),
    }
    return render(request, "partners/relation.html", context, status=422 if request.POST else 200)


@office(Capability.RUN, "POST")
def remove(request: Request, uid: uuid.UUID, relation_uid: uuid.UUID) -> HttpResponse:
    """Remove an edge; it can be put back by the message."""
    draft = drop_relation(request.actor, uid=uid, relation_uid=relation_uid, now=clock.now())
    address = {
        "other": str(draft.other_uid),
        "direction": "supplies" if draft.is_supplier else "buys",
        "kind": draft.kind,
        "what": draft.what,
    }
    undo = f"{reverse('partners:restore_relation', args=[uid])}?{urlencode(address)}"
    notify(request, _("Relation removed."), undo_url=undo)
    return redirect("partners:partner", uid=uid)


@office(Capability.RUN, "POST")
def restore(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Put a removed edge back."""
    organisation_for(request.actor, uid, Capability.RUN)
    form = RelationForm(request.GET)
    if form.is_valid():
        add_relation(request.actor, uid=uid, relation=_draft(request.GET), now=clock.now())
        notify(request, _("Relation added."))
    return redirect("partners:partner", uid=uid)


def _draft(data: QueryDict) -> RelationDraft:
    form = RelationForm(data)
    form.full_clean()
    values = form.cleaned_data
    is_supplier = values["direction"] == "supplies"
    return RelationDraft(values["other"], is_supplier, values["kind"], values["what"])
