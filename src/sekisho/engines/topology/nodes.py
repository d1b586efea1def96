"""Which nodes there are: organisations, their things, what we want to keep, how each is entered."""

from __future__ import annotations

from sekisho.engines.chain.parameters import DeviceFacts, breach_chance
from sekisho.engines.chain.snapshot import NodeKind
from sekisho.engines.inventory import ChainItem
from sekisho.engines.topology.draft import Draft, NodeDraft, organisation_name
from sekisho.engines.topology.reading import Chance, Guard, Reading, is_fresh, mean_of
from sekisho.engines.topology.words import (
    LEVER_PARAMETERS,
    NODE_KINDS,
    OURS,
    SPAN_DAYS,
    Default,
    Lever,
    NodeMark,
)

_EXPOSED = Guard("is_exposed", Lever.HIDE, good="no")
_PATCHED = Guard("is_patched", Lever.PATCH)
_MFA = Guard("mfa", Lever.MFA)
_ASSET_KINDS = frozenset({"site", "service", "product", "information", "build"})
UNLISTED = "device"  # the kind that an organisation without a stated device is judged as


def draw_nodes(draft: Draft) -> None:
    """All nodes, where things stand, entries and assets."""
    for own in draft.material.organisation_ids:
        _organisation(draft, own)
    for item in draft.material.items:
        if item.kind in NODE_KINDS and draft.has(item.organisation_id):
            _item(draft, item)
    _places(draft)
    _unlisted(draft)
    _outputs(draft)
    _assets(draft)


def _organisation(draft: Draft, own: int) -> None:
    marks = NodeMark.OURS if draft.is_ours(own) else NodeMark(0)
    marks |= NodeMark.HOME if own in draft.standpoint.tops else NodeMark(0)
    draft.add(NodeDraft(organisation_name(own), NodeKind.ORGANISATION, own, marks))


def _item(draft: Draft, item: ChainItem) -> None:
    marks = NodeMark.OURS if draft.is_ours(item.organisation_id) else NodeMark(0)
    marks |= NodeMark.ASSUMED if item.is_assumed else NodeMark(0)
    node = NodeDraft(item.key, NODE_KINDS[item.kind], item.organisation_id, marks)
    draft.items[item.key] = item
    number = draft.add(node)
    reading = draft.reading(item)
    if item.kind == "site":
        draft.sites.setdefault(item.organisation_id, []).append(number)
        if item.is_assumed:
            draft.assume(Default.SITE)
    elif item.kind == "device":
        node.entry = _device_entry(draft, reading)
    elif item.kind == "build" and reading.is_yes("is_protected"):
        node.needed = 2
    node.used, node.guessed = reading.used, reading.guessed


def _device_entry(draft: Draft, reading: Reading) -> Chance:
    """How likely a device is broken into; what is unknown counts as its worst."""
    given = draft.parameters
    is_hidden, may_be_hidden = reading.is_good(_EXPOSED)
    factors, hopeful, missing = [], [], Lever(0) if is_hidden else Lever.HIDE
    for guard in (_PATCHED, _MFA):
        is_good, may_be_good = reading.is_good(guard)
        if guard is _PATCHED and not is_fresh(reading, draft.standpoint.on, given):
            is_good = may_be_good = False
        factor = given[LEVER_PARAMETERS[guard.lever]]
        factors.append(factor if is_good else 1.0)
        hopeful.append(factor if may_be_good else 1.0)
        missing |= Lever(0) if is_good else guard.lever
    worst = DeviceFacts(None, not is_hidden, None)
    best = DeviceFacts(None, not may_be_hidden, None)
    return Chance(
        breach_chance(worst, factors, days=SPAN_DAYS, parameters=given),
        breach_chance(best, hopeful, days=SPAN_DAYS, parameters=given),
        missing,
    )


def _places(draft: Draft) -> None:
    """On which nodes each thing stands: as told, else every site of its organisation."""
    for link in draft.links("location"):
        thing, at = draft.place.get(link.source_item), draft.place.get(link.target_item)
        if thing is not None and at is not None:
            draft.hosts.setdefault(thing, []).append(at)
    for name, item in draft.items.items():
        number = draft.place[name]
        if item.kind != "site" and number not in draft.hosts:
            draft.hosts[number] = list(draft.sites[item.organisation_id])
            draft.assume(Default.PLACE)


def _unlisted(draft: Draft) -> None:
    """An organisation of which no device is told counts as one with the weakest device.

    Not so the top of our own house: it is where an intruder wants to get, and only its stated
    devices are ways in.
    """
    listed = {item.organisation_id for item in draft.items.values() if item.kind == "device"}
    for own in draft.material.organisation_ids:
        if own in listed or own in draft.standpoint.tops:
            continue
        node, reading = draft.nodes[draft.organisation(own)], Reading(draft.tally, UNLISTED, {})
        node.entry = _device_entry(draft, reading)
        node.used, node.guessed = reading.used, reading.guessed
        draft.assume(Default.ENTRY)


def _outputs(draft: Draft) -> None:
    """What our sites, and products of ours that get supplies of their own, make in a day."""
    fed = {draft.place.get(one.target_item) for one in draft.links("supply")}
    made: dict[int, float | None] = {}
    for name, item in draft.items.items():
        number = draft.place[name]
        is_fed = item.kind == "product" and number in fed
        if draft.is_ours(item.organisation_id) and (item.kind == "site" or is_fed):
            reading = draft.reading(item)
            made[number] = reading.told_number("daily_value") if item.kind == "site" else None
            draft.nodes[number].used += reading.used
            draft.nodes[number].guessed += reading.guessed
    usual = mean_of(list(made.values()))
    for number, value in made.items():
        draft.nodes[number].output = usual if value is None else value
        draft.assume(Default.OUTPUT, int(value is None))


def _assets(draft: Draft) -> None:
    """What we want to keep: stated things of ours, else our organisations; and one goal for all."""
    stated = [
        node
        for node in draft.nodes
        if node.marks & NodeMark.OURS
        and not node.marks & NodeMark.ASSUMED
        and node.name in draft.items
        and draft.items[node.name].kind in _ASSET_KINDS
    ]
    if not stated:
        stated = [
            node
            for node in draft.nodes
            if node.kind is NodeKind.ORGANISATION and node.marks & NodeMark.HOME
        ]
        draft.assume(Default.ASSET, len(stated))
    for node in stated:
        node.marks |= NodeMark.ASSET
    draft.add(NodeDraft(OURS, NodeKind.ASSET, 0))
