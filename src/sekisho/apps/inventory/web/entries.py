"""The list of entries, one entry, and writing it down."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sekisho.apps.inventory.actions.entries import (
    add_entry,
    change_entry,
    remove_entry,
    restore_entry,
)
from sekisho.apps.inventory.forms import EntryForm, Options, initial_of, said
from sekisho.apps.inventory.queries.entries import (
    EntryView,
    entry_for,
    items_at,
    links_of,
)
from sekisho.apps.inventory.web.words import ends_of, fact_rows, look_of, name_of, row_of, today
from sekisho.apps.organisations.queries import OrganisationView, is_reached
from sekisho.engines.inventory import Kind
from sekisho.kernel import clock
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import Conflict, Invalid
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify
from sekisho.ui.problems import sentence_of

_MAY = Capability.FOLLOW_UP


@office(Capability.VIEW, "GET")
def entry(request: Request, uid: uuid.UUID) -> HttpResponse:
    """One entry: its values, how sure each is, and what it hangs on."""
    found = entry_for(request.actor, uid)
    context = {
        "entry": found,
        "name": name_of(found),
        "kind": said(found.kind.label),
        "company": said(found.organisation.names),
        "facts": fact_rows(found),
        "ends": ends_of(found),
        "links": [row_of(one) for one in links_of(request.actor, found.id)],
        "look": look_of(found.weakest),
        "may_change": may_change(request.actor, found),
    }
    return render(request, "inventory/entry.html", context)


@office(_MAY, "GET", "POST")
def edit(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Change name, values or ends; what changes is kept with where it comes from."""
    found = entry_for(request.actor, uid, _MAY)
    form = EntryForm(
        request.POST if request.method == "POST" else None,
        kind=found.kind,
        initial=initial_of(found, today()),
        options=end_options(request.actor, found.kind, found.organisation, found.target),
    )
    target_uid = found.target.uid if found.target else None
    if form.is_valid():
        revision, draft = form.cleaned_data["revision"] or 0, form.draft(target_uid)
        try:
            change_entry(request.actor, uid=uid, revision=revision, draft=draft, now=clock.now())
        except (Conflict, Invalid) as problem:
            form.add_error(None, sentence_of(problem))
        else:
            notify(request, _("Saved."))
            return redirect("inventory:entry", uid=uid)
    back = reverse("inventory:entry", args=[uid])
    return form_page(request, form, found.organisation, found.target, back)


@office(_MAY, "POST")
def remove(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Take it out; the message brings it back."""
    found = entry_for(request.actor, uid, _MAY)
    remove_entry(request.actor, uid=uid, now=clock.now())
    notify(request, _("Removed."), undo_url=reverse("inventory:restore", args=[uid]))
    return redirect(f"{reverse('inventory:list')}?kind={found.kind.key}")


@office(_MAY, "POST")
def restore(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Bring back what was taken out."""
    restore_entry(request.actor, uid=uid, now=clock.now())
    notify(request, _("It is back."))
    return redirect("inventory:entry", uid=uid)


def may_change(actor: Actor, found: EntryView) -> bool:
    """Whether the actor may follow up at each end."""
    ends = [found.organisation, *([found.target] if found.target else [])]
    return not found.is_removed and all(is_reached(actor, one.id, _MAY) for one in ends)


def end_options(
    actor: Actor, kind: Kind, source: OrganisationView, target: OrganisationView | None
) -> dict[str, Options]:
    """What may be chosen at each end of a link."""
    if kind.source is None or kind.target is None or target is None:
        return {}
    options: dict[str, Options] = {
        "source_item": _options(actor, source.id, kind.source.items),
        "target_item": _options(actor, target.id, kind.target.items),
    }
    if kind.via is not None:
        via = _options(actor, source.id, kind.via.items)
        both = target.id != source.id
        options["via_item"] = via + (_options(actor, target.id, kind.via.items) if both else [])
    return options


def _options(actor: Actor, at: int, kinds: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(str(one.uid), one.name) for one in items_at(actor, at, kinds)]


def form_page(
    request: Request,
    form: EntryForm,
    at: OrganisationView,
    target: OrganisationView | None,
    back_url: str,
) -> HttpResponse:
    """The page on which an entry is written."""
    heads = ("source_item", "target_item", "via_item")
    context: dict[str, Any] = {
        "form": form,
        "kind": said(form.kind.label),
        "note": said(form.kind.note),
        "company": said(at.names),
        "other": said(target.names) if target else "",
        "ends": [form[name] for name in heads if name in form.fields],
        "back_url": back_url,
    }
    return render(request, "inventory/edit.html", context, status=422 if form.is_bound else 200)


def add_to(
    request: Request, form: EntryForm, at: OrganisationView, target: OrganisationView | None
) -> uuid.UUID | None:
    """Keep a form as a new entry; None when it was refused, which the form then says."""
    draft = form.draft(target.uid if target else None)
    try:
        return add_entry(
            request.actor,
            kind=form.kind.key,
            organisation_uid=at.uid,
            draft=draft,
            now=clock.now(),
        )
    except (Conflict, Invalid) as problem:
        form.add_error(None, sentence_of(problem))
        return None
