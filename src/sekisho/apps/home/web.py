"""The first page, today's page, the first set-up, finding by name, and the language switch."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from sekisho.apps.accounts.actions import HOME_PLACEHOLDER, set_language
from sekisho.apps.accounts.queries import person_for
from sekisho.apps.accounts.web.own import keep_language
from sekisho.apps.home.forms import SetupForm
from sekisho.apps.organisations.actions import update_organisations
from sekisho.apps.organisations.queries import home_view, is_taken, organisation_for
from sekisho.kernel import clock
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import Conflict
from sekisho.ui.entrances import Request, office, public, signed_in
from sekisho.ui.notices import notify
from sekisho.ui.problems import words_for
from sekisho.ui.slots import drawn_panels, find_for, steps_for

_LONGEST_QUERY = 100
_DISMISSED = "sekisho_no_factor_hint"
_MONTH_SECONDS = 30 * 24 * 3600


@public("GET", because="The bare address leads to one's day, or to signing in.")
def first_page(request: Request) -> HttpResponse:
    return redirect("home:today")


@signed_in("GET")
def today(request: Request) -> HttpResponse:
    """Open to everybody who signed in, so that one without a role learns whom to ask."""
    if request.enrolment_url:
        return redirect(request.enrolment_url)
    steps = steps_for(request.actor)
    left = sum(not step.is_done for step in steps)
    context = {
        "wants_factor": _wants_factor(request),
        "panels": drawn_panels(request, "today") if request.actor.grants else (),
        "steps": steps if left else (),
        "steps_done": len(steps) - left,
        "steps_total": len(steps),
        "now": clock.now(),
    }
    return render(request, "home/today.html", context)


def _wants_factor(request: Request) -> bool:
    """A local trial only offers administrators the second factor, until they say not now."""
    is_asked = request.actor.can(Capability.ADMINISTER) and not settings.SEKISHO_BASE_URL
    if not is_asked or request.COOKIES.get(_DISMISSED) or request.actor.uid is None:
        return False
    return not person_for(request.actor, request.actor.uid).has_second_factor


@signed_in("POST")
def dismiss(request: Request) -> HttpResponse:
    """Put the hint away in this browser for a month."""
    response = redirect("home:today")
    response.set_cookie(
        _DISMISSED,
        "yes",
        max_age=_MONTH_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@office(Capability.ADMINISTER, "GET", "POST")
def setup(request: Request) -> HttpResponse:
    """Name the home organisation; whoever administers only below it finds nothing here."""
    home = organisation_for(request.actor, home_view().uid, Capability.ADMINISTER)
    given = {
        "name": "" if home.name == HOME_PLACEHOLDER.name else home.name,
        "name_en": "" if home.name_en == HOME_PLACEHOLDER.name_en else home.name_en,
        "country": home.country,
        "corporate_number": home.corporate_number or "",
    }
    form = SetupForm(request.POST or None, initial=given)
    if request.method == "POST" and form.is_valid() and not _is_number_taken(form, home.id):
        update_organisations(request.actor, changes={home.id: form.cleaned_data}, now=clock.now())
        notify(request, _("Saved"))
        return redirect("home:today")
    context = {"form": form, "zone": settings.TIME_ZONE}
    status = 422 if form.is_bound else 200
    return render(request, "home/setup.html", context, status=status)


def _is_number_taken(form: SetupForm, own: int) -> bool:
    """Whether a partner in the register has this corporate number; the form then says so."""
    number = form.cleaned_data["corporate_number"]
    if not number or not is_taken("corporate_number", number, but=own):
        return False
    words = words_for(Conflict("partners.number_taken", number=number))
    form.add_error("corporate_number", words[0])
    return True


def is_home_named(actor: Actor) -> bool:
    """Whether somebody has replaced the placeholder."""
    return home_view().name != HOME_PLACEHOLDER.name


@office(Capability.VIEW, "GET")
def search(request: Request) -> HttpResponse:
    """The results on a page of their own, for a browser without scripts."""
    query = _query(request)
    context = {"query": query, "found": find_for(request.actor, query) if query else ()}
    return render(request, "home/search.html", context)


@office(Capability.VIEW, "GET")
def palette(request: Request) -> HttpResponse:
    query = _query(request)
    found = find_for(request.actor, query) if query else ()
    return render(request, "ui/parts/palette_results.html", {"found": found})


def _query(request: Request) -> str:
    return request.GET.get("q", "").strip()[:_LONGEST_QUERY]


@public("POST", because="Everybody chooses a language, respondents and people signing in too.")
def language(request: Request) -> HttpResponse:
    chosen = request.POST.get("language", "")
    if chosen not in dict(settings.LANGUAGES):
        chosen = settings.LANGUAGE_CODE
    set_language(request.actor, language=chosen, now=clock.now())
    translation.activate(chosen)
    return keep_language(redirect(_own_path(request.POST.get("next", ""))), chosen)


def _own_path(url: str) -> str:
    """A path of this site, never another host."""
    is_ours = url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)
    return url if is_ours else "/"
