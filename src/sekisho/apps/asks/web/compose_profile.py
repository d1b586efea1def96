"""The sender profile of a group company, and the words of its letters."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sekisho.apps.asks.actions.profiles import reset_letter, save_letter, save_profile
from sekisho.apps.asks.forms.compose_draft import LetterForm, initial_of, letter_initial
from sekisho.apps.asks.forms.compose_profile import ProfileForm
from sekisho.apps.asks.queries.letters import merged_sample
from sekisho.apps.asks.queries.profiles import (
    LETTER_KEYS,
    ProfileView,
    faults_of,
    profile_letter_for,
    profiles_for,
    shipped_letters,
)
from sekisho.apps.asks.web.compose_parts import field_names, said
from sekisho.apps.asks.web.letter_words import faults_by_field
from sekisho.engines.letters import Letter
from sekisho.kernel import clock
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import NotFound
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify


def _chosen(actor: Actor, wanted: str) -> tuple[ProfileView, tuple[ProfileView, ...]]:
    """The profile that the address names, else the first; and all of them."""
    found = profiles_for(actor)
    if not found:
        raise NotFound("asks.no_profile")
    chosen = next((one for one in found if str(one.organisation.uid) == wanted), None)
    if chosen is None and wanted:
        raise NotFound("asks.no_profile")
    return chosen or found[0], found


def _at(name: str, profile: ProfileView, *args: str) -> str:
    return f"{reverse(name, args=args)}?company={profile.organisation.uid}"


@office(Capability.RUN, "GET", "POST")
def profile(request: Request) -> HttpResponse:
    chosen, every = _chosen(request.actor, request.GET.get("company", ""))
    given = request.POST if request.method == "POST" else None
    initial = {**initial_of(chosen.sender), "answer_days": chosen.answer_days}
    form = ProfileForm(given, initial=initial)
    if form.is_valid():
        save_profile(
            request.actor,
            organisation_uid=chosen.organisation.uid,
            sender=form.sender(),
            answer_days=form.cleaned_data["answer_days"],
            now=clock.now(),
        )
        notify(request, _("The sender profile is set."))
        return redirect(_at("asks:profile", chosen))
    letters = [
        (said(shipped_letters()[key].name), _at("asks:profile_letter", chosen, key), key)
        for key in LETTER_KEYS
    ]
    context = {
        "form": form,
        "profile": chosen,
        "name": said(chosen.organisation.names),
        "companies": [
            (said(one.organisation.names), _at("asks:profile", one), one) for one in every
        ],
        "letters": letters,
    }
    return render(request, "asks/compose/profile.html", context, status=422 if form.errors else 200)


@office(Capability.RUN, "GET", "POST")
def profile_letter(request: Request, key: str) -> HttpResponse:
    chosen, _every = _chosen(request.actor, request.GET.get("company", ""))
    present = profile_letter_for(request.actor, chosen.organisation.uid, key)
    form = LetterForm(
        request.POST if request.method == "POST" else None, initial=letter_initial(present)
    )
    shown = form.letter(key) if form.is_bound and form.is_valid() else present
    faults = faults_of(shown)
    if form.is_bound and form.is_valid() and (not faults or "reset" in request.POST):
        _keep(request, chosen.organisation.uid, shown)
        return redirect(_at("asks:profile_letter", chosen, key))
    context = {
        "form": form,
        "profile": chosen,
        "name": said(chosen.organisation.names),
        "letter_name": said(present.name),
        "faults": faults_by_field(faults),
        "fields": field_names(),
        "samples": merged_sample(shown) if not faults else (),
        "is_own": key in chosen.edited,
        "back_url": _at("asks:profile", chosen),
    }
    status = 422 if form.is_bound else 200
    return render(request, "asks/compose/profile_letter.html", context, status=status)


def _keep(request: Request, organisation_uid: uuid.UUID, letter: Letter) -> None:
    now = clock.now()
    if "reset" in request.POST:
        reset_letter(request.actor, organisation_uid=organisation_uid, key=letter.key, now=now)
        notify(request, _("The shipped words are back."))
        return
    save_letter(request.actor, organisation_uid=organisation_uid, letter=letter, now=now)
    notify(request, _("Saved."))
