"""The chain of an actor, reckoned: at once when it is small, from what is kept when it is large.

What was reckoned stays in the memory of the process until register or inventory change, or the day
does (an update of a device grows old). The compiler is loaded only when a chain is asked for.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import TYPE_CHECKING

from django.conf import settings

from sekisho.apps.chain.models import Kept
from sekisho.apps.chain.queries.kept import opened
from sekisho.apps.chain.queries.reach import mark_of, parameters, reach_of, standpoint_of
from sekisho.apps.inventory.queries.entries import kind_counts
from sekisho.apps.inventory.queries.material import chain_material_for
from sekisho.apps.organisations.queries.trades import bodies_within
from sekisho.kernel.actor import Actor
from sekisho.kernel.errors import Unavailable
from sekisho.kernel.reading import remembered

if TYPE_CHECKING:
    from sekisho.engines.topology.chain import Chain
    from sekisho.engines.topology.drawn import Drawn

MOST_BODIES_AT_ONCE = 1_000
MOST_ENTRIES_AT_ONCE = 5_000
_MOST_IN_MEMORY = 4
_memory: OrderedDict[tuple[str, str, str], Chain] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """A reckoned chain; `is_current` is False while a newer one is being reckoned."""

    chain: Chain
    is_current: bool
    reckoned_at: datetime


def standing_for(actor: Actor, *, now: datetime) -> Standing | None:
    """The chain within reach, None while a large one has never been reckoned."""
    return remembered((actor, standing_for), lambda: _look_up(actor, now))


def chain_for(actor: Actor, *, now: datetime) -> Chain:
    """The chain within reach. Raises Unavailable (chain.not_reckoned)."""
    found = standing_for(actor, now=now)
    if found is None:
        raise Unavailable("chain.not_reckoned")
    return found.chain


def drawn_for(actor: Actor, *, now: datetime) -> Drawn:
    """The chain within reach drawn anew: seconds when it is large. Raises Unreadable."""
    from sekisho.engines.topology.drawn import draw

    material = chain_material_for(actor)
    return draw(material, standpoint_of(actor, now.date()), parameters())


def is_large(actor: Actor) -> bool:
    """Whether reckoning takes longer than a page may."""
    if len(bodies_within(actor)) > MOST_BODIES_AT_ONCE:
        return True
    return sum(kind_counts(actor).values()) > MOST_ENTRIES_AT_ONCE


def forget_chains_in_memory() -> None:
    """Drop what is in memory: after a restore, and between tests."""
    with _lock:
        _memory.clear()


def _look_up(actor: Actor, now: datetime) -> Standing | None:
    reach, mark = reach_of(actor), mark_of(actor, now.date())
    known = _recall(reach.key, mark)
    if known is not None:
        return Standing(known, is_current=True, reckoned_at=now)
    if not is_large(actor):
        chain = _frozen(drawn_for(actor, now=now))
        return Standing(_keep(reach.key, mark, chain), is_current=True, reckoned_at=now)
    row = Kept.objects.filter(reach=reach.key).exclude(reckoned_at=None).first()
    if row is None or row.reckoned_at is None:
        return None
    chain = _recall(reach.key, row.mark) or _keep(reach.key, row.mark, _frozen(opened(row)))
    return Standing(chain, is_current=row.mark == mark, reckoned_at=row.reckoned_at)


def _frozen(drawn: Drawn) -> Chain:
    from sekisho.engines.topology.chain import chain_of

    return chain_of(drawn, parameters())


def _recall(reach: str, mark: str) -> Chain | None:
    with _lock:
        return _memory.get((_installation(), reach, mark))


def _keep(reach: str, mark: str, chain: Chain) -> Chain:
    with _lock:
        for old in [key for key in _memory if key[:2] == (_installation(), reach)]:
            del _memory[old]
        _memory[_installation(), reach, mark] = chain
        while len(_memory) > _MOST_IN_MEMORY:
            _memory.popitem(last=False)
    return chain


def _installation() -> str:
    return str(settings.DATABASES["default"]["NAME"])
