"""The own account: name, language, and the end of all sessions."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from sekisho.apps.accounts.actions import set_language, set_name, sign_out_everywhere
from sekisho.apps.accounts.forms import ProfileForm
from sekisho.apps.accounts.queries import PersonView, person_for
from sekisho.apps.accounts.web.people import places_of
from sekisho.kernel import clock
from sekisho.kernel.errors import NotFound
from sekisho.ui.entrances import Request, signed_in
from sekisho.ui.language import COOKIE_NAME
from sekisho.ui.notices import notify

_YEAR_SECONDS = 365 * 24 * 3600


@signed_in("GET", "POST")
def profile(request: Request) -> HttpResponse:
    person = _self(request)
    given = {"name": person.name, "language": person.language}
    form = ProfileForm(request.POST or None, initial=given)
    if request.method == "POST" and form.is_valid():
        return _saved(request, form.cleaned_data["name"], form.cleaned_data["language"])
    context = {"form": form, "person": person, "places": places_of(request.actor, person)}
    status = 422 if form.is_bound else 200
    return render(request, "accounts/profile.html", context, status=status)


def _saved(request: Request, name: str, language: str) -> HttpResponse:
    set_name(request.actor, name=name, now=clock.now())
    set_language(request.actor, language=language, now=clock.now())
    with translation.override(language):
        notify(request, _("Saved"))
    return keep_language(redirect("accounts:profile"), language)


@signed_in("POST")
def leave_everywhere(request: Request) -> HttpResponse:
    sign_out_everywhere(request.actor, now=clock.now())
    logout(request)
    notify(request, _("You are signed out in every browser."))
    return redirect(settings.LOGIN_URL)


def keep_language(response: HttpResponse, language: str) -> HttpResponse:
    """Remember the choice in this browser, for pages before and after signing in."""
    response.set_cookie(
        COOKIE_NAME,
        language,
        max_age=_YEAR_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _self(request: Request) -> PersonView:
    if request.actor.uid is None:
        raise NotFound("accounts.no_person")
    return person_for(request.actor, request.actor.uid)
