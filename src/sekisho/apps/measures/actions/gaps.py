"""Findings of an earlier version get the mark by which the same gap is found elsewhere.

It is made from sealed words with a key that no migration has, so the clock does it.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.measures.events import conversations_of
from sekisho.apps.measures.models import Finding
from sekisho.apps.measures.queries.sealed import gap_hash, open_words, seal_words
from sekisho.kernel.actor import Actor

_BATCH = 500
_log = logging.getLogger(__name__)


def mark_gaps(actor: Actor, *, now: datetime) -> int:
    """Mark up to 500 findings that have no mark yet; returns how many. One that cannot be opened
    is logged and stops no other.
    """
    ids = Finding.objects.filter(gap_hash="").order_by("-id").values_list("pk", flat=True)
    count = sum(_mark(own) for own in list(ids[:_BATCH]))
    if count:
        with transaction.atomic():
            record_entry(
                actor, change=Change("measures.gaps_marked", "finding", count=count), now=now
            )
    return count


def _mark(finding_id: int) -> int:
    try:
        return _marked(finding_id)
    except Exception:  # noqa: BLE001 - whatever is wrong with one row concerns that row alone
        _log.exception("Finding %s could not be marked", finding_id)
        return 0


@transaction.atomic
def _marked(finding_id: int) -> int:
    row = Finding.objects.select_for_update().filter(pk=finding_id, gap_hash="").first()
    if row is None:
        return 0
    words = open_words(row, row.uid, row.sealed)
    at = conversations_of(row.source, [row.source_id]).get(row.source_id)
    words = replace(words, kind=words.kind or (at.kind if at else ""))
    row.gap_hash, row.sealed = gap_hash(row.source, words), seal_words(row, row.uid, words)
    row.save(update_fields=["gap_hash", "sealed"])
    return 1
