"""Where upper rooms put their part into pages of lower rooms: navigation, panels, first steps,
pages of long work, sentences of the audit record.

A room registers in its `apps.py`; the page asks for what the present actor may see. A panel's
source is a function of (actor, subject id) and goes through its own room's gate.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from sekisho.kernel.actor import NOBODY, Actor, Capability
from sekisho.ui.templatetags.still import forget_still

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


@dataclass(frozen=True, slots=True)
class Step:
    """One first step of a new installation: words, address name, and whether it is done."""

    order: int
    key: str
    label: type_text
    url_name: str
    is_done: Callable[[Actor], bool]
    capability: Capability = Capability.RUN


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A first step as one actor sees it."""

    key: str
    label: type_text
    url: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class RunPage:
    """What a kind of long work is called, and where its subject can be seen afterwards."""

    label: type_text
    url: Callable[[uuid.UUID | None], str] | None = None
    next_label: type_text = ""
    past_label: type_text = ""


PanelSource = Callable[[Actor, Any], Panel | None]
Finder = Callable[[Actor, str], tuple[Found, ...]]

_entries: dict[str, Entry] = {}
_places: dict[str, str] = {}
_panels: dict[str, list[tuple[int, str, PanelSource]]] = {}
_finders: dict[str, Finder] = {}
_steps: dict[str, Step] = {}
_runs: dict[str, RunPage] = {}
_verbs: dict[str, type_text] = {}


def register_entry(entry: Entry) -> None:
    """Add a navigation entry; registering the same address again replaces it."""
    _entries[entry.url_name] = entry
    _urls.cache_clear()
    forget_still()


def register_place(prefix: str, url_name: str) -> None:
    """Show the pages under this address, which have no entry of their own, as lying under one."""
    _places[prefix] = url_name
    _urls.cache_clear()
    forget_still()


def register_panel(slot: str, name: str, source: PanelSource, *, order: int = 100) -> None:
    """Add a panel to a slot such as "partner" or "today"; the same name replaces."""
    kept = [row for row in _panels.get(slot, []) if row[1] != name]
    _panels[slot] = sorted([*kept, (order, name, source)], key=lambda row: row[:2])


def register_finder(name: str, finder: Finder) -> None:
    """Add a source of the palette's results."""
    _finders[name] = finder


def register_step(step: Step) -> None:
    """Add a first step of a new installation; the same key replaces."""
    _steps[step.key] = step


def register_run(
    kind: str,
    label: type_text,
    url: Callable[[uuid.UUID | None], str] | None = None,
    next_label: type_text = "",
    past_label: type_text = "",
) -> None:
    """Name a kind of long work, and as what it stands when it is done.

    `url` takes the run's subject and answers where to go next.
    """
    _runs[kind] = RunPage(label, url, next_label, past_label)


def register_verbs(sentences: Mapping[str, type_text]) -> None:
    """Add the sentences of a room's audit verbs; `%(count)s` is replaced by the entry's count."""
    _verbs.update(sentences)


def steps_for(actor: Actor) -> tuple[ShownStep, ...]:
    """The first steps that this actor may take, in order, with their real state."""
    mine = [step for step in _steps.values() if actor.can(step.capability)]
    return tuple(
        ShownStep(step.key, step.label, reverse(step.url_name), step.is_done(actor))
        for step in sorted(mine, key=lambda step: step.order)
    )


def run_page(kind: str) -> RunPage:
    """The registered page of a kind of work; an unknown kind shows its own name."""
    return _runs.get(kind, RunPage(kind))


def verb_sentence(verb: str, count: int) -> str:
    """What an audit entry says, in the reader's language; an unknown verb shows itself."""
    sentence = _verbs.get(verb)
    return verb if sentence is None else str(sentence) % {"count": f"{count:,}"}


def known_verbs() -> tuple[tuple[str, type_text], ...]:
    """The verbs that have a sentence, sorted by verb."""
    return tuple(sorted(_verbs.items(), key=lambda row: row[0]))


def panels_for(slot: str, actor: Actor, subject: Any = None) -> tuple[Panel, ...]:
    """The panels of a slot that have something to show this actor, in their order."""
    found = (source(actor, subject) for _order, _name, source in _panels.get(slot, []))
    return tuple(panel for panel in found if panel is not None)


def drawn_panels(request: HttpRequest, slot: str, subject: Any = None) -> tuple[SafeString, ...]:
    """The panels of a slot as HTML, each drawn with its own context and nothing else's."""
    actor: Actor = getattr(request, "actor", NOBODY)
    return tuple(
        render_to_string(panel.template, dict(panel.context), request=request)
        for panel in panels_for(slot, actor, subject)
    )


def find_for(actor: Actor, query: str) -> tuple[Found, ...]:
    """What the palette shows for a query, room by room."""
    return tuple(hit for finder in _finders.values() for hit in finder(actor, query))


@dataclass(frozen=True, slots=True)
class Navigation:
    """Where those who may do this can go, with the entry that is open: drawn once for them all."""

    capabilities: frozenset[Capability]
    here: str

    @property
    def groups(self) -> list[dict[str, Any]]:
        """Groups with the entries that may be opened; empty groups are left out."""
        groups = []
        for key, label in GROUPS:
            rows = [entry for entry in _entries.values() if entry.group == key]
            rows = [entry for entry in rows if entry.capability in self.capabilities]
            entries = [_shown(one, self.here) for one in sorted(rows, key=lambda one: one.order)]
            if entries:
                groups.append({"key": key, "label": label, "entries": entries})
        return groups


def navigation_for(actor: Actor, path: str) -> Navigation:
    """Where this actor can go from the page at this address."""
    may = frozenset(capability for capability in Capability if actor.can(capability))
    here = max((url for url in _urls() if path.startswith(url)), key=len, default="")
    return Navigation(may, _urls().get(here, ""))


@cache
def _urls() -> dict[str, str]:
    """Addresses with that of their entry; a page lies under the longest one that begins its own."""
    own = {reverse(entry.url_name): reverse(entry.url_name) for entry in _entries.values()}
    return own | {prefix: reverse(name) for prefix, name in _places.items()}


def _shown(entry: Entry, here: str) -> dict[str, Any]:
    url = reverse(entry.url_name)
    is_current = url == here
    return {"label": entry.label, "url": url, "icon": entry.icon, "is_current": is_current}


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of every page: who acts and where one can go."""
    actor = getattr(request, "actor", NOBODY)
    return {
        "actor": actor,
        "navigation": navigation_for(actor, request.path) if actor.grants else None,
    }
