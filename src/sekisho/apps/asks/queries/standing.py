"""How assignments stand, said once for the list of asks, the board, its list and its files.

Answered means submitted or accepted. A reply that was sent back is awaited again and counts once
more when it is submitted anew; so those who answered and those who are awaited add up to all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from sekisho.apps.asks.models import Assignment, AssignmentState

STATES = tuple(AssignmentState.values)
MARKS = ("needs_you", "overdue", "bounced", "returned")
OPEN_STATES = (
    AssignmentState.NOT_DELIVERED,
    AssignmentState.WAITING,
    AssignmentState.ANSWERING,
)
ANSWERED_STATES = (AssignmentState.SUBMITTED, AssignmentState.CLOSED)
BOUNCED = Q(state__in=OPEN_STATES, is_bounced=True)
_FIGURES = ("asked", *MARKS)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many assignments stand in each state, and how many carry a mark.

    `needs_you` is what the office must act on: submitted, come back, or overdue; each once.
    `unreached` are those whose letter has not left or came back; each once.
    """

    states: Mapping[str, int]
    asked: int = 0
    needs_you: int = 0
    overdue: int = 0
    bounced: int = 0
    returned: int = 0
    unreached: int = 0

    @property
    def replied(self) -> int:
        """Those whose answer is here: submitted or accepted, and not sent back."""
        return sum(self.states.get(state, 0) for state in ANSWERED_STATES)

    def mark(self, name: str) -> int:
        """How many carry one of the MARKS."""
        return int(getattr(self, name))


def late(now: datetime) -> Q:
    """A condition over assignments: not answered, and the date that counts has passed."""
    passed = Q(returned_until=None) | Q(returned_until__lt=now)
    return Q(state__in=OPEN_STATES, due_at__lt=now) & passed


def late_in(ask_ids: Iterable[int], now: datetime) -> Q:
    """The same within these asks, which are the open ones: in a closed ask nothing is late."""
    known = tuple(ask_ids)
    return Q(ask_id__in=known) & late(now) if known else Q(pk__in=())


def mark_filter(mark: str, is_late: Q) -> Q:
    """A condition over assignments for one of the MARKS; what is late is given."""
    return {
        "overdue": is_late,
        "bounced": BOUNCED,
        "returned": Q(is_returned=True),
        "needs_you": Q(state=AssignmentState.SUBMITTED) | BOUNCED | is_late,
    }[mark]


def grouped(where: Q, is_late: Q, *by: str) -> list[dict[str, Any]]:
    """Every count that a page of asks shows, by state and these fields, in one query."""
    marks = {mark: Count("id", filter=mark_filter(mark, is_late)) for mark in MARKS}
    rows: Any = Assignment.objects.filter(where).order_by()
    return list(rows.values("state", *by).annotate(asked=Count("id"), **marks))


# What decides where an assignment counts; few combinations, however many assignments.
COUNTED_BY = ("state", "due_at", "is_bounced", "is_returned", "returned_until")


def counted(rows: Iterable[Sequence[Any]], *, is_closed: bool, now: datetime) -> Counts:
    """The counts of assignments given as the values of COUNTED_BY and how many have them.

    The same as `summed(grouped(…))`; a database has less to do, because nothing here hangs on now.
    """
    return summed(_figures(row, now, is_closed=is_closed) for row in rows)


def _figures(row: Sequence[Any], now: datetime, *, is_closed: bool) -> dict[str, Any]:
    state, due_at, is_bounced, is_returned, until, count = row
    is_open = state in OPEN_STATES
    is_late = is_open and not is_closed and due_at < now and (until is None or until < now)
    is_back = is_open and is_bounced
    marks = {
        "overdue": is_late,
        "bounced": is_back,
        "returned": is_returned,
        "needs_you": state == AssignmentState.SUBMITTED or is_back or is_late,
    }
    figures = {mark: count if is_meant else 0 for mark, is_meant in marks.items()}
    return {"state": state, "asked": count, **figures}


def summed(rows: Iterable[Mapping[str, Any]]) -> Counts:
    """The counts of these groups together."""
    states: Counter[str] = Counter(dict.fromkeys(STATES, 0))
    sums: Counter[str] = Counter()
    for row in rows:
        states[row["state"]] += row["asked"]
        sums.update({name: row[name] for name in _FIGURES})
        is_unsent = row["state"] == AssignmentState.NOT_DELIVERED
        sums["unreached"] += row["asked" if is_unsent else "bounced"]
    return Counts(dict(states), **sums)
