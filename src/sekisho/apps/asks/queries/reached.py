"""All replies of an ask within reach, opened: for rooms that read more than counts from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sekisho.apps.asks.models import Assignment, AssignmentState
from sekisho.apps.asks.queries.drafts import AskView
from sekisho.apps.asks.queries.sealed import reply_text
from sekisho.apps.asks.queries.tallies import opened_rows, part_filter, reached_replies
from sekisho.engines.questionnaire import Answer, answers_from_json
from sekisho.kernel.actor import Actor

_NOBODY_ANSWERED: Mapping[str, Answer] = {}


@dataclass(frozen=True, slots=True)
class ReachedReply:
    """One assignment with what was answered, empty while nothing was. `state` is the board's."""

    id: int
    subject_id: int
    state: str
    is_bounced: bool
    due_at: datetime
    submitted_at: datetime | None
    answers: Mapping[str, Answer]

    @property
    def is_submitted(self) -> bool:
        """Whether the reply lies with the office, accepted or not."""
        return self.state in {AssignmentState.SUBMITTED, AssignmentState.CLOSED}

    @property
    def is_accepted(self) -> bool:
        """Whether the office took it as proven."""
        return self.state == AssignmentState.CLOSED


def reached_answers(actor: Actor, ask: AskView) -> tuple[ReachedReply, ...]:
    """Each assignment of the ask within reach with its answers, oldest first. Raises Unreadable."""
    answers = {
        row.pk: answers_from_json(reply_text(row.assignment, row.sealed).encode())
        for row in opened_rows(reached_replies(actor, ask.id))
    }
    rows = Assignment.objects.filter(part_filter(actor), ask_id=ask.id).order_by("id")
    rows = rows.only("id", "subject_id", "state", "is_bounced", "due_at", "submitted_at")
    return tuple(
        ReachedReply(
            id=row.pk,
            subject_id=row.subject_id,
            state=row.state,
            is_bounced=row.is_bounced,
            due_at=row.due_at,
            submitted_at=row.submitted_at,
            answers=answers.get(row.pk, _NOBODY_ANSWERED),
        )
        for row in rows
    )
