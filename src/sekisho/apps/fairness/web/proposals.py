"""What stands against a proposal, in words for the page of measures."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sekisho.apps.fairness.queries.proposals import concerns_about
from sekisho.apps.fairness.web.words import shown_concern
from sekisho.apps.measures.queries.looks import Point, Proposed


def look_over(proposed: Proposed, now: datetime) -> Iterable[Point]:
    """Each concern, in the reader's words."""
    for concern in concerns_about(proposed, now=now):
        shown = shown_concern(concern)
        yield Point(
            key=concern.key,
            code=concern.code,
            what=shown.what,
            found=shown.found,
            hint=shown.hint,
            advice=shown.advice,
            source_title=shown.source_title,
            source_address=shown.source.address,
        )
