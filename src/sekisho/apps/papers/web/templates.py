"""Named first letters: kept, changed, brought back, and given to a draft."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sekisho.apps.asks.queries.letters import merged_sample
from sekisho.apps.asks.queries.profiles import REQUEST, faults_of, profiles_for
from sekisho.apps.asks.web.compose_parts import field_names
from sekisho.apps.asks.web.letter_words import faults_by_field
from sekisho.apps.papers.actions.templates import (
    create_template,
    remove_template,
    restore_version,
    save_template,
    use_template,
)
from sekisho.apps.papers.forms import TemplateForm, UseForm, template_initial
from sekisho.apps.papers.queries.templates import (
    SHIPPED,
    shipped,
    template_for,
    templates_for,
    versions_of,
)
from sekisho.engines.letters import Letter
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.kernel.errors import NotFound
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify


@office(Capability.RUN, "GET")
def templates(request: Request) -> HttpResponse:
    """All templates of the companies one asks for."""
    language = request.LANGUAGE_CODE
    context = {
        "rows": [
            (one, one.organisation.in_language(language)) for one in templates_for(request.actor)
        ],
        "shipped": [(key, shipped(key).name.in_language(language)) for key in SHIPPED],
    }
    return render(request, "papers/templates.html", context)


@office(Capability.RUN, "GET", "POST")
def new(request: Request) -> HttpResponse:
    """A template that begins with shipped words, for one of the companies one asks for."""
    companies = [
        (str(one.organisation.uid), one.organisation.names.in_language(request.LANGUAGE_CODE))
        for one in profiles_for(request.actor)
    ]
    if not companies:
        raise NotFound("asks.no_profile")
    first = shipped(request.GET.get("from", REQUEST))
    given = request.POST if request.method == "POST" else None
    initial = template_initial(first, first.name.in_language(request.LANGUAGE_CODE))
    form = TemplateForm(given, initial=initial, companies=companies)
    letter = form.letter(REQUEST) if form.is_bound and form.is_valid() else first
    if form.is_bound and form.is_valid() and not faults_of(letter):
        uid = create_template(
            request.actor,
            organisation_uid=form.company(),
            words=form.words(),
            now=clock.now(),
        )
        notify(request, _("Kept as version 1."))
        return redirect("papers:template", uid=uid)
    return render(
        request,
        "papers/template.html",
        _context(form, letter),
        status=422 if form.is_bound else 200,
    )


@office(Capability.RUN, "GET", "POST")
def template(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Words, fields in words, versions."""
    found = template_for(request.actor, uid)
    given = request.POST if request.method == "POST" else None
    initial = template_initial(found.letter, found.name, found.version)
    form = TemplateForm(given, initial=initial)
    letter = form.letter(REQUEST) if form.is_bound and form.is_valid() else found.letter
    if form.is_bound and form.is_valid() and not faults_of(letter):
        seen = form.cleaned_data["revision"] or 0
        number = save_template(
            request.actor, uid=uid, seen=seen, words=form.words(), now=clock.now()
        )
        notify(request, _("Kept as version %(n)s.") % {"n": number})
        return redirect("papers:template", uid=uid)
    context = {"template": found, "versions": versions_of(found), **_context(form, letter)}
    return render(request, "papers/template.html", context, status=422 if form.is_bound else 200)


@office(Capability.RUN, "GET")
def version(request: Request, uid: uuid.UUID, number: int) -> HttpResponse:
    """One version beside the present one's name, both languages side by side."""
    found = template_for(request.actor, uid)
    shown = next((one for one in versions_of(found) if one.number == number), None)
    if shown is None:
        raise NotFound("papers.no_template")
    samples = () if faults_of(shown.letter) else merged_sample(shown.letter)
    context = {"template": found, "version": shown, "samples": samples}
    return render(request, "papers/version.html", context)


@office(Capability.RUN, "POST")
def restore(request: Request, uid: uuid.UUID, number: int) -> HttpResponse:
    """Make the words of an older version the newest."""
    now_at = restore_version(request.actor, uid=uid, number=number, now=clock.now())
    notify(request, _("Kept as version %(n)s.") % {"n": now_at})
    return redirect("papers:template", uid=uid)


@office(Capability.RUN, "POST")
def remove(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Offer a template no more."""
    remove_template(request.actor, uid=uid, now=clock.now())
    notify(request, _("The template is offered no more."))
    return redirect("papers:templates")


@office(Capability.RUN, "POST")
def use(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Give a draft the words of a template."""
    form = UseForm(request.POST)
    if not form.is_valid():
        raise NotFound("papers.no_template")
    given = form.cleaned_data
    use_template(
        request.actor,
        ask_uid=uid,
        uid=given["template"],
        revision=given["revision"],
        now=clock.now(),
    )
    notify(request, _("The draft has the words of the template now."))
    return redirect("asks:letter", uid=uid)


def _context(form: TemplateForm, letter: Letter) -> dict[str, Any]:
    faults = faults_of(letter)
    return {
        "form": form,
        "faults": faults_by_field(faults),
        "fields": field_names(),
        "samples": () if faults else merged_sample(letter),
    }
