"""The list of partners: filter, sort, bulk actions."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sekisho.apps.organisations.queries import OrganisationView, group_members_for
from sekisho.apps.partners.actions import Targets, change_tags, set_owner
from sekisho.apps.partners.forms.filters import PARAMETERS, filter_of
from sekisho.apps.partners.forms.partner import BulkForm
from sekisho.apps.partners.forms.words import (
    KIND_WORDS,
    country_word,
)
from sekisho.apps.partners.queries import PartnerFilter
from sekisho.apps.partners.queries.pages import (
    Facets,
    PartnerRow,
    facets_for,
    owners_for,
    partner_list_for,
)
from sekisho.kernel import clock
from sekisho.kernel.actor import Actor, Capability
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify
from sekisho.ui.paging import Paged, page_number
from sekisho.ui.wording import counted, tier_word


@dataclass(frozen=True, slots=True)
class _Shown:
    """One line in words, plain texts only: fifty of them are drawn on each page."""

    uid: str
    name: str
    name_en: str
    code: str
    tier: str
    country: str
    contact: str
    tags: str
    owner: str
    has_bounced: bool


def _shown(row: PartnerRow) -> _Shown:
    one, contact = row.organisation, row.contact
    return _Shown(
        uid=str(one.uid),
        name=one.name,
        name_en=one.name_en if one.name_en != one.name else "",
        code=one.own_code or "",
        tier=tier_word(one.tier),
        country=country_word(one.country),
        contact=contact.label if contact else "",
        tags=", ".join(row.tags),
        owner=row.owner,
        has_bounced=row.has_bounced,
    )


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filter offers; who stands behind the outside ids in the address."""

    companies: Sequence[OrganisationView]
    owners: Sequence[tuple[uuid.UUID, int, str]]

    def filter_of(self, address: QueryDict) -> PartnerFilter:
        companies = [(company.uid, company.id) for company in self.companies]
        owners = [(uid, number) for uid, number, _label in self.owners]
        return filter_of(address, companies=companies, owners=owners)


def choices_for(actor: Actor) -> Choices:
    """What this actor's filter offers."""
    return Choices(group_members_for(actor), owners_for(actor))


@office(Capability.VIEW, "GET")
def index(request: Request) -> HttpResponse:
    """The register as the address filters it."""
    choices = choices_for(request.actor)
    criteria = choices.filter_of(request.GET)
    page = partner_list_for(request.actor, criteria, page_number(request.GET))
    facets = facets_for(request.actor)
    context = {
        "lines": [_shown(row) for row in page],
        "page": page,
        "criteria": criteria,
        "is_filtered": any(request.GET.get(name) for name in PARAMETERS if name != "sort"),
        "may_run": request.actor.can(Capability.RUN),
        "may_mark": request.actor.can(Capability.FOLLOW_UP),
        "state": _state_sentence(page, facets, criteria),
        **_offered(choices, facets, criteria),
    }
    return render(request, "partners/list.html", context)


def _state_sentence(page: Paged[PartnerRow], facets: Facets, criteria: PartnerFilter) -> str:
    if criteria.is_group:
        return _("%(n)s in the group.") % {"n": counted(facets.group_total, "organisations")}
    if not facets.total:
        return _("Nobody is in the register yet.")
    total = counted(facets.total, "partners")
    if page.total == facets.total:
        return _("%(n)s in the register.") % {"n": total}
    shown = counted(page.total, "partners")
    return _("%(shown)s shown, %(n)s in the register.") % {"shown": shown, "n": total}


def _offered(choices: Choices, facets: Facets, criteria: PartnerFilter) -> dict[str, Any]:
    """Chips and selects of the filter with their numbers."""
    return {
        "facets": facets,
        "tiers": [(str(tier), tier_word(tier), n) for tier, n in facets.tiers if tier],
        "countries": [(code, country_word(code), n) for code, n in facets.countries],
        "companies": choices.companies,
        "owners": choices.owners,
        "kinds": KIND_WORDS.items(),
        "sort": criteria.sort,
    }


@office(Capability.FOLLOW_UP, "POST")
def bulk(request: Request) -> HttpResponse:
    """Tag or hand over the ticked partners, or all that the filter keeps."""
    back = reverse("partners:list") + _address_of(request.POST.get("address", ""))
    form = BulkForm(request.POST)
    if not form.is_valid():
        notify(
            request,
            " ".join(map(str, form.non_field_errors())) or _("Choose what to do."),
            tone="attention",
        )
        return redirect(back)
    targets = _targets(request, is_everything=form.cleaned_data["is_everything"])
    count = _do(request.actor, form.cleaned_data, targets)
    notify(request, _("Done for %(n)s.") % {"n": counted(count, "partners")})
    return redirect(back)


def _do(actor: Actor, data: dict[str, Any], targets: Targets) -> int:
    now, tag = clock.now(), " ".join(data["tag"].split())
    if data["doing"] == "owner":
        return set_owner(actor, targets=targets, owner_uid=data["owner"], now=now)
    if data["doing"] == "add_tag":
        return change_tags(actor, targets=targets, add=[tag], now=now)
    return change_tags(actor, targets=targets, remove=[tag], now=now)


def _targets(request: Request, *, is_everything: bool) -> Targets:
    if is_everything:
        address = QueryDict(request.POST.get("address", "").removeprefix("?"))
        return Targets(criteria=choices_for(request.actor).filter_of(address))
    return Targets(tuple(filter(None, map(_uid, request.POST.getlist("partner")))))


def _uid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _address_of(text: str) -> str:
    """Only known parameters come back into an address."""
    given = QueryDict(text.removeprefix("?"))
    kept = [(name, value) for name in (*PARAMETERS, "page") for value in given.getlist(name)]
    return f"?{urlencode(kept)}" if kept else ""
