"""Links of a closed ask live on while its findings are followed, and end a week after the last."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from sekisho.apps.accounts.actions.links import end_links, extend_links
from sekisho.apps.asks.actions.gaps import SOURCE
from sekisho.apps.asks.models import AskState, Assignment
from sekisho.apps.asks.queries.respondent import NO_CONTACT
from sekisho.apps.asks.queries.respondent_standing import LINK_LIVES
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.measures.queries.findings import open_counts
from sekisho.kernel.actor import Actor

STILL_READABLE = timedelta(days=7)  # the partner can still read that everything is settled


@transaction.atomic
def follow_access(actor: Actor, *, assignment_id: int, now: datetime) -> int:
    """Let the link last as long as findings of a closed ask are open; returns how many changed.

    Open asks are left alone: their links follow the deadline.
    """
    rows = Assignment.objects.filter(pk=assignment_id, ask__state=AskState.CLOSED)
    row = rows.only("uid", "contact_id").first()
    if row is None:
        return 0
    if open_counts(source=SOURCE, source_ids=[row.pk]):
        own = (row.contact_id or NO_CONTACT, row.pk)
        count = extend_links(actor, ends={own: now + LINK_LIVES}, now=now)
    else:
        count = end_links(actor, subject_ids=[row.pk], at=now + STILL_READABLE)
    if count:
        change = Change("asks.link_followed", "assignment", row.uid, count=count)
        record_entry(actor, change=change, now=now)
    return count
