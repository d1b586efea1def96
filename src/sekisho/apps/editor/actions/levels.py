"""Noting which level of SCS is looked for at a partner."""

from __future__ import annotations

import json
import uuid
from dataclasses import astuple
from datetime import datetime

from django.db import transaction

from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.editor.models import RequiredLevel
from sekisho.apps.editor.queries.levels import level_place
from sekisho.apps.organisations.queries import group_members_for, organisation_for, seal_home
from sekisho.engines.schemes import LevelAnswers, level_of
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Invalid, NotFound


@transaction.atomic
def choose_level(
    actor: Actor,
    *,
    organisation_uid: uuid.UUID,
    answers: LevelAnswers,
    reason: str,
    now: datetime,
) -> str:
    """Keep the three answers with their reason, sealed; returns the level.

    It counts for the highest company in whose name the actor follows up. Raises NotFound for a
    partner out of reach, Invalid without a reason.
    """
    at = organisation_for(actor, organisation_uid, Capability.FOLLOW_UP)
    ours = group_members_for(actor, Capability.FOLLOW_UP)
    if not ours:
        raise NotFound("organisations.not_there")
    if not reason.strip():
        raise Invalid("editor.reason_missing")
    row = RequiredLevel(uid=new_id(), organisation_id=at.id, asker_id=ours[0].id, at=now)
    row.by_uid = actor.uid or new_id()
    said = json.dumps({"answers": astuple(answers), "reason": reason.strip()}, ensure_ascii=False)
    row.sealed = seal_home(level_place(row.uid), said.encode())
    row.save()
    change = Change("editor.level_chosen", "organisation", at.uid, at.uid)
    record_entry(actor, change=change, now=now)
    return level_of(answers)
