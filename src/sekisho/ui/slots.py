"""Where upper rooms put their part into pages of lower rooms: navigation and panels.

A room registers in its `apps.py`; the page asks for what the present actor may see. A panel's
source is a function of (actor, subject id) and goes through its own room's gate.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sekisho.kernel.actor import NOBODY, Actor, Capability

type_text = str | Promise

GROUPS: tuple[tuple[str, type_text], ...] = (
    ("today", _("Today")),
    ("know", _("Know")),
    ("ask", _("Ask")),
    ("verify", _("Verify")),
    ("watch", _("Watch")),
    ("respond", _("Respond")),
    ("repair", _("Repair")),
    ("settings", _("Settings")),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the navigation: its group, address name, words, icon and needed capability."""

    group: str
    url_name: str
    label: type_text
    icon: str
    capability: Capability = Capability.VIEW
    order: int = 100


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of somebody else's page: a template of the upper room and its context."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """One hit of the palette: words, kind and address."""

    label: str
    kind: str
    url: str


PanelSource = Callable[[Actor, Any], Panel | None]
Finder = Callable[[Actor, str], tuple[Found, ...]]

_entries: dict[str, Entry] = {}
_panels: dict[str, list[tuple[int, str, PanelSource]]] = {}
_finders: dict[str, Finder] = {}


def register_entry(entry: Entry) -> None:
    """Add a navigation entry; registering the same address again replaces it."""
    _entries[entry.url_name] = entry


def register_panel(slot: str, name: str, source: PanelSource, *, order: int = 100) -> None:
    """Add a panel to a slot such as "partner" or "today"; the same name replaces."""
    kept = [row for row in _panels.get(slot, []) if row[1] != name]
    _panels[slot] = sorted([*kept, (order, name, source)], key=lambda row: row[:2])


def register_finder(name: str, finder: Finder) -> None:
    """Add a source of the palette's results."""
    _finders[name] = finder


def panels_for(slot: str, actor: Actor, subject: Any = None) -> tuple[Panel, ...]:
    """The panels of a slot that have something to show this actor, in their order."""
    found = (source(actor, subject) for _order, _name, source in _panels.get(slot, []))
    return tuple(panel for panel in found if panel is not None)


def find_for(actor: Actor, query: str) -> tuple[Found, ...]:
    """What the palette shows for a query, room by room."""
    return tuple(hit for finder in _finders.values() for hit in finder(actor, query))


def navigation_for(actor: Actor, path: str) -> list[dict[str, Any]]:
    """Groups with the entries that this actor may open; empty groups are left out."""
    groups = []
    for key, label in GROUPS:
        rows = [entry for entry in _entries.values() if entry.group == key]
        rows = [entry for entry in rows if actor.can(entry.capability)]
        entries = [_shown(entry, path) for entry in sorted(rows, key=lambda entry: entry.order)]
        if entries:
            groups.append({"key": key, "label": label, "entries": entries})
    return groups


def _shown(entry: Entry, path: str) -> dict[str, Any]:
    url = reverse(entry.url_name)
    is_current = path == url or (url != "/" and path.startswith(url))
    return {"label": entry.label, "url": url, "icon": entry.icon, "is_current": is_current}


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of every page: who acts and where one can go."""
    actor = getattr(request, "actor", NOBODY)
    return {
        "actor": actor,
        "navigation": navigation_for(actor, request.path) if actor.grants else [],
    }
