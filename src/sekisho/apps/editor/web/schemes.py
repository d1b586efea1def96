"""Schemes, how far answers cover them, and the level looked for at a partner."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sekisho.apps.asks.queries.sets import sets_for
from sekisho.apps.editor.actions.levels import LevelReason, choose_level
from sekisho.apps.editor.forms import LevelForm
from sekisho.apps.editor.queries.levels import level_askers, level_for
from sekisho.apps.editor.queries.schemes import (
    partner_coverage,
    reply_coverage,
    scheme_of,
    schemes,
    set_coverage,
)
from sekisho.apps.editor.web.words import said
from sekisho.apps.organisations.queries import organisation_for
from sekisho.engines.schemes import ItemCoverage, Scheme, Standing, Verified, pointing_at
from sekisho.kernel import clock
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import NotFound
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify
from sekisho.ui.slots import Panel

SCS = "scs-2026"
STANDINGS = {
    Standing.MET: ("done", gettext_lazy("Met, by own account"), "circle-check"),
    Standing.PARTLY: ("attention", gettext_lazy("Partly"), "circle-half-2"),
    Standing.NOT_MET: ("critical", gettext_lazy("Not met"), "circle-x"),
    Standing.UNKNOWN: ("unknown", gettext_lazy("Unknown"), "help-circle"),
    Standing.NOT_APPLICABLE: ("neutral", gettext_lazy("Does not apply here"), "ban"),
    Standing.UNTOUCHED: ("neutral", gettext_lazy("Not asked"), "minus"),
}
VERIFIED = {
    Verified.ORIGINAL: ("done", gettext_lazy("Checked against the original")),
    Verified.SECONDARY: ("neutral", gettext_lazy("From secondary sources")),
    Verified.UNVERIFIED: ("attention", gettext_lazy("Unverified")),
}
LEVELS = {"star3": "★3", "star4": "★4"}


@office(Capability.VIEW, "GET")
def listing(request: Request) -> HttpResponse:
    """Every scheme with the number of its items and how well they are verified."""
    rows = [
        {"scheme": one, "title": said(one.title), "note": said(one.note), "marks": _marks(one)}
        for one in schemes()
    ]
    return render(request, "editor/schemes.html", {"rows": rows})


@office(Capability.VIEW, "GET")
def scheme(request: Request, key: str) -> HttpResponse:
    """The items of a scheme; with a set, a reply or a partner, how each stands."""
    found = scheme_of(key)
    about, covered = _coverage(request, found)
    counts = Counter(one.standing for one in covered)
    levels = {level.key: said(level.label) for level in found.levels}
    rows = [_row(one, levels) for one in covered] if covered else _bare(found, levels)
    back = pointing_at(found, schemes())
    for row in rows:
        item = row["item"]
        row["see"] = ", ".join(dict.fromkeys((*item.refs, *back.get(item.id, ()))))
    sets = [(str(one.uid), f"{said(one.title)} {one.version}") for one in sets_for(request.actor)]
    context = {
        "scheme": found,
        "title": said(found.title),
        "note": said(found.note),
        "about": about,
        "rows": rows,
        "counts": [(*STANDINGS[each], counts[each]) for each in STANDINGS if counts[each]],
        "total": len(found.items),
        "sets": sets,
        "chosen": request.GET.get("set", ""),
    }
    return render(request, "editor/scheme.html", context)


@office(Capability.FOLLOW_UP, "GET", "POST")
def level(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Three questions; the level that follows, with reason and date."""
    partner = organisation_for(request.actor, uid, Capability.FOLLOW_UP)
    known = level_for(request.actor, uid)
    given = request.POST if request.method == "POST" else None
    askers = [(str(one.uid), said(one.names)) for one in level_askers(request.actor)]
    initial = LevelForm.initial_of(known.answers, known.reason) if known else {}
    if known and str(known.asker_uid) in dict(askers):
        initial["asker"] = str(known.asker_uid)
    form = LevelForm(given, initial=initial, askers=askers)
    if given is not None and form.is_valid():
        why = LevelReason(form.cleaned_data["reason"], _asker(form))
        chosen = choose_level(
            request.actor, organisation_uid=uid, answers=form.answers(), said=why, now=clock.now()
        )
        notify(request, _("Level looked for: %(level)s") % {"level": LEVELS[chosen]})
        return redirect("partners:partner", uid=uid)
    context = {"form": form, "partner": partner, "name": said(partner.names), "known": known}
    context["known_level"] = LEVELS[known.level] if known else ""
    context["asker"] = said(known.asker) if known else ""
    return render(request, "editor/level.html", context, status=422 if form.errors else 200)


def _asker(form: LevelForm) -> uuid.UUID | None:
    text = form.cleaned_data.get("asker", "")
    return uuid.UUID(text) if text else None


def level_panel(actor: Actor, subject: uuid.UUID) -> Panel | None:
    """On a partner's page: the level looked for, and the way to the coverage."""
    partner = organisation_for(actor, subject)
    if partner.is_group:
        return None
    known = level_for(actor, subject)
    context = {
        "uid": subject,
        "known": known,
        "level": LEVELS[known.level] if known else "",
        "asker": said(known.asker) if known else "",
        "can_choose": actor.can(Capability.FOLLOW_UP),
        "scheme_key": SCS,
    }
    return Panel("editor/parts/partner.html", context)


def _coverage(request: Request, found: Scheme) -> tuple[str, Sequence[ItemCoverage]]:
    """Whom or what the address asks about, and each item's standing; nothing when it asks none."""
    given, actor, now = request.GET, request.actor, clock.now()
    if given.get("partner"):
        partner = _uid(given["partner"])
        name = said(organisation_for(actor, partner).names)
        return name, partner_coverage(actor, found, partner, now=now)
    if given.get("reply"):
        return _("One reply"), reply_coverage(actor, found, _uid(given["reply"]), now=now)
    if given.get("set"):
        value, covered = set_coverage(actor, found, _uid(given["set"]))
        return f"{said(value.title)} {value.version}", covered
    return "", ()


def _row(one: ItemCoverage, levels: dict[str, str]) -> dict[str, Any]:
    tone, word, icon = STANDINGS[one.standing]
    places = ", ".join(dict.fromkeys(key for _set, key in one.questions))
    return {**_item(one.item, levels), "tone": tone, "word": word, "icon": icon, "places": places}


def _bare(found: Scheme, levels: dict[str, str]) -> list[dict[str, Any]]:
    return [_item(item, levels) for item in found.items]


def _item(item: Any, levels: dict[str, str]) -> dict[str, Any]:
    tone, word = VERIFIED[item.verified]
    return {
        "item": item,
        "label": said(item.label),
        "level": levels.get(item.level, "–"),
        "verified_tone": tone,
        "verified": word,
    }


def _marks(one: Scheme) -> list[tuple[str, Any, int]]:
    counts = Counter(item.verified for item in one.items)
    return [(*VERIFIED[mark], counts[mark]) for mark in Verified if counts[mark]]


def _uid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise NotFound("editor.no_scheme") from error
