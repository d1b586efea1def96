"""Who needs what: sites of their company, things of their places, customers of supplies, users.

- A company stops with all its sites; a thing stops with any place where it stands.
- A supply leaves every site of the supplier and enters every site of the customer, unless things
  are named. Supplies of one part number into one place stand in for each other.
- A substitute is a fallback that works after the days of switching; a share below 100 % is one
  that works at once for the rest. A manual fallback of a service works after its hours.
"""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from sekisho.engines.chain.dependency import HOURS_A_DAY, Importance
from sekisho.engines.chain.snapshot import LinkKind, NodeKind
from sekisho.engines.inventory import ChainLink, Confidence
from sekisho.engines.topology.draft import Draft, Wire
from sekisho.engines.topology.reading import Reading, mean_of
from sekisho.engines.topology.words import Default

MOST_PAIRS = 2500  # of sites; above, the supplier counts as a whole
_LIGHT = 1e-6  # a gate weighs nothing beside goods
_YEAR_DAYS = 365.0


class Terms(NamedTuple):
    """On which terms somebody does without for a while."""

    importance: int
    hold_days: float
    fallback: float
    fallback_days: float


def draw_needs(draft: Draft) -> None:
    """All needs."""
    for own, sites in draft.sites.items():
        company = draft.organisation(own)
        for site in sites:
            _gate(draft, f"{draft.nodes[site].name}%company", [company], site)
    for name, item in draft.items.items():
        if item.kind not in {"site", "device", "information", "account"}:
            number = draft.place[name]
            _gate(draft, f"{name}%place", draft.hosts[number], number)
    supplies = draft.links("supply")
    usual = mean_of([_told_value(link) for link in supplies])
    shares: defaultdict[tuple[str, int], float] = defaultdict(float)
    for link in supplies:
        shares[_goods_of(draft, link), link.target_id] += _share(draft.reading(link))
    for link in supplies:
        _supply(draft, link, usual, 1.0 - shares[_goods_of(draft, link), link.target_id])
    for link in draft.links("need"):
        _need(draft, link)


def _told_value(link: ChainLink) -> float | None:
    found = link.facts.get("yearly_value")
    if found is None or found.confidence is Confidence.UNKNOWN:
        return None
    return float(found.value) if isinstance(found.value, int | float) else None


def _gate(draft: Draft, name: str, sources: list[int], target: int) -> None:
    """The target works only while all sources do, from one day to the next."""
    places = [one for one in dict.fromkeys(sources) if one != target]
    if len(places) > MOST_PAIRS:
        places = [draft.organisation(draft.nodes[target].owner)]
        draft.assume(Default.SPREAD)
    is_site = draft.nodes[target].kind is NodeKind.SITE
    kind = LinkKind.PART_OF if is_site else LinkKind.RUNS
    for source in places:
        draft.wires.append(
            Wire(
                f"{name}:{draft.nodes[source].name}",
                kind,
                source,
                target,
                value=_LIGHT,
                enough=len(places),
            )
        )


def _share(reading: Reading) -> float:
    """Which part of the customer's need a supply covers."""
    share = reading.number("share")
    return 1.0 if share is None else share / 100.0


def _supply(draft: Draft, link: ChainLink, usual: float, rest: float) -> None:
    """One supply as wires between places; `rest` of the need comes from others, not told."""
    if link.is_assumed:
        draft.assume(Default.SUPPLY)
    reading = draft.reading(link)
    told = reading.told_number("yearly_value")
    value = (usual * _share(reading) if told is None else told) / _YEAR_DAYS
    terms = _supply_terms(draft, link, reading, max(rest, 0.0))
    sources, targets = _ends_of(draft, link)
    goods = draft.goods_number(_goods_of(draft, link))
    for source in sources:
        for target in targets:
            if source == target:
                continue
            draft.wires.append(
                Wire(
                    f"{link.key}:{draft.nodes[source].name}>{draft.nodes[target].name}",
                    LinkKind.SUPPLIES,
                    source,
                    target,
                    value=max(value / (len(sources) * len(targets)), _LIGHT),
                    goods=goods,
                    importance=terms.importance,
                    hold_days=terms.hold_days,
                    fallback=terms.fallback,
                    fallback_days=terms.fallback_days,
                    used=reading.used,
                    guessed=reading.guessed,
                )
            )


def _supply_terms(draft: Draft, link: ChainLink, reading: Reading, rest: float) -> Terms:
    hold = (reading.number("stock_days") or 0.0) + _days(reading.number("tolerance_hours"))
    item = draft.items.get(link.source_item)
    if item is not None and item.kind == "product":
        hold += draft.reading(item).number("stock_days") or 0.0
    is_needed = reading.value("is_essential").value != "no"
    importance = Importance.ESSENTIAL if is_needed else Importance.USEFUL
    if reading.is_yes("has_substitute"):
        return Terms(importance, hold, 1.0, reading.number("switch_days") or 0.0)
    return Terms(importance, hold, rest, 0.0)


def _ends_of(draft: Draft, link: ChainLink) -> tuple[list[int], list[int]]:
    """From where to where goods flow: named things, else all sites at that end."""
    sources = _places_at(draft, link.source_id, link.source_item)
    targets = _places_at(draft, link.target_id, link.target_item)
    if len(sources) * len(targets) > MOST_PAIRS:
        sources = [draft.organisation(link.source_id)]
        draft.assume(Default.SPREAD)
    return sources, targets


def _places_at(draft: Draft, own: int, item: str) -> list[int]:
    named = draft.place.get(item)
    return list(draft.sites[own]) if named is None else [named]


def _goods_of(draft: Draft, link: ChainLink) -> str:
    """What is supplied: a part number where one is told, else this very supply."""
    item = draft.items.get(link.source_item)
    found = item.facts.get("part_number") if item is not None else None
    if found is not None and isinstance(found.value, str) and found.value.strip():
        return f"part:{found.value.strip().casefold()}"
    return link.key


def _need(draft: Draft, link: ChainLink) -> None:
    """One use of a service: bearable hours, a fallback by hand."""
    reading = draft.reading(link)
    terms = _need_terms(draft, link, reading)
    used = draft.place.get(link.target_item)
    sources = [draft.organisation(link.target_id)] if used is None else [used]
    goods = draft.goods_number(link.key)
    for target in _places_at(draft, link.source_id, link.source_item):
        for source in sources:
            if source == target:
                continue
            draft.wires.append(
                Wire(
                    f"{link.key}:{draft.nodes[source].name}>{draft.nodes[target].name}",
                    LinkKind.NEEDS_SERVICE,
                    source,
                    target,
                    value=_LIGHT,
                    goods=goods,
                    enough=1,
                    hold_days=terms.hold_days,
                    fallback=terms.fallback,
                    fallback_days=terms.fallback_days,
                    used=reading.used,
                    guessed=reading.guessed,
                )
            )


def _need_terms(draft: Draft, link: ChainLink, reading: Reading) -> Terms:
    """The user's own hours come before those of the service; its fallback holds for some hours.

    The fallback of the service itself starts after its hours and holds.
    """
    service = draft.items.get(link.target_item)
    of_service = draft.reading(service) if service is not None else None
    hours = reading.told_number("tolerance_hours")
    if hours is None and of_service is not None:
        hours = of_service.number("tolerance_hours")
    hold = _days(hours)
    if reading.is_yes("has_fallback"):
        hold += _days(reading.number("fallback_hours"))
    if of_service is None or service is None or service.kind != "service":
        return Terms(Importance.ESSENTIAL, hold, 0.0, 0.0)
    if not of_service.is_yes("has_fallback"):
        return Terms(Importance.ESSENTIAL, hold, 0.0, 0.0)
    after = _days(of_service.number("fallback_hours"))
    return Terms(Importance.ESSENTIAL, hold, 1.0, after)


def _days(hours: float | None) -> float:
    return (hours or 0.0) / HOURS_A_DAY
