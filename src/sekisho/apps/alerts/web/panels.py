"""What this room puts into other pages: an ask's board, Today, the palette."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sekisho.apps.alerts.queries.alerts import find_alerts, untold_alerts
from sekisho.apps.alerts.queries.notices import alert_of_ask
from sekisho.apps.alerts.web.words import said
from sekisho.kernel import clock
from sekisho.kernel.actor import Actor
from sekisho.ui.slots import Found, Panel


def ask_panel(actor: Actor, subject: Any) -> Panel | None:
    """The way from an ask's board to the notice's board; `subject` is an AskView."""
    found = alert_of_ask(subject.id)
    if found is None:
        return None
    return Panel("alerts/parts/of_ask.html", {"ask": subject, "alert_uid": found})


def today_panel(actor: Actor, _subject: Any) -> Panel | None:
    """Alerts whose present version nobody has been told of."""
    rows = [
        {"alert": one, "title": said(one.text.title)}
        for one in untold_alerts(actor, now=clock.now())
    ]
    return Panel("alerts/parts/today.html", {"rows": rows}) if rows else None


def find(actor: Actor, words: str) -> tuple[Found, ...]:
    """Alerts for the palette."""
    return tuple(
        Found(said(one.text.title), _("Alert"), reverse("alerts:alert", args=[one.uid]))
        for one in find_alerts(actor, words)
    )
