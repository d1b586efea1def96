"""Stories: the list, one played with and without its changes, on own organisations, as files."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sekisho.apps.chain.actions.stories import copy_story
from sekisho.apps.chain.queries.labels import labels_for, nodes_named
from sekisho.apps.chain.queries.overview import columns_for, row_of
from sekisho.apps.chain.queries.standing import standing_for
from sekisho.apps.chain.queries.stories import (
    StoryView,
    outcomes_for,
    own_stories_for,
    own_story_for,
    shipped_stories,
    shipped_story,
)
from sekisho.apps.chain.queries.studies import may_change
from sekisho.apps.chain.web.files import PICTURES, picture_file, table_file
from sekisho.apps.chain.web.start import stop_row
from sekisho.apps.chain.web.story_picture import Scene, story_picture
from sekisho.apps.chain.web.story_words import names_of, story_table, telling, variant_rows
from sekisho.apps.inventory.forms import said
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify

_ROLE = "as_"
_LONGEST = 120


@office(Capability.VIEW, "GET")
def stories(request: Request) -> HttpResponse:
    """Built-in stories and own ones."""
    shipped = [_card(one, reverse("chain:story", args=[one.origin])) for one in shipped_stories()]
    own = [
        {**_card(one, reverse("chain:own_story", args=[one.uid])), "origin": one.origin}
        for one in own_stories_for(request.actor)
    ]
    return render(
        request, "chain/stories.html", {"on_stories": True, "shipped": shipped, "own": own}
    )


@office(Capability.VIEW, "GET")
def story(request: Request, key: str) -> HttpResponse:
    """A built-in story."""
    return _page(request, shipped_story(key))


@office(Capability.VIEW, "GET")
def own_story(request: Request, uid: uuid.UUID) -> HttpResponse:
    """A story that somebody changed."""
    return _page(request, own_story_for(request.actor, uid))


@office(Capability.VIEW, "GET")
def story_file(request: Request, key: str, ending: str) -> HttpResponse:
    """Picture or table of a built-in story."""
    return _file(request, shipped_story(key), ending)


@office(Capability.VIEW, "GET")
def own_story_file(request: Request, uid: uuid.UUID, ending: str) -> HttpResponse:
    """Picture or table of a changed story."""
    return _file(request, own_story_for(request.actor, uid), ending)


@office(Capability.FOLLOW_UP, "POST")
def story_copy(request: Request, key: str) -> HttpResponse:
    """Copy a built-in story, so that it can be changed."""
    uid = copy_story(request.actor, view=shipped_story(key), now=clock.now())
    notify(request, _("Copied. Change what is different with you."))
    may = may_change(request.actor, Capability.FOLLOW_UP)
    return redirect("chain:own_story_edit" if may else "chain:own_story", uid=uid)


def _card(view: StoryView, url: str) -> dict[str, Any]:
    return {
        "title": said(view.story.title),
        "lead": said(view.story.lead),
        "lesson": said(view.story.lesson),
        "url": url,
        "changes": [said(one.names) for one in view.story.changes],
    }


def _page(request: Request, view: StoryView) -> HttpResponse:
    chosen = _chosen(request, view)
    outcomes = outcomes_for(view, chosen)
    mapped = _mapped(request, view)
    names = names_of(view.story, {key: one["name"] for key, one in mapped.items()})
    title = said(view.story.title)
    pictures = [
        story_picture(Scene(view.story, one, names), title=title)
        for one in (outcomes[0], outcomes[-1])
    ]
    rests = outcomes[0].provenance
    context = {
        "on_stories": True,
        "view": view,
        "title": title,
        "lead": said(view.story.lead),
        "lesson": said(view.story.lesson),
        "rows": variant_rows(view, outcomes[:-1]),
        "has_records": any(one.records for one in outcomes),
        "before": {**telling(view, outcomes[0], names), "picture": pictures[0]},
        "after": {**telling(view, outcomes[-1], names), "picture": pictures[1]},
        "options": [
            {"key": one.key, "words": said(one.names), "is_on": one.key in chosen}
            for one in view.story.changes
        ],
        "roles": _roles(request, view, mapped),
        "own_rows": [one["row"] for one in mapped.values() if one["row"]],
        "query": request.GET.urlencode(),
        "strike": names.get(view.story.strike, ""),
        "strike_days": f"{view.story.strike_days:g}",
        "may_change": may_change(request.actor, Capability.FOLLOW_UP),
        "digest": rests.snapshot[:12],
        "version": rests.parameters,
        "seed": rests.seed,
    }
    return render(request, "chain/story.html", context)


def _chosen(request: Request, view: StoryView) -> frozenset[str]:
    """The changes ticked; all of them while nothing was chosen."""
    if "chosen" not in request.GET:
        return frozenset(one.key for one in view.story.changes)
    return frozenset(request.GET.getlist("change"))


def _roles(
    request: Request, view: StoryView, mapped: dict[str, dict[str, Any]]
) -> Sequence[dict[str, Any]]:
    """Who plays whom: a field for each organisation of the story."""
    return [
        {
            "name": f"{_ROLE}{body.key}",
            "words": said(body.names),
            "value": request.GET.get(f"{_ROLE}{body.key}", "")[:_LONGEST],
            "found": mapped[body.key]["name"] if body.key in mapped else "",
            "is_lost": bool(request.GET.get(f"{_ROLE}{body.key}")) and body.key not in mapped,
        }
        for body in view.story.bodies
    ]


def _mapped(request: Request, view: StoryView) -> dict[str, dict[str, Any]]:
    """For each role that an own organisation plays: its name, and its row in the own chain."""
    wanted = {
        body.key: request.GET.get(f"{_ROLE}{body.key}", "").strip()[:_LONGEST]
        for body in view.story.bodies
    }
    if not any(wanted.values()):
        return {}
    standing = standing_for(request.actor, now=clock.now())
    if standing is None:
        return {}
    chain, found = standing.chain, {}
    for key, words in wanted.items():
        nodes = nodes_named(request.actor, chain, words)
        labels = labels_for(request.actor, chain, nodes)
        label = next((labels[n] for n in nodes if labels[n].kind == "organisation"), None)
        if label is not None and label.company is not None:
            row = stop_row(row_of(columns_for(chain), label))
            found[key] = {"name": said(label.company.names), "row": row}
    return found


def _file(request: Request, view: StoryView, ending: str) -> HttpResponse:
    outcomes = outcomes_for(view, _chosen(request, view))
    mapped = _mapped(request, view)
    names = names_of(view.story, {key: one["name"] for key, one in mapped.items()})
    if ending in PICTURES:
        shown = outcomes[0] if request.GET.get("side") != "after" else outcomes[-1]
        scene = Scene(view.story, shown, names)
        svg = story_picture(scene, title=said(view.story.title), is_file=True)
        return picture_file(request, svg, ending, "story")
    return table_file(request, story_table(view, outcomes[:-1], names), ending, "story")
