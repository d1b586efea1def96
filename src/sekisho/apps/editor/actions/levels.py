"""Noting which level of SCS is looked for at a partner."""

from __future__ import annotations

import json
import uuid
from dataclasses import astuple, dataclass
from datetime import datetime

from django.db import transaction

from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.editor.models import RequiredLevel
from sekisho.apps.editor.queries.levels import level_askers, level_place
from sekisho.apps.organisations.queries import organisation_for, seal_home
from sekisho.engines.schemes import LevelAnswers, level_of
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Invalid, NotFound


@dataclass(frozen=True, slots=True)
class LevelReason:
    """Why a level is looked for, and in which company's name (None: the highest of one's own)."""

    reason: str
    asker_uid: uuid.UUID | None = None


@transaction.atomic
def choose_level(
    actor: Actor,
    *,
    organisation_uid: uuid.UUID,
    answers: LevelAnswers,
    said: LevelReason,
    now: datetime,
) -> str:
    """Keep the three answers with their reason, sealed; returns the level.

    Raises NotFound for a partner out of reach and for a company in whose name the actor does not
    follow up, Invalid without a reason.
    """
    at = organisation_for(actor, organisation_uid, Capability.FOLLOW_UP)
    askers = level_askers(actor)
    asker = next((one for one in askers if one.uid == (said.asker_uid or askers[0].uid)), None)
    if asker is None:
        raise NotFound("organisations.not_there")
    reason = said.reason
    if not reason.strip():
        raise Invalid("editor.reason_missing")
    row = RequiredLevel(uid=new_id(), organisation_id=at.id, asker_id=asker.id, at=now)
    row.by_uid = actor.uid or new_id()
    kept = json.dumps({"answers": astuple(answers), "reason": reason.strip()}, ensure_ascii=False)
    row.sealed = seal_home(level_place(row.uid), kept.encode())
    row.save()
    change = Change("editor.level_chosen", "organisation", at.uid, at.uid)
    record_entry(actor, change=change, now=now)
    return level_of(answers)
