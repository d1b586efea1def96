"""The page of one partner, and changing its master data, marks and state."""

from __future__ import annotations

import uuid
from dataclasses import fields
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sekisho.apps.mail.queries import NO_SIGNS, Signs, signs_of
from sekisho.apps.organisations.queries import (
    RelationView,
    group_members_for,
    organisation_for,
)
from sekisho.apps.partners.actions import (
    PartnerDraft,
    RelationDraft,
    Targets,
    create_partner,
    set_note,
    set_owner,
    set_partner_active,
    set_tags,
    update_partner,
)
from sekisho.apps.partners.forms.partner import FirstRelationForm, MarksForm, PartnerForm
from sekisho.apps.partners.forms.words import (
    KIND_WORDS,
    LANGUAGE_WORDS,
    PURPOSE_WORDS,
    country_word,
)
from sekisho.apps.partners.queries import ContactView
from sekisho.apps.partners.queries.pages import PartnerPage, owners_for, partner_for
from sekisho.apps.partners.web.contracts import contract_rows
from sekisho.kernel import clock
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import Problem
from sekisho.ui import slots
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify
from sekisho.ui.problems import words_for
from sekisho.ui.wording import counted, tier_word

_DRAFT = tuple(field.name for field in fields(PartnerDraft))


@office(Capability.VIEW, "GET")
def show(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Everything known of one partner."""
    partner = partner_for(request.actor, uid)
    signs = signs_of((contact.id for contact in partner.contacts), now=clock.now())
    context = {
        "partner": partner,
        "organisation": partner.organisation,
        "tier": tier_word(partner.organisation.tier),
        "country": country_word(partner.organisation.country),
        "contacts": [_contact(request, one, signs, partner.may) for one in partner.contacts],
        "former": [_contact(request, one, signs, partner.may) for one in partner.former_contacts],
        "relations": _relations(partner),
        "contracts": contract_rows(request.actor, partner.organisation.id),
        "state": _state(partner),
        "panels": slots.drawn_panels(request, "partner", uid),
        "may_follow": "follow_up" in partner.may,
        "may_run": "run" in partner.may,
    }
    return render(request, "partners/partner.html", context)


def _contact(
    request: Request, contact: ContactView, signs: dict[int, Signs], may: frozenset[str]
) -> dict[str, Any]:
    words = [str(PURPOSE_WORDS[one]) for one in contact.purposes if one in PURPOSE_WORDS]
    return {
        "is": contact,
        "purposes": words,
        "language": LANGUAGE_WORDS.get(contact.language, ""),
        "signs": signs.get(contact.id, NO_SIGNS),
        "panels": slots.drawn_panels(request, "contact", (contact, may)),
    }


def _relations(partner: PartnerPage) -> list[dict[str, Any]]:
    supplies = [_edge(edge, edge.customer, _("Supplies to")) for edge in partner.supplies]
    return supplies + [_edge(edge, edge.supplier, _("Buys from")) for edge in partner.buys]


def _edge(edge: RelationView, other: Any, direction: str) -> dict[str, Any]:
    kind = KIND_WORDS.get(edge.kind, edge.kind)
    return {"edge": edge, "other": other, "direction": direction, "kind": kind}


def _state(partner: PartnerPage) -> str:
    if not partner.organisation.is_active:
        return _("Not in use: it is in no list and gets no requests.")
    usable = sum(contact.is_usable for contact in partner.contacts)
    place = tier_word(partner.organisation.tier)
    if not usable and any(contact.bounced_at for contact in partner.contacts):
        return _("%(place)s. Letters came back: correct the address of a contact.") % {
            "place": place
        }
    if not usable:
        return _("%(place)s. Nobody here can be written to: add a contact.") % {"place": place}
    people = counted(len(partner.contacts), "contacts")
    return _("%(place)s, %(people)s.") % {"place": place, "people": people}


@office(Capability.RUN, "GET", "POST")
def add(request: Request) -> HttpResponse:
    """A new partner with its first relation."""
    companies = company_choices(request.actor)
    form = PartnerForm(request.POST or None)
    relation = FirstRelationForm(request.POST or None, companies=companies)
    if request.method == "POST" and form.is_valid() and relation.is_valid():
        data = relation.cleaned_data
        draft = RelationDraft(
            uuid.UUID(data["company"]), data["kind"] != "sales", data["kind"], data["what"]
        )
        try:
            uid = create_partner(
                request.actor, partner=draft_of(form), relation=draft, now=clock.now()
            )
        except Problem as problem:
            form.add_error(None, " ".join(words_for(problem)))
        else:
            notify(request, _("Added to the register."))
            return redirect("partners:partner", uid=uid)
    context = {"form": form, "relation": relation}
    return render(request, "partners/add.html", context, status=422 if request.POST else 200)


@office(Capability.RUN, "GET", "POST")
def edit(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Master data of a partner."""
    found = organisation_for(request.actor, uid, Capability.RUN)
    initial = {name: getattr(found, name) for name in _DRAFT}
    form = PartnerForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            update_partner(request.actor, uid=uid, partner=draft_of(form), now=clock.now())
        except Problem as problem:
            form.add_error(None, " ".join(words_for(problem)))
        else:
            notify(request, _("Saved."))
            return redirect("partners:partner", uid=uid)
    context = {"form": form, "organisation": found, "heading": _("Change master data")}
    return render(request, "partners/form.html", context, status=422 if request.POST else 200)


def draft_of(form: PartnerForm) -> PartnerDraft:
    """The master data of a form that has been checked."""
    return PartnerDraft(**{name: form.cleaned_data[name] for name in _DRAFT})


def company_choices(actor: Actor, capability: Capability = Capability.RUN) -> list[tuple[str, str]]:
    """Group companies in whose name the actor may act, for a form."""
    return [(str(row.uid), row.name) for row in group_members_for(actor, capability)]


@office(Capability.RUN, "POST")
def set_active(request: Request, uid: uuid.UUID, *, is_active: bool) -> HttpResponse:
    """Take a partner out of use, or back into it."""
    set_partner_active(request.actor, uid=uid, is_active=is_active, now=clock.now())
    other = "partners:deactivate" if is_active else "partners:activate"
    text = _("Back in use.") if is_active else _("Taken out of use.")
    notify(request, text, undo_url=reverse(other, args=[uid]))
    return redirect("partners:partner", uid=uid)


@office(Capability.FOLLOW_UP, "GET", "POST")
def marks(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Tags, owner and note of a partner."""
    organisation_for(request.actor, uid, Capability.FOLLOW_UP)  # seeing it is not enough here
    partner = partner_for(request.actor, uid)
    owners = [(str(own), label) for own, _number, label in owners_for(request.actor)]
    if partner.owner is not None and str(partner.owner.uid) not in dict(owners):
        owners.append((str(partner.owner.uid), partner.owner.label))
    initial = {
        "tags": ", ".join(partner.tags),
        "owner": str(partner.owner.uid) if partner.owner else "",
        "note": partner.note,
    }
    form = MarksForm(request.POST or None, initial=initial, owners=owners)
    if request.method == "POST" and form.is_valid():
        _save_marks(request.actor, partner, form.cleaned_data)
        notify(request, _("Saved."))
        return redirect("partners:partner", uid=uid)
    context = {
        "form": form,
        "organisation": partner.organisation,
        "heading": _("Tags, owner and note"),
    }
    return render(request, "partners/form.html", context, status=422 if request.POST else 200)


def _save_marks(actor: Actor, partner: PartnerPage, data: dict[str, Any]) -> None:
    uid, now = partner.organisation.uid, clock.now()
    owner = uuid.UUID(data["owner"]) if data["owner"] else None
    if set(data["tags"]) != set(partner.tags):
        set_tags(actor, uid=uid, names=data["tags"], now=now)
    if owner != (partner.owner.uid if partner.owner else None):
        set_owner(actor, targets=Targets((uid,)), owner_uid=owner, now=now)
    if data["note"] != partner.note:
        set_note(actor, uid=uid, text=data["note"], now=now)
