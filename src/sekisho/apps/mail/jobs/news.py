"""Tells the rooms above which letters have settled."""

from __future__ import annotations

from django.db import connection, transaction

from sekisho.apps.mail.actions.returns import mark_early
from sekisho.apps.mail.events import SETTLED
from sekisho.apps.mail.models import SETTLED_STATES, OutboxLetter
from sekisho.apps.work.actions import emit_event
from sekisho.kernel import clock

_BATCH = 500


def tell_settled() -> int:
    """Emit one event for up to 500 settled letters not told of yet; returns how many they were.

    The mark and the event are one transaction, so every letter is told of at least once.
    """
    untold = OutboxLetter.objects.filter(is_told=False, state__in=SETTLED_STATES)
    if not untold.exists():
        return 0
    with transaction.atomic():
        rows = untold.order_by("id")
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        ids = list(rows.values_list("id", flat=True)[:_BATCH])
        mark_early(ids)
        OutboxLetter.objects.filter(id__in=ids).update(is_told=True)
        if ids:
            emit_event(SETTLED, now=clock.now(), outbox_ids=",".join(map(str, ids)))
    return len(ids)
