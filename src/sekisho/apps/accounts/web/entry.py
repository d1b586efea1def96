"""The one-time way in. Opening the link shows a neutral page; only the form changes anything."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib.auth import load_backend, logout
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render

from sekisho.apps.accounts.actions import use_sign_in_link
from sekisho.apps.accounts.forms import FirstPasswordForm, OpeningForm
from sekisho.apps.accounts.queries import is_opening, sign_in_person
from sekisho.kernel import clock
from sekisho.kernel.actor import NOBODY
from sekisho.kernel.errors import Invalid, NotFound
from sekisho.ui.entrances import Request, public


@public("GET", "POST", because="A one-time link is how a person comes in for the first time.")
def first_sign_in(request: Request, token: str) -> HttpResponseBase:
    person = sign_in_person(token, now=clock.now())
    if person is None:
        raise NotFound("accounts.sign_in_link_closed")
    given = {"name": person.name, "email": person.email}
    kind = OpeningForm if is_opening(person.uid) else FirstPasswordForm
    form = kind(request.POST or None, initial=given)
    if request.method == "POST" and form.is_valid():
        person_id = _use(form, token)
        if person_id is not None:
            return _enter(request, person_id)
    return _page(request, form, person.email)


def _use(form: FirstPasswordForm, token: str) -> int | None:
    said = form.cleaned_data
    words = {"name": said.get("name", ""), "email": said.get("email", "")}
    try:
        return use_sign_in_link(
            NOBODY, token=token, password=said["password1"], now=clock.now(), **words
        )
    except Invalid as problem:
        form.add_error("password1", str(problem.params["reason"]))
        return None


def _enter(request: Request, person_id: int) -> HttpResponseBase:
    """Through allauth's stages: who has a second factor still gives the code."""
    logout(request)  # whoever was here before leaves; nothing of that session is kept
    user = load_backend(settings.AUTHENTICATION_BACKENDS[0]).get_user(person_id)
    record_authentication(request, user, method="password")
    response: HttpResponseBase = perform_login(request, user)
    return response


def _page(request: Request, form: FirstPasswordForm, email: str) -> HttpResponse:
    status = 422 if form.is_bound else 200
    context = {"form": form, "email": email, "is_opening": isinstance(form, OpeningForm)}
    response = render(request, "accounts/first_sign_in.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "strict-origin"  # the address holds the token
    return response
