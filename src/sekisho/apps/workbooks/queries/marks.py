"""Which answers came in by file, and by whose hand: the marks that stand beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sekisho.apps.asks.queries.filed import places_by_ids
from sekisho.apps.workbooks.models import Filing
from sekisho.apps.workbooks.queries.staged import SAVED, content_of


@dataclass(frozen=True, slots=True)
class FileMark:
    """An answer that came from a file: its revision, the file, who of the office entered it."""

    revision: int
    file_name: str
    entered_by: str
    at: datetime | None


def file_marks(assignment_ids: Sequence[int]) -> dict[tuple[int, str], FileMark]:
    """The newest mark of each answer by assignment number and question key.

    The caller has found the assignments within reach.
    """
    rows = list(
        Filing.objects.filter(assignment_id__in=list(assignment_ids), state=SAVED).order_by("id")
    )
    places = places_by_ids({row.assignment_id for row in rows if row.assignment_id})
    found: dict[tuple[int, str], FileMark] = {}
    for row in rows:
        own = row.assignment_id
        if own is None:
            continue
        content = content_of(row, places[own])
        for key, revision in content["saved"].items():
            mark = FileMark(revision, content["file"], content.get("by", ""), row.saved_at)
            found[own, key] = mark
    return found
