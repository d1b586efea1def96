"""What a chain is reckoned from: things and links as plain rows, and what stands in for the rest.

From a list of suppliers alone a first chain follows: each organisation has one site, each relation
one supply with assumed values. What was entered always takes the place of what is assumed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sekisho.engines.inventory.facts import Confidence, Reckoned, reckoned
from sekisho.engines.inventory.kinds import Catalogue, Kind, Value
from sekisho.kernel.errors import Invalid
from sekisho.kernel.text import Bilingual

SITE, SUPPLY = "site", "supply"


@dataclass(frozen=True, slots=True)
class Assumptions:
    """Values assumed where nothing was entered: of a site, and of a supply by kind of relation."""

    version: str
    source: Bilingual
    reasons: Mapping[str, Bilingual]
    site: Mapping[str, Value]
    supply: Mapping[str, Mapping[str, Value]]


@dataclass(frozen=True, slots=True)
class ChainItem:
    """One thing of an organisation. `key` stays the same as long as the thing is the same."""

    key: str
    kind: str
    organisation_id: int
    facts: Mapping[str, Reckoned]
    is_assumed: bool = False


@dataclass(frozen=True, slots=True)
class ChainLink:
    """One link. An end is an organisation, and one of its items where `..._item` is not empty."""

    key: str
    kind: str
    source_id: int
    source_item: str
    target_id: int
    target_item: str
    via_item: str
    facts: Mapping[str, Reckoned]
    is_assumed: bool = False


@dataclass(frozen=True, slots=True)
class Material:
    """Everything a chain is reckoned from, with the versions of the data that shaped it."""

    organisation_ids: tuple[int, ...]
    items: tuple[ChainItem, ...]
    links: tuple[ChainLink, ...]
    catalogue_version: str
    assumptions_version: str


@dataclass(frozen=True, slots=True)
class Trade:
    """A relation of the register: who supplies whom, and of what kind."""

    key: str
    supplier_id: int
    customer_id: int
    kind: str


def parse_assumptions(document: Mapping[str, Any], catalogue: Catalogue) -> Assumptions:
    """The assumptions of a document. Raises Invalid (inventory.catalogue_wrong)."""
    site, supply = catalogue.kind(SITE), catalogue.kind(SUPPLY)
    given = [(site, document["site"]), *((supply, one) for one in document["supply"].values())]
    for kind, values in given:
        if not all(kind.field_of(key) for key in values):
            raise Invalid("inventory.catalogue_wrong", place=f"assumptions.{kind.key}")
    return Assumptions(
        version=str(document["version"]),
        source=Bilingual.from_dict(document["source"]),
        reasons={key: Bilingual.from_dict(one) for key, one in document["reason"].items()},
        site=document["site"],
        supply=document["supply"],
    )


def completed(
    catalogue: Catalogue,
    assumptions: Assumptions,
    *,
    known: tuple[Sequence[ChainItem], Sequence[ChainLink]],
    organisation_ids: Iterable[int],
    trades: Iterable[Trade],
) -> Material:
    """The material with an assumed site wherever an organisation has none, and an assumed supply
    wherever a relation has none; rows sorted by key.
    """
    items, links = known
    ids = sorted(set(organisation_ids))
    housed = {one.organisation_id for one in items if one.kind == SITE}
    supplied = {(one.source_id, one.target_id) for one in links if one.kind == SUPPLY}
    site = _assumed(catalogue.kind(SITE), assumptions.site)
    supply = {
        name: _assumed(catalogue.kind(SUPPLY), values)
        for name, values in assumptions.supply.items()
    }
    sites = [_site(own, site) for own in ids if own not in housed]
    supplies = [
        _supply(one, supply.get(one.kind) or _assumed(catalogue.kind(SUPPLY), {}))
        for one in trades
        if (one.supplier_id, one.customer_id) not in supplied
    ]
    return Material(
        tuple(ids),
        tuple(sorted([*items, *sites], key=lambda one: one.key)),
        tuple(sorted([*links, *supplies], key=lambda one: one.key)),
        catalogue.version,
        assumptions.version,
    )


def _assumed(kind: Kind, values: Mapping[str, Value]) -> dict[str, Reckoned]:
    worst = reckoned(kind, {})
    return {
        key: Reckoned(values[key], Confidence.ASSUMED) if key in values else one
        for key, one in worst.items()
    }


def _site(organisation_id: int, facts: Mapping[str, Reckoned]) -> ChainItem:
    return ChainItem(f"site-of:{organisation_id}", SITE, organisation_id, facts, is_assumed=True)


def _supply(trade: Trade, facts: Mapping[str, Reckoned]) -> ChainLink:
    ends = (trade.supplier_id, "", trade.customer_id, "", "")
    return ChainLink(f"supply-of:{trade.key}", SUPPLY, *ends, facts, is_assumed=True)
