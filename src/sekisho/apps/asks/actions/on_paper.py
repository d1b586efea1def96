"""Letters on paper: handed over once they were posted, answered with the code printed on them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from sekisho.apps.accounts.actions import CodeResult
from sekisho.apps.accounts.actions.cards import check_card
from sekisho.apps.asks.models import Assignment, AssignmentState
from sekisho.apps.asks.queries.drafts import AskView
from sekisho.apps.asks.queries.on_paper import require_open
from sekisho.apps.asks.queries.respondent import door_for
from sekisho.apps.asks.queries.tallies import part_filter
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.kernel.actor import Actor, Capability


@transaction.atomic
def hand_over_on_paper(
    actor: Actor, *, ask: AskView, assignment_ids: Sequence[int], now: datetime
) -> int:
    """Move those whose printed letter was posted to waiting; returns how many moved.

    The caller has fetched the ask through its gate; what is out of reach stays. Raises Conflict
    when the ask is not open.
    """
    require_open(ask)
    rows = Assignment.objects.filter(
        part_filter(actor, Capability.RUN), ask_id=ask.id, pk__in=list(assignment_ids)
    )
    moved = rows.filter(state=AssignmentState.NOT_DELIVERED).update(state=AssignmentState.WAITING)
    change = Change("asks.handed_over_on_paper", "ask", ask.uid, count=len(assignment_ids))
    record_entry(actor, change=change, now=now)
    return moved


@transaction.atomic
def give_card(actor: Actor, *, code: str, now: datetime) -> CodeResult:
    """Check a printed code; the first right one is when the office learns that it was opened.

    Raises Conflict after too many wrong tries, NotFound for a closed link.
    """
    result = check_card(actor, code=code, now=now)
    if result is CodeResult.RIGHT:
        door = door_for(actor, now=now)
        rows = Assignment.objects.filter(uid=door.visit.assignment_uid, opened_at=None)
        if rows.update(opened_at=now):
            change = Change("asks.opened", "assignment", door.visit.assignment_uid)
            record_entry(actor, change=change, now=now)
    return result
