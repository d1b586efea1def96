"""If this one stops: what stops with it at once, who follows on which day and why, what is lost.

A company stops with all that it runs. A device that is broken into stops the places where it stands
and what runs on it: whoever finds an intruder there cuts the place off.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sekisho.engines.chain.cascade import cascade
from sekisho.engines.chain.days import DailyRun, Event, Outage, days_after
from sekisho.engines.chain.kernels import Flags, Floats, Longs
from sekisho.engines.chain.provenance import Provenance
from sekisho.engines.chain.snapshot import NodeKind
from sekisho.engines.topology.chain import Chain
from sekisho.engines.topology.words import Way

_RUNNING = (NodeKind.SITE, NodeKind.SERVICE, NodeKind.PRODUCT, NodeKind.SOFTWARE)
_PLACES = (NodeKind.SITE, NodeKind.SERVICE)
_FEW = 50  # in a chain of a few nodes half of them is no avalanche


@dataclass(frozen=True, slots=True)
class Stop:
    """A node that makes less from `day` on; `back_day` is None when it is not back in time.

    `level` is the least that it makes (0..1), `cause` the source that it lacks (-1: it was struck),
    `stock_days` what its scarcest group held when it began.
    """

    node: int
    day: int
    level: float
    cause: int
    stock_days: float
    back_day: int | None


@dataclass(frozen=True, slots=True, eq=False)
class Stopped:
    """What follows an outage of some days, in the order in which it happens.

    `lost` is the share of our daily output lost on each day; `steady_loss` the share that stays
    lost while the outage lasts. `guessed` of `used` values behind the wires that were followed were
    told by nobody. `is_avalanche`: it harms more than the stated share of all nodes of the chain.
    """

    provenance: Provenance
    struck: Longs
    outage_days: float
    horizon_days: int
    stops: tuple[Stop, ...]
    lost: Floats
    steady_loss: float
    used: int
    guessed: int
    is_avalanche: bool


def struck_with(chain: Chain, node: int) -> Longs:
    """The nodes that stop at once when this one does, itself first."""
    kind = chain.node["kind"]
    if kind[node] == NodeKind.ORGANISATION:
        owned = (chain.owner == chain.owner[node]) & np.isin(kind, _RUNNING)
        return np.concatenate([[node], np.flatnonzero(owned)])
    if kind[node] == NodeKind.DEVICE:
        return _with_places(chain, node)
    down = chain.goes_down[chain.falls == node]
    return np.concatenate([[node], np.setdiff1d(down, [node])])


def stopped_by(chain: Chain, node: int, *, outage_days: float, horizon_days: int) -> Stopped:
    """What follows when the node, and what stops with it, is out from day 0 for so many days."""
    struck = struck_with(chain, node)
    followed = downstream(chain, struck)
    run = days_after(
        chain.by_day,
        Outage(struck, 0.0, outage_days),
        days=horizon_days,
        tau_days=chain.parameters["tau_days"],
        among=np.flatnonzero(followed),
    )
    spread = cascade(chain.steady, struck, 0.0, chain.rules)
    slack = chain.parameters["slack"]
    stops = _stops(run, slack)
    wires = followed[chain.snapshot.source] & (chain.by_day.group >= 0)
    harmed = int((np.minimum(spread.down, spread.up) < 1 - slack).sum())
    total = max(float(chain.by_day.output.sum()), 1e-300)
    return Stopped(
        provenance=chain.provenance(),
        struck=struck,
        outage_days=outage_days,
        horizon_days=horizon_days,
        stops=stops,
        lost=run.lost / total,
        steady_loss=spread.loss,
        used=int(chain.link["used"][wires].sum()),
        guessed=int(chain.link["guessed"][wires].sum()),
        is_avalanche=harmed > avalanche_size(chain),
    )


def avalanche_size(chain: Chain) -> float:
    """How many one stop harms at most outside the avalanche regime; inf in a small chain."""
    able = len(np.unique(chain.by_day.groups.customer))
    return chain.parameters["avalanche_share"] * able if able >= _FEW else np.inf


def downstream(chain: Chain, nodes: Longs) -> Flags:
    """Which nodes could lack something when these stop; they themselves, too."""
    found = np.zeros(chain.snapshot.nodes, np.bool_)
    found[nodes] = True
    live = chain.by_day.group >= 0
    source, target = chain.snapshot.source[live], chain.snapshot.target[live]
    count = 0
    while count != (count := int(found.sum())):
        found[target[found[source]]] = True
    return found


def _with_places(chain: Chain, device: int) -> Longs:
    """A device with the places where it stands and all that runs there."""
    source, target = chain.snapshot.source, chain.snapshot.target
    inside = (source == device) & (chain.link["way"] == Way.INSIDE)
    places = [one for one in target[inside] if chain.node["kind"][one] in _PLACES]
    runs = chain.goes_down[np.isin(chain.falls, [device, *places])]
    return np.concatenate([[device], np.setdiff1d(np.union1d(places, runs), [device])]).astype(int)


def _stops(run: DailyRun, slack: float) -> tuple[Stop, ...]:
    """First fall and return of every node that falls below what the slack absorbs."""
    column = {int(node): place for place, node in enumerate(run.nodes)}
    first: dict[int, Event] = {}
    back: dict[int, int] = {}
    for event in run.events:
        if event.level < 1 and event.node not in first:
            first[event.node] = event
        elif event.level >= 1 and event.node in first:
            back[event.node] = event.day
    found = []
    for node, event in first.items():
        levels = run.levels[:, column[node]]
        if levels.min() < 1 - slack:
            is_back = levels[-1] >= 1 - slack
            day = back.get(node) if is_back else None
            found.append(
                Stop(node, event.day, float(levels.min()), event.cause, event.stock_days, day)
            )
    return tuple(sorted(found, key=lambda one: (one.day, one.node)))
