"""What this room puts into other pages: the partner page, Today, the palette."""

from __future__ import annotations

import uuid
from typing import Any

from django.urls import reverse

from sekisho.apps.inventory.forms import said
from sekisho.apps.inventory.queries.entries import (
    EntryFilter,
    count_at,
    entries_at,
    entries_for,
)
from sekisho.apps.inventory.queries.proposals import count_waiting, count_waiting_at
from sekisho.apps.inventory.web.words import kinds_with, name_of, row_of
from sekisho.apps.organisations.queries import organisation_for
from sekisho.kernel.actor import Actor, Capability
from sekisho.ui.slots import Found, Panel

_SHOWN, _HITS = 12, 5


def partner_panel(actor: Actor, subject: uuid.UUID) -> Panel | None:
    """What a company has, holds and is joined by."""
    at = organisation_for(actor, subject)
    counts = count_at(actor, at.id)
    may_follow = actor.can(Capability.FOLLOW_UP)
    if not counts and not may_follow:
        return None
    shown = entries_at(actor, at.id, most=_SHOWN)
    context = {
        "company": at,
        "kinds": [row for row in kinds_with(counts) if row[2]],
        "rows": [row_of(one) for one in shown],
        "total": sum(counts.values()),
        "more": max(0, sum(counts.values()) - _SHOWN),
        "waiting": count_waiting_at(actor, at.id),
        "may_follow": may_follow,
    }
    return Panel("inventory/parts/of_partner.html", context)


def today_panel(actor: Actor, _subject: Any) -> Panel | None:
    """Answers that tell of things and wait for somebody to take them over."""
    count = count_waiting(actor) if actor.can(Capability.FOLLOW_UP) else 0
    return Panel("inventory/parts/today.html", {"count": count}) if count else None


def find(actor: Actor, words: str) -> tuple[Found, ...]:
    """Entries for the palette, by name or code."""
    if not words.strip():
        return ()
    page = entries_for(actor, EntryFilter(query=words, sort="-updated"))
    return tuple(
        Found(name_of(one), said(one.kind.label), reverse("inventory:entry", args=[one.uid]))
        for one in page.rows[:_HITS]
    )


def intake_url(uid: uuid.UUID | None) -> str:
    """Where a list stands."""
    return reverse("inventory:intake", args=[uid])
