"""All replies of an ask within reach, opened: for rooms that read more than counts from them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sekisho.apps.asks.models import Assignment, AssignmentState
from sekisho.apps.asks.queries.drafts import AskView
from sekisho.apps.asks.queries.sealed import key_owner, reply_text
from sekisho.apps.asks.queries.tallies import part_filter
from sekisho.apps.organisations.queries import home_id
from sekisho.apps.organisations.queries.keys import open_keys
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
    answers: Mapping[str, Answer]

    @property
    def is_submitted(self) -> bool:
        """Whether the reply lies with the office, accepted or not."""
        return self.state in {AssignmentState.SUBMITTED, AssignmentState.CLOSED}

    @property
    def is_accepted(self) -> bool:
        """Whether the office took it as proven."""
        return self.state == AssignmentState.CLOSED


@dataclass(frozen=True, slots=True)
class _Row:
    """The columns read, in their order; whole model instances would take twice as long."""

    id: int
    uid: uuid.UUID
    subject_id: int
    respondent_id: int
    state: str
    is_bounced: bool
    due_at: datetime
    reply__sealed: bytes | None


def reached_answers(actor: Actor, ask: AskView) -> tuple[ReachedReply, ...]:
    """Each assignment of the ask within reach with its answers, oldest first. Raises Unreadable."""
    found = Assignment.objects.filter(part_filter(actor), ask_id=ask.id).order_by("id")
    names = _Row.__dataclass_fields__
    rows = [_Row(*values) for values in found.values_list(*names)]
    home = home_id()
    open_keys(key_owner(row, home) for row in rows if row.reply__sealed is not None)
    return tuple(_reached(row) for row in rows)


def reached_reply(actor: Actor, assignment_id: int) -> ReachedReply | None:
    """One assignment within reach with its answers, None where there is none. Raises Unreadable."""
    found = Assignment.objects.filter(part_filter(actor), pk=assignment_id)
    for values in found.values_list(*_Row.__dataclass_fields__):
        return _reached(_Row(*values))
    return None


def _reached(row: _Row) -> ReachedReply:
    sealed = row.reply__sealed
    return ReachedReply(
        id=row.id,
        subject_id=row.subject_id,
        state=row.state,
        is_bounced=row.is_bounced,
        due_at=row.due_at,
        answers=_NOBODY_ANSWERED
        if sealed is None
        else answers_from_json(reply_text(row, sealed).encode()),
    )
