"""Columns from left to right, each in an order that lets few links cross.

After Sugiyama, Tagawa, Toda (1981), IEEE Trans. SMC 11:109: each node moves to the mean height of
its neighbours in other columns, column by column, forth and back. A column with more nodes than the
picture has rows becomes a band of several columns.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Longs = NDArray[np.int64]
_SWEEPS = 6
_TALL = 0.7  # rows for each column that a square would have


@dataclass(frozen=True, slots=True)
class Band:
    """One column, or the columns that it was folded into: from x `first` to x `last`."""

    column: int
    first: int
    last: int
    count: int


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """A cell for each node; `y` counts half cells, so that short columns stand in the middle."""

    x: Longs
    y: Longs
    bands: tuple[Band, ...] = ()


def in_tiers(column: Longs, source: Longs, target: Longs, *, rows: int = 0, gap: int = 0) -> Places:
    """Places with x growing with `column`; links join positions of `column`.

    `rows` is the most in one column, 0 for as many as make a picture somewhat wider than tall;
    `gap` empty columns stand between two tiers. Six sweeps, each linear in nodes and links but for
    sorting.
    """
    count = len(column)
    rows = rows or max(1, math.ceil(_TALL * math.sqrt(count)))
    numbers = np.unique(column)
    members = [np.flatnonzero(column == one) for one in numbers]
    pulls = [_pulls(own, column, source, target) for own in members]
    y = np.zeros(count, np.int64)
    for own in members:
        y[own] = _heights(len(own), rows)
    for sweep in range(_SWEEPS):
        turn = range(len(members)) if sweep % 2 == 0 else range(len(members) - 1, -1, -1)
        for at in turn:
            members[at] = _ordered(members[at], pulls[at], y)
            y[members[at]] = _heights(len(members[at]), rows)
    return _placed((numbers, members), y, rows, gap)


def _pulls(own: Longs, column: Longs, source: Longs, target: Longs) -> tuple[Longs, Longs]:
    """The links of a column's nodes to other columns, as this end and that end."""
    here, there = np.concatenate([source, target]), np.concatenate([target, source])
    is_of = np.zeros(len(column), np.bool_)
    is_of[own] = True
    kept = is_of[here] & ~is_of[there]
    return here[kept], there[kept]


def _ordered(own: Longs, pulls: tuple[Longs, Longs], y: Longs) -> Longs:
    """The column sorted by the mean height of neighbours; nodes without any keep their height."""
    here, there = pulls
    sums = np.bincount(here, weights=y[there], minlength=len(y))
    many = np.bincount(here, minlength=len(y))
    wanted = np.where(many > 0, sums / np.maximum(many, 1), y)
    return own[np.argsort(wanted[own], kind="stable")]


def _heights(count: int, rows: int) -> Longs:
    """The height of the first, second, … node of a column, in half cells around the middle."""
    wide = math.ceil(count / rows)
    tall = math.ceil(count / wide)
    return 2 * (np.arange(count, dtype=np.int64) // wide) + (rows - tall)


def _placed(tiers: tuple[Longs, list[Longs]], y: Longs, rows: int, gap: int) -> Places:
    x = np.zeros(len(y), np.int64)
    bands, first = [], 0
    for number, own in zip(*tiers, strict=True):
        wide = math.ceil(len(own) / rows)
        x[own] = first + np.arange(len(own)) % wide
        bands.append(Band(int(number), first, first + wide - 1, len(own)))
        first += wide + gap
    return Places(x, y, tuple(bands))
