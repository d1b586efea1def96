"""Material written by hand: a short way to say things and links."""

from __future__ import annotations

from datetime import date

from sekisho.adapters.content.chain import load_parameters
from sekisho.adapters.content.folder import content_folder
from sekisho.adapters.content.inventory import load_assumptions, load_kinds
from sekisho.engines.inventory import (
    ChainItem,
    ChainLink,
    Confidence,
    Reckoned,
    Trade,
    completed,
    reckoned,
)
from sekisho.engines.topology.chain import chain_of
from sekisho.engines.topology.draft import Standpoint
from sekisho.engines.topology.drawn import draw

FOLDER = content_folder()
KINDS = load_kinds(FOLDER / "inventory")
ASSUMED = load_assumptions(FOLDER / "inventory", KINDS)
PARAMETERS = load_parameters(FOLDER / "chain")[-1]
DAY = date(2026, 11, 16)


def facts(kind, values):
    """Every value of a kind: told where given, else the worst case, marked unknown."""
    told = {key: Reckoned(value, Confidence.DECLARED) for key, value in values.items()}
    worst = reckoned(KINDS.kind(kind), {})
    assert set(told) <= set(worst), set(told) - set(worst)
    return {**worst, **told}


def thing(key, kind, own, **values):
    return ChainItem(key, kind, own, facts(kind, values))


def link(key, kind, source, target, via="", **values):
    """A link; an end is (organisation, thing) or an organisation."""
    near = source if isinstance(source, tuple) else (source, "")
    far = target if isinstance(target, tuple) else (target, "")
    return ChainLink(key, kind, *near, *far, via, facts(kind, values))


def trades(*pairs, kind="procurement"):
    return [Trade(f"{seller}-{buyer}", seller, buyer, kind) for seller, buyer in pairs]


def drawn_of(ids, items=(), links=(), traded=(), *, family=(), parameters=PARAMETERS):
    """What is drawn of it: organisation 1 is home, `family` joins group companies and parents."""
    known = (list(items), list(links))
    ours = frozenset({1, *(child for child, _above in family)})
    material = completed(KINDS, ASSUMED, known=known, organisation_ids=ids, trades=traded)
    return draw(material, Standpoint(ours, frozenset({1}), DAY, frozenset(family)), parameters)


def chain_from(*given, parameters=PARAMETERS, **more):
    return chain_of(drawn_of(*given, parameters=parameters, **more), parameters)


HOME, TIER_1, SUBSIDIARY = 1, 2, 3
PLANTS = [f"plant-{number}" for number in range(14)]


def parts_maker(*, patched="no", mfa="no", fallback="no", fallback_hours=None):
    """A remote-access device at a branch of a parts maker that runs the ordering of 14 plants."""
    hours = {} if fallback_hours is None else {"fallback_hours": fallback_hours}
    items = [
        *(thing(plant, "site", HOME, use="plant", daily_value=100) for plant in PLANTS),
        thing("works", "site", TIER_1, use="plant"),
        thing("ordering", "service", TIER_1, sort="ordering", has_fallback=fallback, **hours),
        thing("branch", "site", SUBSIDIARY, use="office"),
        thing("remote", "device", SUBSIDIARY, role="remote", is_exposed="yes",
              is_patched=patched, mfa=mfa),
        thing("gateway", "device", TIER_1, role="firewall", is_exposed="no", is_patched="yes",
              mfa="yes"),
    ]  # fmt: skip
    links = [
        link("at-branch", "location", (SUBSIDIARY, "remote"), (SUBSIDIARY, "branch")),
        link("at-works", "location", (TIER_1, "ordering"), (TIER_1, "works")),
        link("gateway-at", "location", (TIER_1, "gateway"), (TIER_1, "works")),
        link("line", "connection", (SUBSIDIARY, "branch"), (TIER_1, "works"), sort="vpn"),
        link("uses", "need", HOME, (TIER_1, "ordering")),
        link("parts", "supply", TIER_1, HOME, stock_days=0.2),
    ]
    return (HOME, TIER_1, SUBSIDIARY), items, links
