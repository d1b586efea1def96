"""Which level of SCS a company of the group looks for at a partner, and why; sealed."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import datetime

from sekisho.adapters.vault import Place
from sekisho.apps.editor.models import RequiredLevel
from sekisho.apps.organisations.queries import asking_filter, open_home, organisation_for
from sekisho.engines.schemes import LevelAnswers, level_of
from sekisho.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class LevelView:
    """The newest choice: level ("star3", "star4"), the three answers, the reason."""

    level: str
    answers: LevelAnswers
    reason: str
    by_uid: uuid.UUID
    at: datetime


def level_place(uid: uuid.UUID) -> Place:
    """Where a choice is sealed."""
    return Place("editor_requiredlevel", str(uid), "sealed")


def level_for(actor: Actor, organisation_uid: uuid.UUID) -> LevelView | None:
    """What one's own part of the group, or a company above, looks for. Raises NotFound."""
    at = organisation_for(actor, organisation_uid)
    rows = RequiredLevel.objects.filter(asking_filter(actor, path="asker"), organisation_id=at.id)
    row = rows.order_by("-at", "-id").first()
    if row is None:
        return None
    said = json.loads(open_home(level_place(row.uid), row.sealed))
    answers = LevelAnswers(*said["answers"])
    return LevelView(level_of(answers), answers, said["reason"], row.by_uid, row.at)
