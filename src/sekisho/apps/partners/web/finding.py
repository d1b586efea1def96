"""What the palette finds in the register, and whether its first step is done."""

from __future__ import annotations

import uuid

from django.urls import reverse
from django.utils.translation import gettext as _

from sekisho.apps.partners.queries.pages import find_partners, has_partners
from sekisho.kernel.actor import Actor
from sekisho.ui.slots import Found


def found_partners(actor: Actor, query: str) -> tuple[Found, ...]:
    """Partners and group companies by any part of name, code or number."""
    return tuple(
        Found(
            label=" ".join(filter(None, (one.own_code, one.name))),
            kind=_("Group company") if one.is_group else _("Partner"),
            url=reverse("partners:partner", args=[one.uid]),
        )
        for one in find_partners(actor, query)
    )


def is_begun(actor: Actor) -> bool:
    """Whether there is a partner to look after."""
    return has_partners(actor)


def import_url(uid: uuid.UUID | None) -> str:
    """Where the report or result of an import stands."""
    return reverse("partners:import", args=[uid])
