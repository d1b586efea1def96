"""Acknowledging by the link alone: one choice is written, and nothing stored is shown.

A person presses a button for it; reading the page or sending a form without the choice does not.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sekisho.apps.asks.actions.replies import Draft, write_reply
from sekisho.apps.asks.queries.respondent import assignment_rows, door_row, holder_name
from sekisho.apps.asks.queries.respondent_standing import require_writable
from sekisho.engines.questionnaire import Answer, StoredAnswer
from sekisho.kernel.actor import Actor
from sekisho.kernel.errors import NotFound


@transaction.atomic
def acknowledge(actor: Actor, *, question_key: str, choice_key: str, now: datetime) -> bool:
    """Write that choice unless the question is answered already; returns whether it was written.

    Needs no code: who holds the link may say so once and learns nothing by it. Raises NotFound for
    a closed link or a question that is not asked, Conflict when nothing may be written.
    """
    row = door_row(actor, assignment_rows().select_for_update(of=("self",)))
    require_writable(row, now)
    draft = Draft.of(row)
    if draft.question(question_key).choice(choice_key) is None:
        raise NotFound("asks.no_question")
    if question_key in draft.stored or row.submitted_at is not None:
        return False
    stored = StoredAnswer(Answer((choice_key,)), 1, now.isoformat(), holder_name(actor))
    changed = draft.with_answer(question_key, stored)
    write_reply(actor, row=row, draft=changed, verb="asks.acknowledged", now=now)
    return True
