"""Why no answer comes: for the one who said so and for the office."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sekisho.apps.answering.models import Refusal
from sekisho.apps.answering.queries.sealed import opened_words
from sekisho.apps.asks.queries.replies import assignment_row_for
from sekisho.apps.asks.queries.scopes import Scope, scope_of, scopes_by_ids
from sekisho.kernel.actor import Actor

KIND = "refusal"
WRONG_PERSON = "wrong_person"
REASONS = (WRONG_PERSON, "no_business", "answered_elsewhere", "too_much", "secret", "other")


@dataclass(frozen=True, slots=True)
class RefusalView:
    """A refusal that stands: one of REASONS, own words, and whom to ask instead."""

    reason: str
    text: str
    by: str
    instead_name: str
    instead_email: str
    at: datetime


def refusal_for(actor: Actor, *, now: datetime) -> RefusalView | None:
    """What one's own side said, None when nothing stands. Raises NotFound before the code."""
    return refusal_of(scope_of(actor, now=now))


def refusal_of_reply(actor: Actor, uid: uuid.UUID, *, now: datetime) -> RefusalView | None:
    """The same for the office that reaches the reply. Raises NotFound."""
    found = assignment_row_for(actor, uid)
    return refusal_of(scopes_by_ids([found], now=now)[found])


def refusal_of(scope: Scope) -> RefusalView | None:
    """The refusal of an assignment that stands; for this room's own modules."""
    rows = Refusal.objects.filter(assignment_id=scope.id, ended_at=None).order_by("-id")
    row = rows.first()
    if row is None:
        return None
    words: dict[str, str] = opened_words(scope, KIND, row.uid, row.sealed)
    return RefusalView(
        reason=words["reason"],
        text=words["text"],
        by=words["by"],
        instead_name=words["instead_name"],
        instead_email=words["instead_email"],
        at=row.at,
    )
