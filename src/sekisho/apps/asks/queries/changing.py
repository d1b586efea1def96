"""What extending or withdrawing an ask would do, and whether one was withdrawn."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q

from sekisho.apps.asks.models import Assignment, Wave
from sekisho.apps.asks.queries.standing import OPEN_STATES

EXTENDED, WITHDRAWN = "extended", "withdrawn"  # kinds of waves
CHANGE_LETTERS = ("asks.extended", "asks.withdrawn")


@dataclass(frozen=True, slots=True)
class Changeable:
    """Those awaited, how many of them can be told by letter, and their latest deadline."""

    count: int
    told: int
    latest_due_at: datetime | None


def changeable(ask_id: int) -> Q:
    """A condition over assignments of an ask: an answer is still awaited."""
    return Q(ask_id=ask_id, state__in=OPEN_STATES)


def changeable_of(ask_id: int, only: Sequence[uuid.UUID] = ()) -> Changeable:
    """Whom a change of this ask concerns; the caller has fetched the ask through its gate."""
    rows = Assignment.objects.filter(changeable(ask_id), Q(uid__in=only) if only else Q())
    found = rows.aggregate(count=Count("id"), told=Count("contact_id"), latest_due_at=Max("due_at"))
    return Changeable(**found)


def is_withdrawn(ask_id: int) -> bool:
    """Whether the ask was taken back, not just closed."""
    return Wave.objects.filter(ask_id=ask_id, kind=WITHDRAWN).exists()
