"""Which ways an intruder has: inside a site, between sites, over connections, trust and updates."""

from __future__ import annotations

from collections import Counter

from sekisho.engines.inventory import ChainItem, ChainLink
from sekisho.engines.topology.draft import Draft, pairs_of
from sekisho.engines.topology.reading import Chance, Guard, chance_of
from sekisho.engines.topology.words import OURS, WAY_PARAMETERS, Default, Lever, NodeMark, Way

_MFA = Guard("mfa", Lever.MFA)
_CONNECTION = (_MFA, Guard("ips", Lever.IPS), Guard("is_limited", Lever.LIMIT))
_ENCRYPTED = (Guard("is_encrypted", Lever.ENCRYPT),)
_GUARDED_BY_SIGN_IN = frozenset({"service", "build"})
# Over these an intruder at the far end does not get back: they open a screen or carry messages.
_ONE_WAY = frozenset({"remote", "maintenance", "edi", "cloud"})
_CERTAIN = Chance(1.0, 1.0, Lever(0))


def draw_ways(draft: Draft) -> None:
    """All ways of an intruder."""
    for own, sites in draft.sites.items():
        _own_sites(draft, own, sites)
    for name, item in draft.items.items():
        _at_places(draft, draft.place[name], item)
    _between(draft)
    for link in draft.links("need"):
        _service(draft, link)
    for link in draft.links("holding"):
        _holding(draft, link)
    _goals(draft)
    _count_ways(draft)


def _between(draft: Draft) -> None:
    """Stated connections, and trust between partners and within the group where there are none."""
    connections = draft.links("connection")
    for link in connections:
        _connection(draft, link)
    seen = set(pairs_of(connections))
    supplies = draft.links("supply")
    for link in supplies:
        _update(draft, link)
    family = sorted(pair for pair in draft.standpoint.family if all(map(draft.has, pair)))
    for one, other in [*((link.source_id, link.target_id) for link in supplies), *family]:
        if (one, other) not in seen and one != other:
            seen |= {(one, other), (other, one)}
            _trust(draft, one, other)


def _goals(draft: Draft) -> None:
    """From each asset to the node that stands for all of them."""
    goal = draft.place[OURS]
    for number, node in enumerate(draft.nodes):
        if node.marks & NodeMark.ASSET:
            draft.way(f"{node.name}>goal", (number, goal), Way.GOAL, _CERTAIN)


def _base(draft: Draft, way: Way) -> Chance:
    chance = draft.parameters[WAY_PARAMETERS[way]]
    return Chance(chance, chance, Lever(0))


def _own_sites(draft: Draft, own: int, sites: list[int]) -> None:
    """A site is entered with its company; from one of several sites to another it takes more."""
    company = draft.organisation(own)
    inward = _CERTAIN if len(sites) == 1 else _base(draft, Way.OWN_SITES)
    for site in sites:
        name = draft.nodes[site].name
        draft.way(f"{name}>company", (site, company), Way.OWN_SITES, _CERTAIN)
        draft.way(f"{name}<company", (company, site), Way.OWN_SITES, inward)


def _at_places(draft: Draft, number: int, item: ChainItem) -> None:
    """From a device to its place; from a place to what runs or lies there."""
    if item.kind == "site":
        return
    reading = draft.reading(item)
    guards = (_MFA,) if item.kind in _GUARDED_BY_SIGN_IN else ()
    base = draft.parameters[WAY_PARAMETERS[Way.INSIDE]]
    chance = chance_of(base, reading, guards, draft.parameters)
    draft.nodes[number].used += reading.used
    draft.nodes[number].guessed += reading.guessed
    for host in draft.hosts[number]:
        ends = (number, host) if item.kind == "device" else (host, number)
        draft.way(f"{item.key}@{draft.nodes[host].name}", ends, Way.INSIDE, chance)


def _connection(draft: Draft, link: ChainLink) -> None:
    """Over a stated connection; through a network also back; from its device to the far end."""
    near = draft.end(link.source_id, link.source_item)
    far = draft.end(link.target_id, link.target_item)
    reading = draft.reading(link)
    base = draft.parameters[WAY_PARAMETERS[Way.CONNECTION]]
    chance = chance_of(base, reading, _CONNECTION, draft.parameters)
    sort = reading.value("sort").value
    draft.way(link.key, (near, far), Way.CONNECTION, chance)
    if sort not in _ONE_WAY:
        draft.way(f"{link.key}:back", (far, near), Way.CONNECTION, chance)
    via = draft.place.get(link.via_item)
    if via is not None:
        draft.way(f"{link.key}:via", (via, far), Way.THROUGH_DEVICE, chance)
    for place in range(1 + (sort not in _ONE_WAY) + (via is not None)):
        wire = draft.wires[-1 - place]
        draft.wires[-1 - place] = wire._replace(used=reading.used, guessed=reading.guessed)


def _update(draft: Draft, link: ChainLink) -> None:
    """Delivered software leads into its customer by an update."""
    item = draft.items.get(link.source_item)
    if item is not None and item.kind == "product" and _is_software(draft, item):
        ends = (draft.place[item.key], draft.end(link.target_id, link.target_item))
        draft.way(f"{link.key}:update", ends, Way.UPDATE, _base(draft, Way.UPDATE))


def _trust(draft: Draft, one: int, other: int) -> None:
    """Everyday trust between two partners, both ways."""
    draft.assume(Default.TRUST)
    near, far = sorted((draft.organisation(one), draft.organisation(other)))
    names, trust = f"{draft.nodes[near].name}~{draft.nodes[far].name}", _base(draft, Way.TRUST)
    draft.way(f"{names}>", (near, far), Way.TRUST, trust)
    draft.way(f"{names}<", (far, near), Way.TRUST, trust)


def _is_software(draft: Draft, item: ChainItem) -> bool:
    return draft.reading(item).value("sort").value == "software"


def _service(draft: Draft, link: ChainLink) -> None:
    """From a service to its user; from what builds software by an update."""
    user = draft.end(link.source_id, link.source_item)
    used = draft.end(link.target_id, link.target_item)
    item = draft.items.get(link.target_item)
    way = Way.UPDATE if item is not None and item.kind == "build" else Way.SERVICE
    if user != used:
        draft.way(f"{link.key}:way", (used, user), way, _base(draft, way))


def _holding(draft: Draft, link: ChainLink) -> None:
    """From a holder to the information."""
    target = draft.place.get(link.target_item)
    if target is None:
        return
    reading = draft.reading(link)
    base = draft.parameters[WAY_PARAMETERS[Way.DATA]]
    chance = chance_of(base, reading, _ENCRYPTED, draft.parameters)
    records = reading.number("records") or 0.0
    holder = draft.end(link.source_id, link.source_item)
    draft.way(link.key, (holder, target), Way.DATA, chance)
    draft.wires[-1] = draft.wires[-1]._replace(
        records=records, used=reading.used, guessed=reading.guessed
    )


def _count_ways(draft: Draft) -> None:
    """A gate cannot ask for more ways in than there are."""
    ways = Counter(wire.target for wire in draft.wires if wire.chance > 0)
    for number, node in enumerate(draft.nodes):
        node.needed = max(1, min(node.needed, ways[number]))
