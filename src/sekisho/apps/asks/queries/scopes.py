"""What rooms above need of an assignment: its numbers, whose key seals it, whom to write to.

Inside the house only where no actor is taken: handlers, renderers and pages that have checked one.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sekisho.apps.asks.models import Assignment
from sekisho.apps.asks.queries.respondent import VERB, assignment_of
from sekisho.apps.asks.queries.respondent_standing import Standing, counting_due, standing_of
from sekisho.kernel.actor import Actor
from sekisho.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class Scope:
    """One assignment by its numbers. `due_at` is the date that counts now."""

    id: int
    uid: uuid.UUID
    subject_id: int
    respondent_id: int
    ask_id: int
    asker_id: int
    contact_id: int | None
    language: str
    due_at: datetime
    standing: Standing


def own_number(actor: Actor) -> int:
    """The number of a confirmed full link's assignment, without a look-up. Raises NotFound."""
    link = actor.link
    if link is None or not link.is_confirmed or VERB not in link.verbs:
        raise NotFound("entrance.link_closed")
    return link.subject_id


def scope_of(actor: Actor, *, now: datetime) -> Scope:
    """The assignment of a confirmed link. Raises NotFound."""
    return _scope(assignment_of(actor), now)


def scopes_by_ids(ids: Iterable[int], *, now: datetime) -> dict[int, Scope]:
    """Assignments by number; for handlers and renderers."""
    rows = Assignment.objects.select_related("ask").filter(pk__in=set(ids))
    return {row.pk: _scope(row, now) for row in rows}


def _scope(row: Assignment, now: datetime) -> Scope:
    return Scope(
        id=row.pk,
        uid=row.uid,
        subject_id=row.subject_id,
        respondent_id=row.respondent_id,
        ask_id=row.ask_id,
        asker_id=row.ask.organisation_id,
        contact_id=row.contact_id,
        language=row.language,
        due_at=counting_due(row),
        standing=standing_of(row, now),
    )
