"""The list of alerts, one alert with its versions, writing it down and changing it."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sekisho.apps.accounts.queries import names_of
from sekisho.apps.alerts.actions.alerts import create_alert, revise_alert, withdraw_alert
from sekisho.apps.alerts.forms import (
    KIND_WORDS,
    TLP_SHORT,
    ActionRows,
    NewAlertForm,
    RevisedAlertForm,
    actions_in,
    initial_of,
    rows_of,
)
from sekisho.apps.alerts.queries.alerts import (
    STATES,
    AlertLine,
    NoticeLine,
    alert_counts,
    alert_for,
    alerts_for,
    editions_of,
    notices_of,
)
from sekisho.apps.alerts.queries.templates import templates
from sekisho.apps.alerts.web.words import STATE_LOOKS, issued_on, said
from sekisho.apps.organisations.queries import group_members_for
from sekisho.engines.notices import AlertText
from sekisho.kernel import clock
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import Conflict, Invalid, NotFound
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify
from sekisho.ui.paging import page_number
from sekisho.ui.problems import sentence_of


@office(Capability.VIEW, "GET")
def listing(request: Request) -> HttpResponse:
    """Every alert within sight, last changed first."""
    state = request.GET.get("state", "")
    page = alerts_for(request.actor, now=clock.now(), state=state, page=page_number(request.GET))
    context = {
        "page": page,
        "rows": [_row(line) for line in page],
        "counts": alert_counts(request.actor),
        "is_narrow": state in STATES,
        "can_run": request.actor.can(Capability.RUN),
    }
    return render(request, "alerts/list.html", context)


@office(Capability.RUN, "GET")
def choose(request: Request) -> HttpResponse:
    """Which shipped template to begin with, or none."""
    rows = [
        {"key": one.key, "title": said(one.text.title), "issuer": said(one.text.issuer),
         "use": said(one.use), "actions": len(one.text.actions), "text": one.text}
        for one in templates()
    ]  # fmt: skip
    return render(request, "alerts/choose.html", {"rows": rows})


@office(Capability.RUN, "GET", "POST")
def new(request: Request) -> HttpResponse:
    """Write an alert down, perhaps from a template."""
    begun = _template(request.GET.get("from", ""))
    given = request.POST if request.method == "POST" else None
    initial = initial_of(begun) if begun else {}
    form = NewAlertForm(given, initial=initial, places=_places(request.actor))
    rows = ActionRows(given, prefix="actions", initial=rows_of(begun) if begun else [])
    if given is not None and form.is_valid() and rows.is_valid():
        uid = create_alert(
            request.actor,
            organisation_uid=uuid.UUID(form.cleaned_data["organisation"]),
            text=form.text(actions_in(rows)),
            now=clock.now(),
        )
        notify(request, _("The alert is written down. Nobody has been told yet."))
        return redirect("alerts:alert", uid=uid)
    context = {"form": form, "rows": rows, "back_url": reverse("alerts:list")}
    return render(request, "alerts/edit.html", context, status=200 if given is None else 422)


@office(Capability.RUN, "GET", "POST")
def edit(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Change an alert: a draft freely, a sent one as a correction or as a new version."""
    alert = alert_for(request.actor, uid, Capability.RUN)
    given = request.POST if request.method == "POST" else None
    initial = {**initial_of(alert.text), "revision": alert.revision}
    form = RevisedAlertForm(given, initial=initial, is_sent=alert.is_sent)
    rows = ActionRows(given, prefix="actions", initial=rows_of(alert.text))
    if given is not None and form.is_valid() and rows.is_valid():
        try:
            how = form.revising()
            text = form.text(actions_in(rows))
            revise_alert(request.actor, uid=uid, text=text, how=how, now=clock.now())
        except (Invalid, Conflict) as problem:
            form.add_error(None, sentence_of(problem))
        else:
            said_now = _("A new version is kept. Tell its recipients now.")
            notify(request, said_now if how.is_material else _("Saved."))
            return redirect("alerts:alert", uid=uid)
    context = {"form": form, "rows": rows, "alert": alert, "title": said(alert.text.title)}
    context["back_url"] = reverse("alerts:alert", args=[uid])
    return render(request, "alerts/edit.html", context, status=200 if given is None else 422)


@office(Capability.VIEW, "GET")
def alert(request: Request, uid: uuid.UUID) -> HttpResponse:
    """One alert: what it says, who has been told, how it has changed."""
    found = alert_for(request.actor, uid)
    editions = editions_of(found)
    names = names_of({one.by_uid for one in editions})
    context = {
        "alert": found,
        "tlp": TLP_SHORT[found.text.tlp],
        "title": said(found.text.title),
        "issuer": said(found.text.issuer),
        "asker": said(found.organisation.names),
        "issued_on": issued_on(found.text),
        "actions": [said(one.text) for one in found.text.actions],
        "notices": [_notice(one) for one in notices_of(request.actor, found, now=clock.now())],
        "editions": [
            {"edition": one, "note": said(one.note), "by": names.get(one.by_uid, "")}
            for one in editions
        ],
        "can_run": request.actor.can(Capability.RUN),
    }
    return render(request, "alerts/alert.html", context)


@office(Capability.RUN, "GET", "POST")
def withdraw(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Take an alert back, after a look at what ends with it."""
    found = alert_for(request.actor, uid, Capability.RUN)
    if request.method == "POST":
        withdraw_alert(request.actor, uid=uid, now=clock.now())
        notify(request, _("The alert is withdrawn; its asks have ended."))
        return redirect("alerts:alert", uid=uid)
    notices = notices_of(request.actor, found, now=clock.now())
    asks = [one for one in notices if one.ask.state == "open"]
    count = len(asks)
    context = {
        "title": _("Withdraw this alert"),
        "summary": said(found.text.title),
        "facts": [(_("Open asks that end"), count)],
        "warning": _("Links end and nobody can answer any more. Tell recipients why."),
        "button": ngettext("Withdraw and end %(n)s ask", "Withdraw and end %(n)s asks", count)
        % {"n": count},
        "action_url": reverse("alerts:withdraw", args=[uid]),
        "cancel_url": reverse("alerts:alert", args=[uid]),
        "is_erasing": True,
    }
    return render(request, "ui/confirm.html", context)


def _row(line: AlertLine) -> dict[str, Any]:
    return {
        "line": line,
        "alert": line.alert,
        "title": said(line.alert.text.title),
        "issuer": said(line.alert.text.issuer),
        "issued_on": issued_on(line.alert.text),
        "tlp": TLP_SHORT[line.alert.text.tlp],
        "look": STATE_LOOKS[line.alert.state],
        "asker": said(line.alert.organisation.names),
    }


def _notice(one: NoticeLine) -> dict[str, Any]:
    name = "asks:draft" if one.ask.is_draft else "alerts:board"
    return {
        "line": one,
        "url": reverse(name, args=[one.ask.uid]),
        "kind": KIND_WORDS[one.kind],
    }


def _places(actor: Actor) -> list[tuple[str, str]]:
    return [(str(one.uid), said(one.names)) for one in group_members_for(actor, Capability.RUN)]


def _template(key: str) -> AlertText | None:
    if not key:
        return None
    found = next((one for one in templates() if one.key == key), None)
    if found is None:
        raise NotFound("alerts.not_there")
    return found.text
