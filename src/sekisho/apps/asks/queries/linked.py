"""Whose conversation a personal link leads to, for rooms that take in what its holder says."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sekisho.apps.asks.queries.respondent import assignment_of
from sekisho.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class LinkedAssignment:
    """The assignment behind a link whose code was given, by numbers."""

    id: int
    uid: uuid.UUID
    ask_id: int
    asker_id: int
    subject_id: int
    respondent_id: int
    set_id: int

    @property
    def is_about_itself(self) -> bool:
        """Whether the respondent speaks of its own organisation."""
        return self.subject_id == self.respondent_id


def linked_assignment(actor: Actor) -> LinkedAssignment:
    """The conversation of a confirmed link. Raises NotFound."""
    row = assignment_of(actor)
    return LinkedAssignment(
        id=row.pk,
        uid=row.uid,
        ask_id=row.ask_id,
        asker_id=row.ask.organisation_id,
        subject_id=row.subject_id,
        respondent_id=row.respondent_id,
        set_id=row.ask.question_set_id or 0,
    )
