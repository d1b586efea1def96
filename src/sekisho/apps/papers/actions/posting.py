"""Confirming that printed letters were posted."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from sekisho.apps.asks.actions.on_paper import hand_over_on_paper
from sekisho.apps.asks.queries.drafts import ask_for
from sekisho.apps.asks.queries.on_paper import require_open
from sekisho.apps.asks.queries.zones import zone_of
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.organisations.queries import home_view
from sekisho.apps.papers.models import PaperLetter
from sekisho.apps.papers.queries.board import chosen_lines
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import Conflict, Invalid


@transaction.atomic
def confirm_posted(
    actor: Actor, *, uid: uuid.UUID, only: Sequence[uuid.UUID], posted_on: date, now: datetime
) -> int:
    """Note the day on which printed letters (outside ids of assignments) were posted; what is not
    printed, or posted before, is left out. They count as handed over from then on; returns how
    many.

    Raises NotFound, Conflict when the ask is not open or nothing waits to be posted, Invalid for a
    day to come or before one of them was printed, TooLarge beyond 200 letters.
    """
    ask = ask_for(actor, uid, Capability.RUN)
    require_open(ask)
    lines = chosen_lines(actor, ask, only, now=now)
    printed = {line.case.id: line.printed_at for line in lines if line.state == "printed"}
    if not printed:
        raise Conflict("papers.nothing_to_post")
    zone = zone_of(home_view().country)
    last = max(at.astimezone(zone).date() for at in printed.values() if at)
    if not last <= posted_on <= now.astimezone(zone).date():
        raise Invalid("papers.day_wrong")
    PaperLetter.objects.filter(assignment_id__in=printed).update(posted_on=posted_on)
    hand_over_on_paper(actor, ask=ask, assignment_ids=list(printed), now=now)
    payload = {"letters": list(printed), "on": posted_on.isoformat()}
    change = Change("papers.posted", "ask", uid, payload=payload, count=len(printed))
    record_entry(actor, change=change, now=now)
    return len(printed)
