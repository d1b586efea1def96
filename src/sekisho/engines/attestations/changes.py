"""What has changed between two texts, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, ADDED, REMOVED = "same", "added", "removed"


@dataclass(frozen=True, slots=True)
class LineChange:
    """One line of either text: SAME, ADDED or REMOVED."""

    kind: str
    text: str


def line_changes(before: str, after: str) -> tuple[LineChange, ...]:
    """Both texts as one list of lines, what was taken away standing before what came."""
    return tuple(_changes(before.splitlines(), after.splitlines()))


def _changes(before: list[str], after: list[str]) -> Iterator[LineChange]:
    for tag, low, high, new_low, new_high in SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            yield from (LineChange(SAME, line) for line in before[low:high])
            continue
        yield from (LineChange(REMOVED, line) for line in before[low:high])
        yield from (LineChange(ADDED, line) for line in after[new_low:new_high])
