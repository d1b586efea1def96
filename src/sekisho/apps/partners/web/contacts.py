"""Contacts of a partner: add, change, remove, bring back."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import fields

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sekisho.apps.organisations.queries import OrganisationView, organisation_for
from sekisho.apps.partners.actions import (
    ContactDraft,
    clear_bounce,
    remove_contact,
    restore_contact,
    save_contact,
)
from sekisho.apps.partners.actions.superiors import set_superior
from sekisho.apps.partners.forms.partner import ContactForm
from sekisho.apps.partners.queries import ContactView, contact_for, contacts_of
from sekisho.apps.partners.queries.pages import organisation_of_contact
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify

_FIELDS = tuple(field.name for field in fields(ContactDraft))


@office(Capability.FOLLOW_UP, "GET", "POST")
def add(request: Request, uid: uuid.UUID) -> HttpResponse:
    """A new contact at a partner."""
    found = organisation_for(request.actor, uid, Capability.FOLLOW_UP)
    return _form(request, found, None)


@office(Capability.FOLLOW_UP, "GET", "POST")
def edit(request: Request, uid: uuid.UUID) -> HttpResponse:
    """A contact that is there."""
    contact = contact_for(request.actor, uid, Capability.FOLLOW_UP)
    return _form(request, organisation_of_contact(request.actor, contact), contact)


def _form(request: Request, found: OrganisationView, contact: ContactView | None) -> HttpResponse:
    initial: dict[str, object] = {
        "language": "ja" if found.country == "JP" else "en",
        "purposes": ["security"],
    }
    if contact is not None:
        initial = {name: getattr(contact, name) for name in _FIELDS}
    colleagues = contacts_of(request.actor, found.id)
    others = [
        (str(one.uid), one.label) for one in colleagues if not contact or one.id != contact.id
    ]
    initial["superior"] = _superior_of(contact, colleagues)
    form = ContactForm(request.POST or None, initial=initial, colleagues=others)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in _FIELDS}
        draft = ContactDraft(**{**values, "purposes": tuple(values["purposes"])})
        saved = save_contact(
            request.actor,
            organisation_uid=found.uid,
            contact=draft,
            uid=contact.uid if contact else None,
            now=clock.now(),
        )
        if "superior" in form.changed_data:
            chosen = form.cleaned_data["superior"]
            superior = uuid.UUID(chosen) if chosen else None
            set_superior(request.actor, uid=saved, superior_uid=superior, now=clock.now())
        notify(request, _("Saved."))
        return redirect("partners:partner", uid=found.uid)
    heading = _("Change a contact") if contact else _("Add a contact")
    context = {"form": form, "organisation": found, "heading": heading, "contact": contact}
    return render(request, "partners/form.html", context, status=422 if request.POST else 200)


def _superior_of(contact: ContactView | None, colleagues: Sequence[ContactView]) -> str:
    own = contact.superior_id if contact else None
    return next((str(one.uid) for one in colleagues if one.id == own), "")


@office(Capability.FOLLOW_UP, "POST")
def remove(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Write no more to a contact; its links close at once."""
    contact = contact_for(request.actor, uid, Capability.FOLLOW_UP)
    remove_contact(request.actor, uid=uid, now=clock.now())
    undo = reverse("partners:restore_contact", args=[uid])
    text = _("%(name)s gets no more letters. Open links are closed.") % {"name": contact.label}
    notify(request, text, undo_url=undo)
    found = organisation_of_contact(request.actor, contact)
    return redirect("partners:partner", uid=found.uid)


@office(Capability.FOLLOW_UP, "POST")
def restore(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Bring a removed contact back."""
    contact = contact_for(request.actor, uid, Capability.FOLLOW_UP)
    restore_contact(request.actor, uid=uid, now=clock.now())
    notify(request, _("%(name)s can be written to again.") % {"name": contact.label})
    found = organisation_of_contact(request.actor, contact)
    return redirect("partners:partner", uid=found.uid)


@office(Capability.FOLLOW_UP, "POST")
def clear(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Let letters go to an address again from which some came back."""
    contact = contact_for(request.actor, uid, Capability.FOLLOW_UP)
    clear_bounce(request.actor, uid=uid, now=clock.now())
    notify(request, _("%(name)s can be written to again.") % {"name": contact.label})
    found = organisation_of_contact(request.actor, contact)
    return redirect("partners:partner", uid=found.uid)
