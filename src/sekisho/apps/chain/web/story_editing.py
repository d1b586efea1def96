"""Changing a copied story by forms, comparing it with the original, removing it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sekisho.apps.chain.actions.stories import change_story, copy_story, remove_story
from sekisho.apps.chain.forms.stories import (
    LinkForm,
    NamesForm,
    StrikeForm,
    ThingForm,
    element_form,
)
from sekisho.apps.chain.queries.stories import StoryView, own_story_for, shipped_story
from sekisho.apps.chain.web.story_words import names_of
from sekisho.apps.inventory.forms import heading_of, said
from sekisho.apps.inventory.queries.catalogue import catalogue
from sekisho.engines.inventory import Value, written_value
from sekisho.engines.stories import editing
from sekisho.engines.stories.story import Link, Thing
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.kernel.errors import Invalid, NotFound
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify
from sekisho.ui.problems import sentence_of


@office(Capability.FOLLOW_UP, "GET", "POST")
def edit(request: Request, uid: uuid.UUID) -> HttpResponse:
    """All elements of a story; new ones, its title, and what stands still."""
    view = own_story_for(request.actor, uid, Capability.FOLLOW_UP)
    what = request.POST.get("what", "")
    data = request.POST if request.method == "POST" else None
    forms: dict[str, Any] = {
        "title": NamesForm(data if what == "title" else None, prefix="title",
                           initial=view.story.title.as_dict()),
        "strike": StrikeForm(data if what == "strike" else None, prefix="strike", story=view.story,
                             initial={"at": view.story.strike, "days": view.story.strike_days}),
        "body": NamesForm(data if what == "body" else None, prefix="body"),
        "thing": ThingForm(data if what == "thing" else None, prefix="thing", story=view.story,
                           catalogue=catalogue()),
        "link": LinkForm(data if what == "link" else None, prefix="link", story=view.story,
                         catalogue=catalogue()),
    }  # fmt: skip
    form = forms.get(what)
    if form is not None and form.is_valid():
        try:
            change_story(request.actor, view=view, document=_made(view, what, form),
                         now=clock.now())  # fmt: skip
        except Invalid as problem:
            form.add_error(None, sentence_of(problem))
        else:
            notify(request, _("Saved."))
            return redirect("chain:own_story_edit", uid=uid)
    context = {
        "on_stories": True,
        "view": view,
        "title": said(view.story.title),
        "forms": forms,
        "rows": _rows(view),
        "bodies": [(one.key, said(one.names)) for one in view.story.bodies],
        "differences": _differences(view),
    }
    return render(request, "chain/story_edit.html", context, status=422 if form else 200)


def _made(view: StoryView, what: str, form: Any) -> editing.Document:
    given, document = form.cleaned_data, view.document
    if what == "title":
        return editing.with_title(document, form.names)
    if what == "strike":
        return editing.with_strike(document, given["at"], given["days"])
    if what == "body":
        return editing.with_element(document, "bodies", form.names.as_dict())
    if what == "thing":
        row = {"kind": given["kind"], "at": given["at"], **form.names.as_dict()}
        return editing.with_element(document, "things", row)
    row = {"kind": given["kind"], "from": given["source"], "to": given["target"]}
    return editing.with_element(document, "links", row)


@office(Capability.FOLLOW_UP, "GET", "POST")
def element(request: Request, uid: uuid.UUID, key: str) -> HttpResponse:
    """The values of one thing or link; the name of a thing or an organisation."""
    view = own_story_for(request.actor, uid, Capability.FOLLOW_UP)
    data = request.POST if request.method == "POST" else None
    found, body = view.story.element(key), view.story.body(key)
    form: Any
    if found is not None:
        form = element_form(found, catalogue().kind(found.kind), data)
    elif body is not None:
        form = NamesForm(data, initial=body.names.as_dict())
    else:
        raise NotFound("story.no_element", key=key)
    if data is not None and form.is_valid():
        document: Any = view.document
        if not isinstance(found, Link):
            document = editing.with_names(document, key, form.names)
        if found is not None:
            values: dict[str, Value] = {k: v for k, v in form.values.items() if v is not None}
            document = editing.with_values(document, key, values)
        change_story(request.actor, view=view, document=document, now=clock.now())
        notify(request, _("Saved."))
        return redirect("chain:own_story_edit", uid=uid)
    context = {
        "on_stories": True,
        "view": view,
        "form": form,
        "title": _words_of(view, key),
        "kind": said(catalogue().kind(found.kind).label) if found else _("Organisation"),
    }
    return render(request, "chain/story_element.html", context, status=422 if data else 200)


@office(Capability.FOLLOW_UP, "POST")
def take_out(request: Request, uid: uuid.UUID, key: str) -> HttpResponse:
    """Take one element out of a story."""
    view = own_story_for(request.actor, uid, Capability.FOLLOW_UP)
    document = editing.without(view.document, key)
    change_story(request.actor, view=view, document=document, now=clock.now())
    notify(request, _("Taken out."))
    return redirect("chain:own_story_edit", uid=uid)


@office(Capability.FOLLOW_UP, "POST")
def own_copy(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Copy a changed story once more."""
    view = own_story_for(request.actor, uid, Capability.FOLLOW_UP)
    made = copy_story(request.actor, view=view, now=clock.now())
    notify(request, _("Copied. Change what is different with you."))
    return redirect("chain:own_story_edit", uid=made)


@office(Capability.FOLLOW_UP, "GET", "POST")
def remove(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Remove a changed story, after asking once."""
    view = own_story_for(request.actor, uid, Capability.FOLLOW_UP)
    if request.method == "POST":
        remove_story(request.actor, view=view, now=clock.now())
        notify(request, _("Removed."))
        return redirect("chain:stories")
    context = {
        "title": _("Remove this story"),
        "summary": said(view.story.title),
        "warning": _("It cannot be brought back. The built-in story stays."),
        "button": _("Remove the story"),
        "action_url": reverse("chain:own_story_remove", args=[uid]),
        "cancel_url": reverse("chain:own_story", args=[uid]),
        "is_erasing": True,
    }
    return render(request, "ui/confirm.html", context)


def _rows(view: StoryView) -> list[dict[str, Any]]:
    names, story = names_of(view.story, {}), view.story
    rows = []
    parts: Sequence[Thing | Link] = (*story.things, *story.links)
    for one in parts:
        kind = catalogue().kind(one.kind)
        where = names.get(one.body, "") if isinstance(one, Thing) else ""
        told = [
            (
                said(field.label),
                written_value(field, one.values[field.key], (get_language() or "ja")),
            )
            for field in kind.fields
            if field.key in one.values
        ]
        rows.append(
            {
                "key": one.key,
                "name": _words_of(view, one.key),
                "kind": said(kind.label),
                "where": where,
                "told": told,
                "is_needed": one.key in {story.goal, story.strike},
            }
        )
    return rows


def _words_of(view: StoryView, key: str) -> str:
    names, found = names_of(view.story, {}), view.story.element(key)
    if isinstance(found, Link):
        return f"{names.get(found.source, '')} → {names.get(found.target, '')}"
    return names.get(key, key)


def _differences(view: StoryView) -> list[dict[str, str]]:
    """What differs from the built-in story; nothing when that is no longer shipped."""
    try:
        origin = shipped_story(view.origin)
    except NotFound:
        return []
    rows = []
    for one in editing.differences(origin.document, view.document):
        home = view if view.story.element(one.element) else origin
        found = home.story.element(one.element)
        field = catalogue().kind(found.kind).field_of(one.field) if found else None
        rows.append(
            {
                "name": _words_of(home, one.element),
                "field": heading_of(field) if field else _("The whole entry"),
                "before": _value(field, one.before),
                "after": _value(field, one.after),
            }
        )
    return rows


def _value(field: Any, value: Value | None) -> str:
    if field is None:
        return _("there") if value else _("not there")
    return (
        _("not known") if value is None else written_value(field, value, (get_language() or "ja"))
    )
