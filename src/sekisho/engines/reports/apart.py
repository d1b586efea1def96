"""Whether two published states, set against each other, tell of fewer than five partners.

Whoever holds both can add up the cells of one, take away cells of the other, and is left with those
members that stand in only one of the two sums or have another score in it. Nobody is told when
these are none or five at least, for whichever cells are taken: the names of cells do not matter.
All choices at once are the cuts of a graph whose points are the cells of both states and the
outside, so the least cut answers for them (Stoer and Wagner 1997, A simple min-cut algorithm).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

FEWEST_OTHERS = 5
_WHOLE, _HALF = 2, 1  # a member counts twice, so that it can be shared among three points
_OUTSIDE = 0
Edges = dict[int, dict[int, int]]
_Held = dict[int, tuple[int, float]]


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


def may_follow(old: Mapping[str, PeerFigures], new: Mapping[str, PeerFigures]) -> bool:
    """Whether the new state may be published beside the old one, in every category."""
    cells = [*old.values(), *new.values()]
    categories = {key for cell in cells for scores in cell.members.values() for key in scores}
    return all(_has_no_small_cut(_edges(old, new, one)) for one in categories)


def _edges(old: Mapping[str, PeerFigures], new: Mapping[str, PeerFigures], category: str) -> Edges:
    """Each member ties the cells in which it stands; in only one, or with another score, it ties
    them to the outside too. Cutting its tie costs one member, wherever it is cut.
    """
    before, after = _held(old, category, 1), _held(new, category, 1 + len(old))
    edges: Edges = defaultdict(lambda: defaultdict(int))
    for own in {*before, *after}:
        here, then = before.get(own, (_OUTSIDE, 0.0))
        there, now = after.get(own, (_OUTSIDE, 0.0))
        if _OUTSIDE in {here, there} or then == now:
            _tie(edges, here, there, _WHOLE)
        else:
            for one, other in ((here, there), (here, _OUTSIDE), (there, _OUTSIDE)):
                _tie(edges, one, other, _HALF)
    return edges


def _held(state: Mapping[str, PeerFigures], category: str, start: int) -> _Held:
    """The cell and score of each member; a category that fewer than five have is never shown."""
    found: _Held = {}
    for number, name in enumerate(sorted(state), start=start):
        having = {
            own: scores[category]
            for own, scores in state[name].members.items()
            if category in scores
        }
        if len(having) >= FEWEST_OTHERS:
            found.update((own, (number, score)) for own, score in having.items())
    return found


def _tie(edges: Edges, one: int, other: int, weight: int) -> None:
    edges[one][other] += weight
    edges[other][one] += weight


def _has_no_small_cut(edges: Edges) -> bool:
    """Whether every way to part the points costs nothing or five members at least."""
    while len(edges) > 1:
        *_, (before, _cost), (last, cost) = _tightest_first(edges)
        if 0 < cost < _WHOLE * FEWEST_OTHERS:
            return False
        for other, weight in edges.pop(last).items():
            del edges[other][last]
            if other != before:
                _tie(edges, before, other, weight)
    return True


def _tightest_first(edges: Edges) -> Iterator[tuple[int, int]]:
    """Every point once, the one tied most to those before it first, with the cost of that tie."""
    costs = dict.fromkeys(sorted(edges), 0)
    while costs:
        point = max(costs, key=lambda one: costs[one])
        yield point, costs.pop(point)
        for other, weight in edges[point].items():
            if other in costs:
                costs[other] += weight
