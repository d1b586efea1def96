"""What the canvas of the whole map fetches: places at once, tones next, names when near.

Numbers are those of the reader's own chain and of no other; they end with it (`chain` in the
address of names says which one was drawn).
"""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse, JsonResponse

from sekisho.apps.chain.queries.labels import labels_for
from sekisho.apps.chain.queries.mapping import (
    Everybody,
    atlas_for,
    everybody_for,
    tier_at,
    tones_for,
)
from sekisho.apps.chain.queries.standing import chain_for
from sekisho.apps.chain.web.map_wish import wish_in
from sekisho.apps.chain.web.map_words import tier_word
from sekisho.apps.chain.web.words import kind_word, name_of
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.ui.entrances import Request, office

_NAMES_MOST = 200
_DIGITS = 12


@office(Capability.VIEW, "GET")
def places(request: Request) -> HttpResponse:
    """A line of JSON after its length in four bytes, then the columns as they lie in memory."""
    chain, found = chain_for(request.actor, now=clock.now()), _found(request)
    head = {
        "nodes": len(found.nodes),
        "ties": len(found.source),
        "chain": chain.digest[:_DIGITS],
        "bands": [
            {
                "words": tier_word(tier_at(one.column)),
                "first": one.first,
                "last": one.last,
                "count": one.count,
            }
            for one in found.places.bands
        ],
    }
    columns = (
        found.nodes.astype("<u4"),
        found.source.astype("<u4"),
        found.target.astype("<u4"),
        found.places.x.astype("<u2"),
        found.places.y.astype("<u2"),
        found.tie.astype("<u1"),
        found.kind.astype("<u1"),
    )
    text = json.dumps(head, ensure_ascii=False).encode()
    text += b" " * (-len(text) % 4)
    data = b"".join([len(text).to_bytes(4, "little"), text, *(one.tobytes() for one in columns)])
    return HttpResponse(data, content_type="application/octet-stream")


@office(Capability.VIEW, "GET")
def tones(request: Request) -> HttpResponse:
    """Two bytes a node in the order of the places: its tone, the bits of its risks."""
    chain, found = chain_for(request.actor, now=clock.now()), _found(request)
    tone, risks = tones_for(chain, found.nodes)
    data = tone.astype("<u1").tobytes() + risks.astype("<u1").tobytes()
    return HttpResponse(data, content_type="application/octet-stream")


@office(Capability.VIEW, "GET")
def names(request: Request) -> HttpResponse:
    """Names of some nodes by their numbers: name, kind, outside id. Of another chain: none."""
    chain = chain_for(request.actor, now=clock.now())
    wanted = request.GET.get("nodes", "").split(",")[:_NAMES_MOST]
    is_drawn = atlas_for(chain).is_drawn
    numbers = [int(one) for one in wanted if one.isdecimal() and int(one) < len(is_drawn)]
    if request.GET.get("chain") != chain.digest[:_DIGITS]:
        return JsonResponse({"is_older": True, "names": {}})
    labels = labels_for(request.actor, chain, [one for one in numbers if is_drawn[one]])
    said: dict[str, Any] = {
        str(number): [name_of(one), kind_word(one.kind), str(one.uid)]
        for number, one in labels.items()
    }
    return JsonResponse({"is_older": False, "names": said})


def _found(request: Request) -> Everybody:
    wish, chain = wish_in(request.GET), chain_for(request.actor, now=clock.now())
    return everybody_for(request.actor, chain, wish.narrowed, is_free=wish.far.is_free)
