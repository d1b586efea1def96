"""How an intruder reaches us: the most likely ways, choke points, links to close, as files too."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sekisho.apps.chain.queries.labels import node_for
from sekisho.apps.chain.queries.standing import chain_for, standing_for
from sekisho.apps.chain.queries.ways import Step, Way, Ways, ways_for
from sekisho.apps.chain.web.files import PICTURES, picture_file, table_file
from sekisho.apps.chain.web.route import route_picture
from sekisho.apps.chain.web.start import frame_of, not_yet, notes_of
from sekisho.apps.chain.web.tables import Table
from sekisho.apps.chain.web.words import joined, lever_words, name_of, number, percent, shown
from sekisho.engines.topology.words import Way as Kind
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.ui.entrances import Request, office

WAY_WORDS: dict[int, str | Promise] = {
    Kind.NONE: gettext_lazy("enters from outside"),
    Kind.INSIDE: gettext_lazy("spreads inside the site"),
    Kind.OWN_SITES: gettext_lazy("spreads between sites of the company"),
    Kind.CONNECTION: gettext_lazy("over the stated connection"),
    Kind.THROUGH_DEVICE: gettext_lazy("through the device of the connection"),
    Kind.TRUST: gettext_lazy("over mail and everyday trust (no connection told)"),
    Kind.SERVICE: gettext_lazy("through the service to its user"),
    Kind.UPDATE: gettext_lazy("by an update of the software"),
    Kind.DATA: gettext_lazy("takes the information"),
    Kind.GOAL: gettext_lazy("belongs to what we want to keep"),
}


@office(Capability.VIEW, "GET")
def ways(request: Request, uid: uuid.UUID | None = None) -> HttpResponse:
    """The ways to one target, to anything of ours where none is named."""
    standing = standing_for(request.actor, now=clock.now())
    if standing is None:
        return not_yet(request)
    chain = standing.chain
    target = chain.goal if uid is None else node_for(request.actor, chain, uid)
    found = ways_for(request.actor, chain, target)
    title = _title(found)
    drawn = [words_of(one) for one in found.ways]
    context = {
        **frame_of(request, standing, "ways"),
        "found": found,
        "uid": uid,
        "title": title,
        "target": shown(found.target),
        "ways": drawn,
        "picture": route_picture(drawn[0], title=title) if drawn else "",
        "chokes": [shown(one) for one in found.chokes],
        "cut": _cut(found),
        "assets": [shown(one) for one in found.assets],
        "worst": percent(found.sampled.chance),
        "error": percent(found.sampled.error),
        "hopeful": percent(found.sampled.hopeful),
        "worlds": number(found.sampled.worlds),
    }
    return render(request, "chain/ways.html", context)


@office(Capability.VIEW, "GET")
def ways_file(request: Request, ending: str, uid: uuid.UUID | None = None) -> HttpResponse:
    """The most likely way as a picture, or all of them as a table."""
    chain = chain_for(request.actor, now=clock.now())
    target = chain.goal if uid is None else node_for(request.actor, chain, uid)
    found = ways_for(request.actor, chain, target)
    drawn = [words_of(one) for one in found.ways]
    if ending in PICTURES and drawn:
        svg = route_picture(drawn[0], title=_title(found), is_file=True)
        return picture_file(request, svg, ending, "chain-way")
    headings = (_("Way"), _("Step"), _("To"), _("Kind"), _("Company"), _("How"), _("Technique"),
                _("Chance of the step"), _("Not known to be in place"))  # fmt: skip
    rows = tuple(
        (place, step_number, one["name"], one["kind"], one["company"], one["how"],
         one["technique"], one["exact"], ", ".join(one["missing"]))
        for place, way in enumerate(drawn, start=1)
        for step_number, one in enumerate(way["steps"])
    )  # fmt: skip
    table = Table(_("Ways in"), headings, rows, (_title(found), *notes_of(chain)))
    return table_file(request, table, ending, "chain-ways")


def words_of(way: Way) -> dict[str, Any]:
    """A way in words, step by step."""
    steps = [_step(one) for one in way.steps]
    return {
        "steps": steps,
        "chance": percent(way.chance),
        "text": joined(one["name"] for one in steps),
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        **shown(step.to),
        "how": str(WAY_WORDS[step.way]),
        "technique": step.technique,
        "chance": percent(step.chance),
        "exact": round(step.chance, 6),
        "missing": lever_words(step.missing),
        "is_gate": step.is_gate,
    }


def _cut(found: Ways) -> list[dict[str, str]] | None:
    if found.cut is None:
        return None
    return [
        {"from": name_of(one.start), "to": name_of(one.end), "how": str(WAY_WORDS[one.way])}
        for one in found.cut
    ]


def _title(found: Ways) -> str:
    if found.target.kind == "ours":
        return _("How an intruder reaches us")
    return _("How an intruder reaches %(name)s") % {"name": name_of(found.target)}
