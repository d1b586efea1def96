"""The first page: what the chain tells at once, on what it rests, what to ask next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sekisho.apps.chain.actions.reckoning import want_chain
from sekisho.apps.chain.queries.overview import Overview, Row, Weak, overview_for
from sekisho.apps.chain.queries.reach import parameters
from sekisho.apps.chain.queries.standing import Standing, standing_for
from sekisho.apps.chain.web.words import (
    DEFAULT_WORDS,
    days_word,
    joined,
    lever_words,
    number,
    percent,
    shown,
)
from sekisho.apps.inventory.forms import said
from sekisho.apps.inventory.queries.catalogue import catalogue
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.ui.entrances import Request, office

if TYPE_CHECKING:
    from sekisho.engines.topology.chain import Chain

_ASK_MOST = 6


@office(Capability.VIEW, "GET")
def start(request: Request) -> HttpResponse:
    """Who alone would stop us, the weakest ways in, the defaults, the next questions."""
    standing = standing_for(request.actor, now=clock.now())
    if standing is None:
        return not_yet(request)
    found = overview_for(request.actor, standing.chain)
    context = {
        **frame_of(request, standing, "start"),
        "found": found,
        "rows": [stop_row(one) for one in found.rows],
        "ways": [_way_row(one) for one in found.weakest],
        "defaults": [(DEFAULT_WORDS[key], n) for key, n in found.defaults.items()],
        "unsure": percent(found.unsure_share),
        "worst": percent(found.sampled.chance),
        "error": percent(found.sampled.error),
        "hopeful": percent(found.sampled.hopeful),
        "worlds": number(found.sampled.worlds),
        "questions": _questions(found),
    }
    return render(request, "chain/start.html", context)


@office(Capability.VIEW, "POST")
def reckon(request: Request) -> HttpResponse:
    """Have a large chain reckoned; the page of the work shows how far it is."""
    run = want_chain(request.actor, now=clock.now())
    return redirect("chain:start") if run is None else redirect("work:run", uid=run)


def not_yet(request: Request) -> HttpResponse:
    """A large chain that has never been reckoned for what this actor sees."""
    return render(request, "chain/not_yet.html", {"on_start": True})


def frame_of(request: Request, standing: Standing, on: str) -> dict[str, Any]:
    """What every page of the chain says: what its results rest on, and whether it is up to date."""
    chain = standing.chain
    return {
        f"on_{on}": True,
        "is_current": standing.is_current,
        "reckoned_at": standing.reckoned_at,
        "digest": chain.digest[:12],
        "avalanche": percent(chain.parameters["avalanche_share"]),
        "version": parameters().version,
        "seed": chain.provenance().seed,
        "guessed": number(sum(one.assumed + one.unknown for one in chain.counts)),
        "looked_at": number(sum(one.told + one.assumed + one.unknown for one in chain.counts)),
    }


def notes_of(chain: Chain) -> tuple[str, ...]:
    """What a file says of what its figures rest on."""
    guessed = sum(one.assumed + one.unknown for one in chain.counts)
    told = sum(one.told for one in chain.counts)
    return (
        _("Values used: %(all)s, of them assumed or unknown: %(guessed)s. Unknown counts as worst.")
        % {"all": number(told + guessed), "guessed": number(guessed)},
        _("Chain %(digest)s, parameters %(version)s, seed %(seed)s, chances for 30 days.")
        % {
            "digest": chain.digest,
            "version": chain.parameters.version,
            "seed": chain.provenance().seed,
        },
    )


def stop_row(row: Row) -> dict[str, Any]:
    """One organisation or thing in the words of the columns."""
    return {
        **shown(row.label),
        "loss": percent(row.loss),
        "loss_0_100": 100 * row.loss,
        "harmed": number(row.harmed),
        "single": number(row.single),
        "days": days_word(row.stock_days),
        "way": percent(row.way_chance),
        "gain": percent(row.block_gain),
        "records": number(row.records),
        "has_records": row.records > 0,
    }


def _way_row(weak: Weak) -> dict[str, Any]:
    passes = [shown(one)["name"] for one in weak.passes]
    return {
        **shown(weak.start),
        "chance": percent(weak.chance),
        "passes": joined(dict.fromkeys(passes)),
        "missing": lever_words(weak.missing),
    }


def _questions(found: Overview) -> Sequence[dict[str, Any]]:
    """The values that are missing most often, with where to bring or ask them."""
    wanted = [one for one in found.counts if one.assumed + one.unknown]
    wanted.sort(key=lambda one: (-(one.assumed + one.unknown), one.kind, one.field))
    rows = []
    for one in wanted[:_ASK_MOST]:
        kind = catalogue().kind(one.kind)
        field = kind.field_of(one.field)
        if field is not None:
            rows.append(
                {
                    "kind": said(kind.label),
                    "field": said(field.label),
                    "missing": number(one.assumed + one.unknown),
                    "url": f"{reverse('inventory:import')}?kind={kind.key}",
                }
            )
    return rows
