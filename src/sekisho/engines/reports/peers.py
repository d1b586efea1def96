"""Comparing one partner with its peers so that no other partner can be read out of it.

Cells are disjoint: every partner stands in one and only one of them, so no two published figures
overlap and none can be taken from another. A cell has six members or more, so each is compared with
five others at least; smaller groups melt together, and what is left over is not compared. What was
published stays until the new state can be set against every earlier one: see `apart`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sekisho.engines.reports.apart import FEWEST_OTHERS, PeerFigures, may_follow

_FEWEST = FEWEST_OTHERS + 1
_ABOUT = 5  # points: nearer than that counts as about the same
_SIZES = ((20, "s20"), (100, "s100"), (300, "s300"))
EVERYBODY = "all"


@dataclass(frozen=True, slots=True)
class Peer:
    """One partner that has submitted: what it is compared by, and its scores 0 to 100.

    `scores` are by category key, with "" for the whole; a category without a score is left out.
    """

    id: int
    tier: int | None
    headcount: int | None
    scores: Mapping[str, float]


class Standing(StrEnum):
    """Where one's own score lies, in words that name no rank."""

    ABOVE = "above"
    ABOUT = "about"
    BELOW = "below"


def size_class(headcount: int | None) -> str:
    """The class of a number of employees: up to 20, 100, 300, above; "" when it is unknown."""
    if headcount is None:
        return ""
    return next((name for most, name in _SIZES if headcount <= most), "large")


def cells_of(peers: Sequence[Peer]) -> dict[int, str]:
    """The cell of each partner by id; who stands in none is left out. No cell has fewer than six.

    Tier and size class first; what is too few melts into its tier, then into the rest.
    """
    fine = _grouped(peers, lambda one: f"tier:{one.tier}/size:{size_class(one.headcount)}")
    placed, left = _settled(fine)
    tiers, rest = _settled(_grouped(left, lambda one: f"tier:{one.tier}"))
    last, _alone = _settled({EVERYBODY: rest})
    return {**placed, **tiers, **last}


def peer_figures(peers: Iterable[Peer]) -> PeerFigures:
    """The figures of one cell from its members."""
    return PeerFigures({one.id: dict(one.scores) for one in peers})


def published_next(
    published: Sequence[Mapping[str, PeerFigures]], fresh: Mapping[str, PeerFigures]
) -> tuple[Mapping[str, PeerFigures], ...]:
    """Every published state with the fresh one at its end, if it may stand beside each of them;
    else as before. The last one is what is shown.
    """
    if published and published[-1] == fresh:
        return tuple(published)
    if all(may_follow(state, fresh) for state in published):
        return (*published, fresh)
    return tuple(published)


def standing_of(own: float, mean: float) -> Standing:
    """Above, about or below; within five points counts as about."""
    if abs(own - mean) < _ABOUT:
        return Standing.ABOUT
    return Standing.ABOVE if own > mean else Standing.BELOW


def _grouped(peers: Iterable[Peer], name_of: Callable[[Peer], str]) -> dict[str, list[Peer]]:
    found: dict[str, list[Peer]] = defaultdict(list)
    for one in peers:
        found[name_of(one)].append(one)
    return found


def _settled(groups: Mapping[str, Sequence[Peer]]) -> tuple[dict[int, str], list[Peer]]:
    """Those in groups that are large enough, and all others."""
    placed: dict[int, str] = {}
    left: list[Peer] = []
    for name, members in groups.items():
        if len(members) >= _FEWEST:
            placed.update((one.id, name) for one in members)
        else:
            left.extend(members)
    return placed, left
