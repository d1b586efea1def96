"""Comparing one partner with its peers so that no other partner can be read out of it.

Cells are disjoint: every partner stands in one and only one of them, so no two published figures
overlap and none can be taken from another. A cell has six members or more, so each is compared with
five others at least; smaller groups melt together, and what is left over is not compared. What was
published of a cell stays until five of its members are new, gone or have answered anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

FEWEST_OTHERS = 5
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


@dataclass(frozen=True, slots=True)
class PeerFigures:
    """What is published of one cell: the scores of its members by id, at that moment."""

    members: Mapping[int, Mapping[str, float]]

    def mean_of_others(self, own_id: int, category: str) -> int | None:
        """The rounded mean of the others, None with fewer than five of them."""
        others = [
            scores[category]
            for own, scores in self.members.items()
            if own != own_id and category in scores
        ]
        return round(sum(others) / len(others)) if len(others) >= FEWEST_OTHERS else None

    def others(self, own_id: int, category: str) -> int:
        """How many others have a score there."""
        return sum(category in scores for own, scores in self.members.items() if own != own_id)


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


def kept_or_new(
    published: Mapping[str, PeerFigures], fresh: Mapping[str, PeerFigures]
) -> dict[str, PeerFigures]:
    """What is published next: everything anew when each cell has moved by five members or not at
    all, else what was published before.

    Two states of a cell that differ by fewer would tell those few.
    """
    if not published:
        return dict(fresh)
    names = {*published, *fresh}
    moved = [n for name in names for n in _moved(published.get(name), fresh.get(name)).values()]
    return dict(fresh) if all(n >= FEWEST_OTHERS for n in moved) else dict(published)


def standing_of(own: float, mean: float) -> Standing:
    """Above, about or below; within five points counts as about."""
    if abs(own - mean) < _ABOUT:
        return Standing.ABOUT
    return Standing.ABOVE if own > mean else Standing.BELOW


def _moved(old: PeerFigures | None, new: PeerFigures | None) -> dict[str, int]:
    """By category, how many members are new, gone, or have another score; none is left out."""
    before, after = old.members if old else {}, new.members if new else {}
    found: dict[str, int] = defaultdict(int)
    for own in {*before, *after}:
        then, now = before.get(own, {}), after.get(own, {})
        for category in {*then, *now}:
            if then.get(category) != now.get(category):
                found[category] += 1
    return found


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
