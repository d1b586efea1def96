"""A table to take away: headings and rows, with what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet; `notes` say what the figures rest on."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[Sequence[Cell], ...]
    notes: tuple[str, ...]
