"""The people page: who may do what, adding somebody, blocking, letting in anew."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sekisho.apps.accounts.actions import (
    SIGN_IN_HOURS,
    NewPerson,
    create_person,
    issue_sign_in_link,
    reset_second_factor,
    set_active,
    set_grants,
)
from sekisho.apps.accounts.forms import GrantForm, NewPersonForm
from sekisho.apps.accounts.forms.people import ROLE_NAMES
from sekisho.apps.accounts.queries import (
    PersonView,
    absolute_address,
    is_decided_by,
    people_for,
    person_for,
)
from sekisho.apps.accounts.web.letters import send_way_in
from sekisho.apps.organisations.queries import group_members_for
from sekisho.kernel import clock
from sekisho.kernel.actor import Actor, Capability, Role
from sekisho.kernel.errors import Conflict, Unavailable
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify


@dataclass(frozen=True, slots=True)
class Place:
    """A role as it is shown: which group company, which role."""

    organisation_id: int
    organisation: str
    role: str


def _members(actor: Actor, capability: Capability) -> dict[int, str]:
    language = get_language() or "ja"
    return {own.id: own.names.in_language(language) for own in group_members_for(actor, capability)}


def places_of(actor: Actor, person: PersonView) -> tuple[Place, ...]:
    """The roles of a person at companies that the reader knows, by name."""
    names = _members(actor, Capability.VIEW)
    found = [
        Place(at, names[at], str(ROLE_NAMES[role])) for role, at in person.grants if at in names
    ]
    return tuple(sorted(found, key=lambda place: place.organisation))


@office(Capability.ADMINISTER, "GET")
def people(request: Request) -> HttpResponse:
    found = people_for(request.actor)
    rows = [(person, places_of(request.actor, person)) for person in found]
    context = {
        "rows": rows,
        "total": len(rows),
        "blocked": sum(not person.is_active for person in found),
        "waiting": sum(person.is_active and not person.has_password for person in found),
    }
    return render(request, "accounts/people.html", context)


def _choices(actor: Actor) -> list[tuple[str, str]]:
    return [(str(own), name) for own, name in _members(actor, Capability.ADMINISTER).items()]


@office(Capability.ADMINISTER, "GET", "POST")
def add_person(request: Request) -> HttpResponse:
    form = NewPersonForm(request.POST or None, places=_choices(request.actor))
    if request.method == "POST" and form.is_valid():
        uid = _added(request.actor, form)
        if uid is not None:
            notify(request, _("Added. Now give them their one-time link."))
            return redirect("accounts:person", uid=uid)
    status = 422 if form.is_bound else 200
    return render(request, "accounts/add_person.html", {"form": form}, status=status)


def _added(actor: Actor, form: NewPersonForm) -> uuid.UUID | None:
    given = form.cleaned_data
    grant = (Role(given["role"]), int(given["organisation"]))
    person = NewPerson(given["email"], given["name"], given["language"], (grant,))
    try:
        return create_person(actor, person=person, now=clock.now())
    except Conflict:
        form.add_error("email", _("Somebody with this address is in the office already."))
        return None


@office(Capability.ADMINISTER, "GET")
def person(request: Request, uid: uuid.UUID) -> HttpResponse:
    found = person_for(request.actor, uid)
    context = {
        "person": found,
        "places": places_of(request.actor, found),
        "form": GrantForm(places=_choices(request.actor)),
        "own_ids": set(_members(request.actor, Capability.ADMINISTER)),
        "is_decided": is_decided_by(request.actor, found),
        "is_self": request.actor.uid == uid,
    }
    return render(request, "accounts/person.html", context)


@office(Capability.ADMINISTER, "POST")
def grant(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Give a role at a company, in place of the one held there."""
    found = person_for(request.actor, uid)
    form = GrantForm(request.POST, places=_choices(request.actor))
    if form.is_valid():
        at = int(form.cleaned_data["organisation"])
        kept = _decidable(request.actor, found, but=at)
        _set(request, uid, [*kept, (Role(form.cleaned_data["role"]), at)])
    return redirect("accounts:person", uid=uid)


@office(Capability.ADMINISTER, "POST")
def take_grant(request: Request, uid: uuid.UUID, organisation_id: int) -> HttpResponse:
    """Take the role at a company away."""
    found = person_for(request.actor, uid)
    _set(request, uid, _decidable(request.actor, found, but=organisation_id))
    return redirect("accounts:person", uid=uid)


def _decidable(actor: Actor, found: PersonView, *, but: int) -> list[tuple[Role, int]]:
    own = _members(actor, Capability.ADMINISTER)
    return [(role, at) for role, at in found.grants if at in own and at != but]


def _set(request: Request, uid: uuid.UUID, grants: list[tuple[Role, int]]) -> None:
    set_grants(request.actor, uid=uid, grants=grants, now=clock.now())
    notify(request, _("Saved"))


@office(Capability.ADMINISTER, "POST")
def block(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Block or unblock; the button says which."""
    is_active = request.POST.get("is_active") == "yes"
    set_active(request.actor, uid=uid, is_active=is_active, now=clock.now())
    notify(request, _("Unblocked") if is_active else _("Blocked, and signed out everywhere"))
    return redirect("accounts:person", uid=uid)


@office(Capability.ADMINISTER, "POST")
def forget_second_factor(request: Request, uid: uuid.UUID) -> HttpResponse:
    """For somebody who lost both phone and recovery codes."""
    reset_second_factor(request.actor, uid=uid, now=clock.now())
    notify(request, _("The second factor is off. It is set up anew at the next sign-in."))
    return redirect("accounts:person", uid=uid)


@office(Capability.ADMINISTER, "GET", "POST")
def sign_in_link(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Make a link and show it once: it is kept nowhere, so a second look needs a second link."""
    found = person_for(request.actor, uid)
    if request.method != "POST":
        return redirect("accounts:person", uid=uid)
    now = clock.now()
    token = issue_sign_in_link(request.actor, uid=uid, now=now)
    url = absolute_address(reverse("accounts:first_sign_in", kwargs={"token": token}))
    context = {"person": found, "url": url, "hours": SIGN_IN_HOURS, "mailed": _mailed(found, url)}
    return render(request, "accounts/sign_in_link.html", context)


def _mailed(found: PersonView, url: str) -> bool | None:
    """Whether the letter left; None when no mail server is set. The link is shown in any case."""
    if not settings.SEKISHO_SMTP_URL:
        return None
    given = {"name": found.name, "language": found.language, "url": url}
    try:
        send_way_in(found.email, hours=SIGN_IN_HOURS, **given)
    except (Conflict, Unavailable):  # held, or on no way out
        return False
    return True
