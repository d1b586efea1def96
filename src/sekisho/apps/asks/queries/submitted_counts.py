"""Counts of those answers only that were submitted and not sent back, for reports.

The tally of an ask holds every saved reply. What the others have added to it is kept with each of
them, so it is taken away again, and no submitted reply has to be opened.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from sekisho.apps.asks.models import AskTally, Assignment, Reply
from sekisho.apps.asks.queries.standing import ANSWERED_STATES, OPEN_STATES
from sekisho.apps.asks.queries.tallies import (
    entries_of,
    held_entries,
    part_filter,
    reached_replies,
    read_tally,
    stale_replies,
)
from sekisho.engines.questionnaire import Tally, less, recount
from sekisho.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class SubmittedCounts:
    """Counts of submitted answers; how many replies are being written, first or again; and how
    many submitted ones are not counted yet.
    """

    tally: Tally
    writing: int = 0
    behind: int = 0


def submitted_counts(actor: Actor, ask_id: int) -> SubmittedCounts:
    """The counts of an ask that the actor has been shown, restricted to what is in reach."""
    part = part_filter(actor)
    open_ones = Assignment.objects.filter(part, ask_id=ask_id, state__in=OPEN_STATES)
    writing = Reply.objects.filter(assignment__in=open_ones).count()
    if part != Q():
        rows = reached_replies(actor, ask_id).filter(assignment__state__in=ANSWERED_STATES)
        return SubmittedCounts(recount(entries_of(rows)), writing)
    behind = stale_replies(ask_id).filter(assignment__state__in=ANSWERED_STATES).count()
    return SubmittedCounts(_of_all(ask_id), writing, behind)


@transaction.atomic
def _of_all(ask_id: int) -> Tally:
    others = Reply.objects.filter(assignment__ask_id=ask_id, counted_sealed__isnull=False)
    gone = recount(held_entries(others.exclude(assignment__state__in=ANSWERED_STATES)))
    held = AskTally.objects.filter(pk=ask_id).first()
    return less(read_tally(held) if held else Tally(), gone)
