"""A public page: did the office really send the letter that carries this check number?"""

from __future__ import annotations

from http import HTTPStatus

from allauth.core.ratelimit import consume
from django.http import HttpResponse
from django.shortcuts import render

from sekisho.apps.asks.queries.genuine import genuine_letter_for
from sekisho.apps.portal.forms.entry import CheckForm
from sekisho.apps.portal.web.entry import asker_name
from sekisho.kernel.actor import NOBODY
from sekisho.ui.entrances import Request, public


@public("GET", "POST", because="lets a recipient see that a letter is genuine; names no recipient")
def check(request: Request) -> HttpResponse:
    """Type the number, read who sent the letter and when; an unknown number is said plainly."""
    form = CheckForm(request.POST if request.method == "POST" else None)
    if not consume(request, action="check_letter"):
        return _later(request)
    context = {"form": form, "asker": asker_name(request), "is_asked": form.is_valid()}
    if form.is_valid():
        found = genuine_letter_for(NOBODY, form.cleaned_data["number"])
        context["found"] = found
        if found is not None:
            context["sender"] = found.asker.in_language(request.LANGUAGE_CODE)
            context["department"] = found.department.in_language(request.LANGUAGE_CODE)
    return render(request, "portal/check.html", context, status=422 if form.errors else 200)


def _later(request: Request) -> HttpResponse:
    """Too many numbers from one address: the same for every number, or trying would tell."""
    form = CheckForm()
    context = {"form": form, "asker": asker_name(request), "is_too_often": True}
    return render(request, "portal/check.html", context, status=HTTPStatus.TOO_MANY_REQUESTS)
