"""Setting the sentences of fair dealing once for a company."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sekisho.apps.fairness.actions.profiles import save_fair_settings
from sekisho.apps.fairness.forms import FairSettingsForm, settings_initial
from sekisho.apps.fairness.queries.profiles import AUDIENCES, FairProfileView, fair_profiles_for
from sekisho.apps.fairness.web.words import said
from sekisho.engines.fairness import FairWords
from sekisho.kernel import clock
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import NotFound
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify


@office(Capability.RUN, "GET", "POST")
def settings(request: Request) -> HttpResponse:
    """The sentences of one company, with the shipped words beside them."""
    chosen, every = _chosen(request.actor, request.GET.get("company", ""))
    given = request.POST if request.method == "POST" else None
    form = FairSettingsForm(given, initial=settings_initial(chosen.settings))
    if form.is_valid():
        save_fair_settings(
            request.actor,
            organisation_uid=chosen.organisation.uid,
            settings=form.settings(),
            now=clock.now(),
        )
        notify(request, _("Saved."))
        return redirect(_at(chosen))
    context = {
        "form": form,
        "profile": chosen,
        "name": said(chosen.organisation.names),
        "companies": [
            {
                "label": said(one.organisation.names),
                "url": _at(one),
                "is_chosen": one == chosen,
                "is_done": one.updated_at is not None,
            }
            for one in every
        ],
        "shipped": FairWords(),
        "audiences": AUDIENCES,
    }
    status = 422 if form.errors else 200
    return render(request, "fairness/settings.html", context, status=status)


def _chosen(actor: Actor, wanted: str) -> tuple[FairProfileView, tuple[FairProfileView, ...]]:
    found = fair_profiles_for(actor)
    if not found:
        raise NotFound("fairness.no_profile")
    chosen = next((one for one in found if str(one.organisation.uid) == wanted), None)
    if chosen is None and wanted:
        raise NotFound("fairness.no_profile")
    return chosen or found[0], found


def _at(profile: FairProfileView) -> str:
    return f"{reverse('fairness:settings')}?company={profile.organisation.uid}"
