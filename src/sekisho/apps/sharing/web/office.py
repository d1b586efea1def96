"""The setting of a company, and the choice before a sending."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sekisho.apps.sharing.actions.choices import choose_reuse
from sekisho.apps.sharing.actions.settings import save_setting
from sekisho.apps.sharing.forms import SettingForm
from sekisho.apps.sharing.queries.settings import SettingView, settings_for
from sekisho.apps.sharing.web.words import said
from sekisho.kernel import clock
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import NotFound
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify


@office(Capability.RUN, "GET", "POST")
def settings(request: Request) -> HttpResponse:
    """What one company tells the group."""
    chosen, every = _chosen(request.actor, request.GET.get("company", ""))
    held = chosen.setting
    initial = {"tells_group": held.tells_group, "months": held.months}
    form = SettingForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        at = chosen.organisation.uid
        save_setting(request.actor, organisation_uid=at, setting=form.setting(), now=clock.now())
        notify(request, _("Saved."))
        return redirect(_at(chosen))
    context = {
        "form": form,
        "chosen": chosen,
        "name": said(chosen.organisation.names),
        "companies": [(said(one.organisation.names), _at(one), one) for one in every],
    }
    status = 422 if form.errors else 200
    return render(request, "sharing/settings.html", context, status=status)


@office(Capability.RUN, "POST")
def choose(request: Request, uid: uuid.UUID) -> HttpResponse:
    """How partners who were asked before are met by a draft."""
    choose_reuse(request.actor, uid=uid, mode=request.POST.get("mode", ""), now=clock.now())
    notify(request, _("Kept with this ask."))
    return redirect(f"{reverse('asks:check', args=[uid])}#sharing")


def _chosen(actor: Actor, wanted: str) -> tuple[SettingView, tuple[SettingView, ...]]:
    found = settings_for(actor)
    chosen = next((one for one in found if str(one.organisation.uid) == wanted), None)
    if not found or (chosen is None and wanted):
        raise NotFound("sharing.no_setting")
    return chosen or found[0], found


def _at(one: SettingView) -> str:
    return f"{reverse('sharing:settings')}?company={one.organisation.uid}"
