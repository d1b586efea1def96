"""The map: search first, then who stands around one; the side of one node; everybody."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from sekisho.apps.chain.queries.labels import labels_for, node_for, nodes_named
from sekisho.apps.chain.queries.map_node import node_facts_for
from sekisho.apps.chain.queries.mapping import (
    NO_TIER,
    Spot,
    beginnings_of,
    choices_for,
    everybody_for,
    neighbourhood_for,
    spots_of,
)
from sekisho.apps.chain.queries.standing import Standing, standing_for
from sekisho.apps.chain.web.map_picture import Frame, picture_of
from sekisho.apps.chain.web.map_wish import Wish, wish_in
from sekisho.apps.chain.web.map_words import (
    KINDS,
    RISK_WORDS,
    RISKS,
    is_guessed,
    risk_names,
    step_word,
    tier_word,
)
from sekisho.apps.chain.web.start import frame_of, not_yet, stop_row
from sekisho.apps.chain.web.words import kind_word, name_of, percent, shown
from sekisho.apps.inventory.forms import said
from sekisho.kernel import clock
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import NotFound
from sekisho.ui.entrances import Request, office
from sekisho.ui.paging import Paged, page_number, slice_of

if TYPE_CHECKING:
    from sekisho.apps.asks.queries.lines import AssignmentLine
    from sekisho.engines.topology.chain import Chain

_NOWHERE = uuid.UUID(int=0)
_STATES = {"not_delivered": "sent", "answering": "started", "closed": "accepted"}


@office(Capability.VIEW, "GET")
def around(request: Request) -> HttpResponse:
    """Search, and the companies and things around the one that was picked."""
    standing = standing_for(request.actor, now=clock.now())
    if standing is None:
        return not_yet(request)
    chain, wish = standing.chain, wish_in(request.GET)
    context = {**_frame(request, standing, wish), "nowhere": _NOWHERE}
    hits = nodes_named(request.actor, chain, wish.words)
    labels = labels_for(request.actor, chain, hits)
    context |= {"hits": [_hit(labels[node]) for node in hits], "is_searched": bool(wish.words)}
    if wish.at is None and not wish.words:
        context["begin"] = [
            _hit(one.label) for one in spots_of(request.actor, chain, beginnings_of(chain))
        ]
    if wish.at is not None:
        context |= _picture(request.actor, chain, wish)
    if wish.pick is not None:
        context["node"] = _node(request.actor, chain, wish.pick, wish)
    return render(request, "chain/map/around.html", context)


@office(Capability.VIEW, "GET")
def node(request: Request, uid: uuid.UUID) -> HttpResponse:
    """The side of one node, put beside the map."""
    standing = standing_for(request.actor, now=clock.now())
    if standing is None:
        raise NotFound("chain.not_in_chain")
    wish = wish_in(request.GET)
    context = {"node": _node(request.actor, standing.chain, uid, wish)}
    return render(request, "chain/map/parts/node.html", context)


@office(Capability.VIEW, "GET")
def everybody(request: Request) -> HttpResponse:
    """All companies and things that are narrowed to: a canvas to move about, and a table."""
    standing = standing_for(request.actor, now=clock.now())
    if standing is None:
        return not_yet(request)
    chain, wish = standing.chain, wish_in(request.GET)
    found = everybody_for(request.actor, chain, wish.narrowed, is_free=wish.far.is_free)
    number = page_number(request.GET)
    rows = spots_of(request.actor, chain, found.nodes[slice_of(number)])
    context = {
        **_frame(request, standing, wish),
        "page": Paged([spot_row(one) for one in rows], number, len(found.nodes)),
        "ties": len(found.source),
        "left_out": found.left_out,
        "query": wish.address(at=None, up=None, down=None),
        "nowhere": _NOWHERE,
    }
    return render(request, "chain/map/everybody.html", context)


def spot_row(spot: Spot) -> dict[str, Any]:
    """One node in the words of a table."""
    risks = [RISK_WORDS[name] for name in risk_names(spot.risks) if name != "guessed"]
    return {
        **shown(spot.label),
        "figures": stop_row(spot.row),
        "step": step_word(spot.step),
        "tier": tier_word(spot.tier),
        "country": spot.country,
        "risks": [(tone, str(word), icon) for word, tone, icon in risks],
        "is_guessed": is_guessed(spot.risks),
    }


def _frame(request: Request, standing: Standing, wish: Wish) -> dict[str, Any]:
    """What both pages say of how the map is narrowed."""
    by_tier, by_country = choices_for(request.actor, standing.chain)
    narrowed = wish.narrowed
    return {
        **frame_of(request, standing, "map"),
        "wish": wish,
        "kinds": [(one, kind_word(one), one in narrowed.kinds) for one in KINDS],
        "tiers": [
            (one, tier_word(one), count, one in narrowed.tiers)
            for one, count in sorted(by_tier.items(), key=lambda pair: (pair[0] == NO_TIER, *pair))
        ],
        "countries": [
            (one, count, one in narrowed.countries)
            for one, count in sorted(by_country.items(), key=lambda pair: (-pair[1], pair[0]))
            if one
        ],
        "risks": [(one, RISK_WORDS[one][0], one == narrowed.risk) for one in RISKS],
        "bodies": sum(by_tier.values()),
    }


def _picture(actor: Actor, chain: Chain, wish: Wish) -> dict[str, Any]:
    """Who stands around the one in the middle, drawn and as rows."""
    at = node_for(actor, chain, wish.at or _NOWHERE)
    found = neighbourhood_for(actor, chain, at, far=wish.far, narrowed=wish.narrowed)
    middle = name_of(found.spots[0].label)

    def address(spot: Spot) -> str:
        return wish.address(pick=spot.label.uid)

    frame = Frame(middle, wish.far.is_free, address, wish.wider)
    return {
        "picture": picture_of(found, frame),
        "middle": middle,
        "rows": [spot_row(one) for one in found.spots],
        "left_out": sum(found.left_out.values()) + found.things_left_out,
        "wider": wish.wider if found.left_out else "",
    }


def _node(actor: Actor, chain: Chain, uid: uuid.UUID, wish: Wish) -> dict[str, Any]:
    """The side of one node."""
    found = node_facts_for(actor, chain, uid, now=clock.now())
    row = spot_row(found.spot)
    company = found.spot.label.company
    is_partner = company is not None and not company.is_home
    return {
        **row,
        "way": [name_of(one) for one in found.way],
        "way_chance": percent(found.way_chance),
        "stopped": [name_of(one) for one in found.stopped],
        "harmed": found.harmed,
        "harmed_more": found.harmed - len(found.stopped),
        "asks": [
            (said(one.title), _state(one.line), reverse("asks:reply", args=[one.line.uid]))
            for one in found.asks
        ],
        "open_findings": found.open_findings,
        "company_uid": company.uid if company is not None else None,
        "partner": reverse("partners:partner", args=[company.uid])
        if company is not None and is_partner
        else "",
        "to_middle": reverse("chain:map") + wish.address(at=uid, pick=uid),
    }


def _state(line: AssignmentLine) -> str:
    """How an ask stands, in the states of the kit."""
    return "overdue" if line.is_overdue else _STATES.get(line.state, line.state)


def _hit(label: Any) -> dict[str, Any]:
    address = reverse("chain:map") + f"?at={label.uid}"
    return {**shown(label), "to": address}
