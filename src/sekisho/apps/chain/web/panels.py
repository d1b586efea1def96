"""What this room puts into other pages: the partner page."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from sekisho.apps.chain.queries.partner import partner_row
from sekisho.apps.chain.web.start import stop_row
from sekisho.apps.organisations.queries import organisation_for
from sekisho.kernel import clock
from sekisho.kernel.actor import Actor, Capability
from sekisho.ui.entrances import Request, office
from sekisho.ui.slots import Panel


def partner_panel(actor: Actor, subject: uuid.UUID) -> Panel | None:
    """Where to see what stops with a partner; the figures follow, for they take longer."""
    organisation_for(actor, subject)
    return Panel("chain/parts/of_partner.html", {"uid": subject})


@office(Capability.VIEW, "GET")
def partner(request: Request, uid: uuid.UUID) -> HttpResponse:
    """The figures of one partner, put into its page once they are reckoned."""
    organisation_for(request.actor, uid)
    row = partner_row(request.actor, uid, now=clock.now())
    context = {"row": stop_row(row) if row is not None else None, "uid": uid}
    return render(request, "chain/parts/partner_figures.html", context)


def start_url(_uid: uuid.UUID | None) -> str:
    """Where the reckoned chain is seen."""
    return reverse("chain:start")
