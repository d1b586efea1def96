"""If this one stops: who follows, on which day, for what reason."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from sekisho.apps.chain.queries.labels import Label, labels_for
from sekisho.kernel.actor import Actor

if TYPE_CHECKING:
    from sekisho.engines.topology.chain import Chain
    from sekisho.engines.topology.striking import Stop, Stopped

OUTAGES = (1, 3, 7, 14, 30)  # days to choose from
_AFTER = 14  # days that are followed beyond the outage, and stocks beyond that
_MOST_DAYS = 90
MOST_ROWS = 2_000


@dataclass(frozen=True, slots=True)
class StopRow:
    """One that stops or slows down; `cause` is None where it was struck itself."""

    label: Label
    cause: Label | None
    day: int
    level: float
    stock_days: float
    back_day: int | None
    is_struck: bool
    is_ours: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What follows; `lost` is the share of our output lost each day, `rows` in the order of days.

    `more` tells how many rows are left out.
    """

    struck: Label
    outage_days: int
    horizon_days: int
    rows: tuple[StopRow, ...]
    more: int
    lost: tuple[float, ...]
    steady_loss: float
    used: int
    guessed: int
    is_avalanche: bool

    @property
    def first_day_of_ours(self) -> int | None:
        """The day on which something of ours is short first."""
        return min((row.day for row in self.rows if row.is_ours), default=None)

    @property
    def days_lost(self) -> float:
        """All losses together, in days of our whole output."""
        return sum(self.lost)


def outcome_for(actor: Actor, chain: Chain, node: int, outage_days: int) -> Outcome:
    """What follows when a node is out for so many days."""
    found = _stopped(chain, node, outage_days)
    shown = found.stops[:MOST_ROWS]
    causes = {one.cause for one in shown if one.cause >= 0}
    labels = labels_for(actor, chain, {node, *causes, *(one.node for one in shown)})
    struck = {int(one) for one in found.struck}
    return Outcome(
        struck=labels[node],
        outage_days=outage_days,
        horizon_days=found.horizon_days,
        rows=tuple(_row(chain, one, labels, struck) for one in shown),
        more=len(found.stops) - len(shown),
        lost=tuple(float(one) for one in found.lost),
        steady_loss=found.steady_loss,
        used=found.used,
        guessed=found.guessed,
        is_avalanche=found.is_avalanche,
    )


@lru_cache(maxsize=16)
def _stopped(chain: Chain, node: int, outage_days: int) -> Stopped:
    from sekisho.engines.topology.striking import stopped_by

    days = min(2 * outage_days + _AFTER, _MOST_DAYS)
    return stopped_by(chain, node, outage_days=outage_days, horizon_days=days)


def _row(chain: Chain, stop: Stop, labels: dict[int, Label], struck: set[int]) -> StopRow:
    from sekisho.engines.topology.words import NodeMark

    return StopRow(
        label=labels[stop.node],
        cause=labels.get(stop.cause),
        day=stop.day,
        level=stop.level,
        stock_days=stop.stock_days,
        back_day=stop.back_day,
        is_struck=stop.node in struck,
        is_ours=bool(chain.marks[stop.node] & NodeMark.OURS),
    )
