"""Marks that rooms above put beside answers: who gave them, when not the respondent alone.

They register a source in their `apps.py`. The pages and files that show answers ask here, after
they have found the assignments within reach.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AnswerMark:
    """One mark of one answer: icon, word and a line that says more, in the reader's language.

    `revision` is the answer's revision it belongs to: a later answer no longer carries it.
    """

    icon: str
    word: str
    detail: str
    revision: int


# Takes assignment numbers; gives marks by assignment number and question key.
MarkSource = Callable[[Sequence[int]], Mapping[tuple[int, str], AnswerMark]]
_sources: dict[str, MarkSource] = {}


def register_marks(name: str, source: MarkSource) -> None:
    """Add a source of marks; the same name replaces."""
    _sources[name] = source


def marks_of(assignment_ids: Sequence[int]) -> dict[tuple[int, str], AnswerMark]:
    """Every mark of these assignments, by assignment number and question key."""
    found: dict[tuple[int, str], AnswerMark] = {}
    for source in _sources.values():
        found.update(source(assignment_ids))
    return found
