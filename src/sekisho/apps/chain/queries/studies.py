"""Studies within reach: opened for those who see the same chain, and for nobody else."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sekisho.adapters.vault import Place
from sekisho.apps.chain.models import Study
from sekisho.apps.chain.queries.reach import reach_of
from sekisho.apps.organisations.queries import home_id, open_home, seal_home
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class StudyView:
    """A study; `content` is None while its result is being reckoned."""

    uid: uuid.UUID
    kind: str
    at: datetime
    run_uid: uuid.UUID | None
    content: Mapping[str, Any] | None


def study_for(actor: Actor, uid: uuid.UUID, kind: str) -> StudyView:
    """One study. Raises NotFound (chain.no_study), Unreadable."""
    row = Study.objects.filter(uid=uid, kind=kind, reach=reach_of(actor).key).first()
    if row is None:
        raise NotFound("chain.no_study")
    return study_view(row)


def studies_for(actor: Actor, kind: str, *, most: int = 50) -> tuple[StudyView, ...]:
    """The newest studies of one kind, newest first."""
    rows = Study.objects.filter(kind=kind, reach=reach_of(actor).key).order_by("-at", "-id")
    return tuple(study_view(row) for row in rows[:most])


def may_change(actor: Actor, capability: Capability) -> bool:
    """Whether the actor has the capability wherever the chain is seen from."""
    at = set(reach_of(actor).organisation_ids) or {home_id()}
    return at <= actor.organisations_with(capability)


def study_view(row: Study) -> StudyView:
    """A row, opened."""
    content = None
    if row.sealed is not None:
        content = json.loads(open_home(_place(row.uid), row.sealed))
    return StudyView(row.uid, row.kind, row.at, row.run_uid, content)


def sealed_content(uid: uuid.UUID, content: Mapping[str, Any]) -> bytes:
    """What a study says, sealed."""
    return seal_home(_place(uid), json.dumps(content, ensure_ascii=False).encode())


def _place(uid: uuid.UUID) -> Place:
    return Place("chain_study", str(uid), "sealed")
