"""From where an actor sees the chain, and whether anything has changed since it was reckoned."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sekisho.adapters.content import content_folder
from sekisho.adapters.content.chain import load_parameters
from sekisho.apps.inventory.queries.catalogue import assumptions, catalogue
from sekisho.apps.inventory.queries.naming import material_mark
from sekisho.apps.organisations.queries import granted_ids, group_members_for, home_id
from sekisho.apps.organisations.queries.trades import network_mark
from sekisho.engines.chain.parameters import Parameters
from sekisho.engines.topology.draft import Standpoint
from sekisho.kernel.actor import Actor, Capability

_FORM = "2"  # of what is kept; another one makes everybody reckon anew


@dataclass(frozen=True, slots=True)
class Reach:
    """Who sees the same chain: a hash of the organisations, and these; none is all of them."""

    key: str
    organisation_ids: tuple[int, ...]


def reach_of(actor: Actor) -> Reach:
    """From which organisations the actor looks."""
    at = actor.organisations_with(Capability.VIEW)
    ids = () if granted_ids(actor) is None else tuple(sorted(at))
    text = ",".join(map(str, ids)) or ("all" if granted_ids(actor) is None else "none")
    return Reach(hashlib.sha256(text.encode()).hexdigest(), ids)


def standpoint_of(actor: Actor, on: date) -> Standpoint:
    """Which organisations count as ours, and which of them are the top of what the actor sees."""
    members = group_members_for(actor)
    ours = frozenset(one.id for one in members)
    tops = frozenset(one.id for one in members if one.parent_id not in ours)
    family = frozenset((one.id, one.parent_id) for one in members if one.parent_id is not None)
    if granted_ids(actor) is None:
        tops = frozenset({home_id()})
    return Standpoint(ours, tops, on, family)


@lru_cache(maxsize=1)
def parameters() -> Parameters:
    """The newest version of the numbers that everything rests on."""
    return load_parameters(content_folder() / "chain")[-1]


def mark_of(actor: Actor, on: date) -> str:
    """A value that changes with everything that the actor's chain is made of, and with the day."""
    said = (
        *(_FORM, parameters().version, catalogue().version, assumptions().version, on),
        *network_mark(actor),
        *material_mark(actor),
    )
    return hashlib.sha256(repr(said).encode()).hexdigest()
