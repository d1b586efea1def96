"""The nodes some steps up and down from one, at most so many a step, and how many were left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sekisho.engines.drawing.tiers import Longs

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Wish:
    """How many steps up (against the links) and down, and how many nodes a step at most."""

    up: int
    down: int
    most: int


@dataclass(frozen=True, slots=True, eq=False)
class Around:
    """`step[i]` of `nodes[i]`: minus up, plus down, 0 for the start. `left_out` counts by step."""

    nodes: Longs
    step: Longs
    left_out: Mapping[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """What is walked: links between nodes, which nodes may be shown, the weightier ones first."""

    source: Longs
    target: Longs
    is_wanted: Flags
    rank: Longs


def around(start: int, field: Field, wish: Wish) -> Around:
    """Who is reached straight up and straight down, never zigzag; nearer counts, then up.

    What is not wanted is walked through and not shown; what is left out for want of room is not
    walked on from. Each step is linear in links.
    """
    seen = np.zeros(len(field.is_wanted), np.bool_)
    seen[start] = True
    nodes, steps, left_out = [start], [0], dict[int, int]()
    fronts = {-1: np.array([start]), 1: np.array([start])}
    for distance in range(1, max(wish.up, wish.down) + 1):
        for sign, limit in ((-1, wish.up), (1, wish.down)):
            if distance > limit:
                continue
            found = _beyond(fronts[sign], field, seen, is_up=sign < 0)
            seen[found] = True
            wanted = found[field.is_wanted[found]]
            wanted = wanted[np.argsort(field.rank[wanted], kind="stable")]
            shown = wanted[: wish.most]
            if len(wanted) > len(shown):
                left_out[sign * distance] = len(wanted) - len(shown)
            nodes += shown.tolist()
            steps += [sign * distance] * len(shown)
            fronts[sign] = np.concatenate([shown, found[~field.is_wanted[found]]])
    return Around(np.array(nodes, np.int64), np.array(steps, np.int64), left_out)


def _beyond(front: Longs, field: Field, seen: Flags, *, is_up: bool) -> Longs:
    """The neighbours of a front that were not seen yet, in the order of their numbers."""
    here, there = (field.target, field.source) if is_up else (field.source, field.target)
    is_front = np.zeros(len(seen), np.bool_)
    is_front[front] = True
    ahead = np.unique(there[is_front[here]])
    return np.asarray(ahead[~seen[ahead]], np.int64)
