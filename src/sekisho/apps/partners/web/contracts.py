"""Contracts with a partner: written down, changed, ended; what ends soon, on Today."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sekisho.apps.organisations.queries import (
    OrganisationView,
    group_members_for,
    organisation_for,
)
from sekisho.apps.partners.actions.contracts import add_contract, change_contract, end_contract
from sekisho.apps.partners.forms.contracts import ContractForm, EndForm, end_of, initial_of
from sekisho.apps.partners.queries.contracts import (
    ContractView,
    contract_for,
    contracts_of,
    ending_contracts,
)
from sekisho.kernel import clock
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import Conflict, Invalid
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify
from sekisho.ui.problems import sentence_of
from sekisho.ui.slots import Panel

_MAY = Capability.FOLLOW_UP
_SHOWN = 8


@office(_MAY, "GET", "POST")
def add(request: Request, uid: uuid.UUID) -> HttpResponse:
    """A new contract with a partner."""
    at = organisation_for(request.actor, uid, _MAY)
    form = ContractForm(request.POST or None, parties=_parties(request.actor, at))
    if form.is_valid():
        try:
            add_contract(request.actor, organisation_uid=uid, draft=form.draft(), now=clock.now())
        except Invalid as problem:
            form.add_error(None, sentence_of(problem))
        else:
            notify(request, _("The contract is written down."))
            return redirect("partners:partner", uid=uid)
    return _page(request, form, at, _("Add a contract"))


@office(_MAY, "GET", "POST")
def edit(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Change what is known of a contract."""
    found = contract_for(request.actor, uid, _MAY)
    parties = _parties(request.actor, found.organisation)
    form = ContractForm(request.POST or None, parties=parties, initial=initial_of(found))
    if form.is_valid():
        revision, draft = form.cleaned_data["revision"] or 0, form.draft()
        try:
            change_contract(request.actor, uid=uid, revision=revision, draft=draft, now=clock.now())
        except (Conflict, Invalid) as problem:
            form.add_error(None, sentence_of(problem))
        else:
            notify(request, _("Saved."))
            return redirect("partners:partner", uid=found.organisation.uid)
    return _page(request, form, found.organisation, found.words.title)


@office(_MAY, "GET", "POST")
def end(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Say that a contract ends before its time, or take that back."""
    found = contract_for(request.actor, uid, _MAY)
    form = EndForm(request.POST or None, initial=end_of(found, _today()))
    if form.is_valid():
        given = form.cleaned_data
        try:
            end_contract(
                request.actor,
                uid=uid,
                revision=given["revision"],
                last_day=given["last_day"],
                now=clock.now(),
            )
        except (Conflict, Invalid) as problem:
            form.add_error(None, sentence_of(problem))
        else:
            notify(request, _("Saved."))
            return redirect("partners:partner", uid=found.organisation.uid)
    heading = _("End of “%(title)s”") % {"title": found.words.title}
    return _page(request, form, found.organisation, heading)


def contract_rows(actor: Actor, organisation_id: int) -> list[dict[str, Any]]:
    """The contracts of a partner as its page shows them."""
    return [_row(one) for one in contracts_of(actor, organisation_id)]


def today_panel(actor: Actor, _subject: Any) -> Panel | None:
    """Contracts that end, or must be given notice of, within ninety days."""
    count, found = ending_contracts(actor, today=_today(), most=_SHOWN)
    if not found:
        return None
    rows = [_row(one) for one in found]
    return Panel("partners/parts/contracts_today.html", {"rows": rows, "count": count})


def _row(one: ContractView) -> dict[str, Any]:
    language = get_language() or "ja"
    return {
        "is": one,
        "party": one.party.names.in_language(language),
        "partner": one.organisation.names.in_language(language),
        "is_over": one.is_over(_today()),
    }


def _today() -> Any:
    return timezone.localdate(clock.now())


def _parties(actor: Actor, at: OrganisationView) -> list[tuple[str, str]]:
    language = get_language() or "ja"
    found = group_members_for(actor, _MAY)
    return [(str(one.uid), one.names.in_language(language)) for one in found if one.id != at.id]


def _page(
    request: Request, form: ContractForm | EndForm, at: OrganisationView, heading: str
) -> HttpResponse:
    context = {"form": form, "organisation": at, "heading": heading}
    return render(request, "partners/form.html", context, status=422 if form.is_bound else 200)
