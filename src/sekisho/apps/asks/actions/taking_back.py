"""Taking answers back out of a reply that has not been submitted with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from sekisho.apps.asks.actions.replies import Draft, locked_assignment, write_reply
from sekisho.apps.asks.queries.respondent import holder_name
from sekisho.engines.questionnaire import Answer, StoredAnswer
from sekisho.kernel.actor import Actor
from sekisho.kernel.errors import Conflict


@transaction.atomic
def take_back_answers(
    actor: Actor, *, revisions: Mapping[str, int], given_at: datetime, now: datetime
) -> int:
    """Empty the answers that still stand in the revision named; returns how many.

    What was changed since, and files, stay. Whoever submits at the same moment sees that the reply
    changed. Raises Conflict when they were submitted after `given_at` or the reply is read only,
    NotFound for a closed link.
    """
    row = locked_assignment(actor, now)
    if row.submitted_at is not None and row.submitted_at >= given_at:
        raise Conflict("asks.submitted_meanwhile")
    draft, by = Draft.of(row), holder_name(actor)
    changed, count = draft, 0
    for key, revision in revisions.items():
        before = draft.stored.get(key)
        if before is None or before.revision != revision:
            continue
        emptied = Answer(evidence_ids=before.answer.evidence_ids)
        stored = StoredAnswer(emptied, revision + 1, now.isoformat(), by)
        changed = changed.with_answer(key, stored)
        count += 1
    if count:
        # One save, whatever their number.
        once = replace(changed, revision=draft.revision + 1)
        write_reply(actor, row=row, draft=once, verb="asks.answers_taken_back", now=now)
    return count
