"""Free places: what is linked stands close, what is not drifts apart, and everybody has a cell.

Three steps, all linear in nodes and links but for sorting: smoothing over neighbours gives the
large shape (power iteration towards the smoothest vectors of the graph, Koren 2005, Computers and
Mathematics with Applications 49:1867), springs against a field of density the small one, and
packing gives each node a cell of its own near where it wanted to be. No chance anywhere.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from sekisho.engines.drawing.tiers import Longs, Places

Floats = NDArray[np.float64]
_SMOOTHING, _SETTLING = 60, 50
_GRID = 96  # cells a side of the field of density
_ROOM = 3.0  # cells of the picture for each node
_WIDE = 1.5  # width by height
_GOLDEN = math.pi * (3 - math.sqrt(5))


def freely(count: int, source: Longs, target: Longs) -> Places:
    """Places for nodes 0..count-1; self-links and parallel links may occur."""
    if count == 0:
        return Places(np.zeros(0, np.int64), np.zeros(0, np.int64))
    here, there = np.concatenate([source, target]), np.concatenate([target, source])
    degree = np.maximum(np.bincount(here, minlength=count), 1).astype(np.float64)
    x, y = _smoothed(_spiral(count), (here, there), degree)
    x, y = _settled((x, y), (here, there), degree)
    rows = max(1, math.ceil(math.sqrt(_ROOM * count / _WIDE)))
    return _packed(_WIDE * rows * x, rows * y, rows)


def _spiral(count: int) -> tuple[Floats, Floats]:
    """Points of a sunflower: even, and different for each node."""
    n = np.arange(count) + 0.5
    radius = np.sqrt(n / count)
    return radius * np.cos(n * _GOLDEN), radius * np.sin(n * _GOLDEN)


def _smoothed(
    start: tuple[Floats, Floats], ends: tuple[Longs, Longs], degree: Floats
) -> tuple[Floats, Floats]:
    """Two unlike directions, each averaged over neighbours again and again."""
    x, y = start
    for _ in range(_SMOOTHING):
        x = _centred(0.5 * x + 0.5 * _mean(x, ends, degree), degree)
        y = _centred(0.5 * y + 0.5 * _mean(y, ends, degree), degree)
        y = _centred(y - x * (degree * x * y).sum(), degree)
    spread = _spiral(len(x))
    return _levelled(x) + 0.05 * spread[0], _levelled(y) + 0.05 * spread[1]


def _mean(values: Floats, ends: tuple[Longs, Longs], degree: Floats) -> Floats:
    here, there = ends
    sums = np.bincount(here, weights=values[there], minlength=len(values))
    return np.asarray(sums / degree, np.float64)


def _centred(values: Floats, degree: Floats) -> Floats:
    values = values - (degree * values).sum() / degree.sum()
    return np.asarray(values / max(math.sqrt((degree * values * values).sum()), 1e-12))


def _levelled(values: Floats) -> Floats:
    """Half the value, half its rank: from -1 to 1 without great heaps."""
    order = np.argsort(np.round(values, 9), kind="stable")
    rank = np.empty(len(values))
    rank[order] = np.linspace(-1, 1, len(values))
    largest = max(float(np.abs(values).max()), 1e-12)
    return np.asarray(0.5 * rank + 0.5 * values / largest)


def _settled(
    at: tuple[Floats, Floats], ends: tuple[Longs, Longs], degree: Floats
) -> tuple[Floats, Floats]:
    """Springs pull neighbours together, a field of density pushes everybody apart."""
    x, y = at
    for step in range(_SETTLING):
        heat = 0.08 * (1 - step / _SETTLING) + 0.002
        push_x, push_y = _pushes(x, y)
        pull_x, pull_y = _mean(x, ends, degree) - x, _mean(y, ends, degree) - y
        x = np.clip(x + 0.15 * pull_x + heat * push_x, -1.2, 1.2)
        y = np.clip(y + 0.15 * pull_y + heat * push_y, -1.2, 1.2)
    return x, y


def _pushes(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """The downhill direction of the blurred density under each node, at most of length one."""
    column = np.clip(((x + 1.25) / 2.5 * _GRID).astype(np.int64), 0, _GRID - 1)
    row = np.clip(((y + 1.25) / 2.5 * _GRID).astype(np.int64), 0, _GRID - 1)
    field = np.bincount(row * _GRID + column, minlength=_GRID * _GRID).astype(np.float64)
    blurred = _blurred(field.reshape(_GRID, _GRID)) * (_GRID * _GRID / len(x))
    down_y, down_x = np.gradient(-blurred)
    length = np.maximum(np.hypot(down_x, down_y), 1.0)
    return (down_x / length)[row, column], (down_y / length)[row, column]


def _blurred(field: Floats) -> Floats:
    """Means over growing boxes, by running sums."""
    for reach in (2, 5, 9):
        for axis in (0, 1):
            wide = np.concatenate([[reach + 1, reach], [0, 0]]).reshape(2, 2).astype(int)
            pads = wide if axis == 0 else wide[::-1]
            sums = np.cumsum(np.pad(field, [tuple(one) for one in pads], mode="edge"), axis=axis)
            span = 2 * reach + 1
            ahead = np.take(sums, range(span, sums.shape[axis]), axis=axis)
            behind = np.take(sums, range(sums.shape[axis] - span), axis=axis)
            field = (ahead - behind) / span
    return field


def _packed(x: Floats, y: Floats, rows: int) -> Places:
    """A cell for each, near where it wants to be: full columns and taken cells push outwards."""
    columns = np.empty(len(x), np.int64)
    order = np.lexsort((y, np.round(x, 6)))
    columns[order] = _apart(np.floor(x[order]).astype(np.int64), rows)
    heights = np.empty(len(x), np.int64)
    by_column = np.lexsort((np.arange(len(x)), y, columns))
    starts = np.flatnonzero(np.diff(columns[by_column], prepend=columns.min() - 1))
    for own in np.split(by_column, starts[1:]):
        heights[own] = _apart(np.floor(y[own]).astype(np.int64), 1)
    return Places(columns - columns.min(), 2 * (heights - heights.min()))


def _apart(wanted: Longs, capacity: int) -> Longs:
    """Numbers near the wanted ones (sorted), none given more than `capacity` times.

    From the median outwards each takes what it wants or the next that is free.
    """
    middle = len(wanted) // 2
    upper = _upwards(wanted[middle:], capacity)
    below = np.minimum(wanted[:middle], wanted[middle] - 1)
    lower = -_upwards(-below[::-1], capacity)[::-1]
    return np.concatenate([lower, upper])


def _upwards(wanted: Longs, capacity: int) -> Longs:
    turn = np.arange(len(wanted)) // capacity
    late = np.maximum.accumulate(wanted - turn) if capacity == 1 else _by_turns(wanted, capacity)
    return np.asarray(late + turn)


def _by_turns(wanted: Longs, capacity: int) -> Longs:
    """The running maximum of wanted minus turn among those with the same place in their turn."""
    fill = -len(wanted) % capacity
    last = wanted[-1] if len(wanted) else 0
    table = np.concatenate([wanted, np.full(fill, last)]).reshape(-1, capacity)
    table = table - np.arange(len(table))[:, None]
    return np.asarray(np.maximum.accumulate(table, axis=0).ravel()[: len(wanted)])
