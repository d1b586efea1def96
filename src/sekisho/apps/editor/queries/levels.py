"""Which level of SCS a company of the group looks for at a partner, and why; sealed."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import datetime

from sekisho.adapters.vault import Place
from sekisho.apps.editor.models import RequiredLevel
from sekisho.apps.organisations.queries import (
    OrganisationView,
    asking_filter,
    group_members_for,
    open_home,
    organisation_for,
)
from sekisho.engines.schemes import LevelAnswers, level_of
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.text import Bilingual


@dataclass(frozen=True, slots=True)
class LevelView:
    """The newest choice: level ("star3", "star4"), for which company, the three answers, why."""

    level: str
    asker_uid: uuid.UUID | None
    asker: Bilingual
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
    row = rows.select_related("asker").order_by("-at", "-id").first()
    if row is None:
        return None
    said = json.loads(open_home(level_place(row.uid), row.sealed))
    answers = LevelAnswers(*said["answers"])
    asker = row.asker
    names = Bilingual(asker.name, asker.name_en) if asker else Bilingual()
    return LevelView(
        level=level_of(answers),
        asker_uid=asker.uid if asker else None,
        asker=names,
        answers=answers,
        reason=said["reason"],
        by_uid=row.by_uid,
        at=row.at,
    )


def level_askers(actor: Actor) -> tuple[OrganisationView, ...]:
    """Group companies in whose name the actor may look for a level, the highest ones first."""
    ours = group_members_for(actor, Capability.FOLLOW_UP)
    ids = {one.id for one in ours}
    return tuple(sorted(ours, key=lambda one: one.parent_id in ids))
