"""The map as a file: what is shown, as picture or as table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils.translation import gettext as _

from sekisho.apps.chain.queries.labels import node_for
from sekisho.apps.chain.queries.mapping import (
    Spot,
    beginnings_of,
    everybody_for,
    neighbourhood_for,
    spots_of,
    tones_for,
)
from sekisho.apps.chain.queries.standing import chain_for
from sekisho.apps.chain.web.files import PICTURES, picture_file, table_file
from sekisho.apps.chain.web.map_dots import dots_of
from sekisho.apps.chain.web.map_picture import Frame, picture_of
from sekisho.apps.chain.web.map_wish import wish_in
from sekisho.apps.chain.web.map_words import RISK_WORDS, risk_names, tier_word
from sekisho.apps.chain.web.start import notes_of
from sekisho.apps.chain.web.tables import Table
from sekisho.apps.chain.web.words import kind_word, name_of
from sekisho.apps.inventory.forms import said
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.ui.entrances import Request, office

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sekisho.engines.topology.chain import Chain


@office(Capability.VIEW, "GET")
def around(request: Request, ending: str) -> HttpResponse:
    """Who stands around one, the top where none is named: SVG, PNG, CSV or workbook."""
    chain, wish = chain_for(request.actor, now=clock.now()), wish_in(request.GET)
    at = int(beginnings_of(chain)[0])
    if wish.at is not None:
        at = node_for(request.actor, chain, wish.at)
    found = neighbourhood_for(request.actor, chain, at, far=wish.far, narrowed=wish.narrowed)
    if ending in PICTURES:
        svg = picture_of(found, Frame(name_of(found.spots[0].label), wish.far.is_free))
        return picture_file(request, svg, ending, "chain-map")
    return table_file(request, _table(chain, found.spots), ending, "chain-map")


@office(Capability.VIEW, "GET")
def everybody(request: Request, ending: str) -> HttpResponse:
    """All that the map is narrowed to: SVG, PNG, CSV or workbook. Raises NotFound."""
    chain, wish = chain_for(request.actor, now=clock.now()), wish_in(request.GET)
    found = everybody_for(request.actor, chain, wish.narrowed, is_free=wish.far.is_free)
    if ending in PICTURES:
        tones, risks = tones_for(chain, found.nodes)
        svg = dots_of(found, tones.tolist(), risks.tolist())
        return picture_file(request, svg, ending, "chain-map-all")
    spots = spots_of(request.actor, chain, found.nodes)
    return table_file(request, _table(chain, spots), ending, "chain-map-all")


def _table(chain: Chain, spots: Iterable[Spot]) -> Table:
    """What is shown, one row a node."""
    headings = (
        *(_("Name"), _("Kind"), _("Company"), _("Tier"), _("Country"), _("Risks")),
        *(_("Our output lost"), _("Others harmed"), _("Only it can serve"), _("Way in")),
    )
    rows = [_row(one) for one in spots]
    return Table(_("Map"), headings, tuple(rows), notes_of(chain))


def _row(spot: Spot) -> list[str | int | float | None]:
    label, row = spot.label, spot.row
    return [
        name_of(label),
        kind_word(label.kind),
        said(label.company.names) if label.company is not None else "",
        tier_word(spot.tier),
        spot.country,
        ", ".join(str(RISK_WORDS[one][0]) for one in risk_names(spot.risks)),
        *(round(row.loss, 6), row.harmed, row.single, round(row.way_chance, 6)),
    ]
