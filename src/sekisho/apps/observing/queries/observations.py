"""Observations of a place where the actor may bring files in, opened."""

from __future__ import annotations

import json
import tempfile
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from django.db.models import QuerySet

from sekisho.adapters.vault import Place
from sekisho.apps.observing.models import Observation, Part
from sekisho.apps.organisations.queries import open_home, reach_filter, seal_home
from sekisho.kernel.actor import Actor, ActorKind, Capability, Grant, Role
from sekisho.kernel.errors import NotFound

ARRIVING, ASKED, MOVING, DONE, FAILED, ERASED = (
    *("arriving", "asked", "moving"),
    *("done", "failed", "erased"),
)
FLOWS, ACCOUNTS, MACHINES = "flows", "accounts", "machines"
KINDS = (FLOWS, ACCOUNTS, MACHINES)
PART_BYTES = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ObservationView:
    """One observation. `content` has `file`, while asked the head of it, when done the summary."""

    id: int
    uid: uuid.UUID
    organisation_id: int
    kind: str
    state: str
    revision: int
    run_uid: uuid.UUID | None
    started_by_uid: uuid.UUID
    created_at: datetime
    content: Mapping[str, Any]


def observation_for(actor: Actor, uid: uuid.UUID) -> ObservationView:
    """One observation. Raises NotFound (observing.not_there)."""
    row = _rows(actor).filter(uid=uid).exclude(state=ERASED).first()
    if row is None:
        raise NotFound("observing.not_there")
    return _view(row)


def observation_by_id(observation_id: int) -> ObservationView:
    """One observation, for the house's own job."""
    return _view(Observation.objects.get(pk=observation_id))


def latest_observations(actor: Actor, *, most: int = 50) -> tuple[ObservationView, ...]:
    """The last ones that are not erased, the newest first."""
    rows = _rows(actor).exclude(state__in=(ERASED, ARRIVING)).order_by("-created_at", "-id")
    return tuple(_view(row) for row in rows[:most])


def links_for(actor: Actor, ids: list[int]) -> Mapping[int, tuple[str, uuid.UUID]]:
    """File name and outside id by inside number, of those in reach that are not erased."""
    rows = _rows(actor).filter(pk__in=ids).exclude(state=ERASED)
    return {row.pk: (str(opened(row).get("file", "")), row.uid) for row in rows}


def narrowed(actor_uid: uuid.UUID | None, organisation_id: int) -> Actor:
    """Somebody with what a file needs at the place where it lies, and no more.

    Its summary is read by whoever may bring files in there; so it tells nothing of what its
    uploader reaches by another company.
    """
    grants = frozenset({Grant(Role.MANAGER, organisation_id)})
    return Actor(kind=ActorKind.PERSON, uid=actor_uid, grants=grants)


def sealed_content(uid: uuid.UUID, content: Mapping[str, Any]) -> bytes:
    """What is kept of an observation, sealed with home's key."""
    return seal_home(_place(uid), json.dumps(dict(content), ensure_ascii=False).encode())


def opened(row: Observation) -> Mapping[str, Any]:
    """What is kept of a row of this room."""
    if not row.sealed:
        return {}
    found: Mapping[str, Any] = json.loads(open_home(_place(row.uid), row.sealed))
    return found


def sealed_part(uid: uuid.UUID, place: int, data: bytes) -> bytes:
    """One part of the file, sealed with home's key."""
    return seal_home(_part_place(uid, place), data)


def file_of(found: ObservationView) -> IO[bytes]:
    """The whole file, opened into a file without a name that vanishes when it is closed.

    Raises Unreadable.
    """
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    rows = Part.objects.filter(observation_id=found.id).order_by("place")
    for place, sealed in rows.values_list("place", "sealed").iterator(chunk_size=4):
        file.write(open_home(_part_place(found.uid, place), sealed))
    file.seek(0)
    return file


def _rows(actor: Actor) -> QuerySet[Observation]:
    reach = reach_filter(actor, capability=Capability.RUN, path="organisation")
    return Observation.objects.filter(reach)


def _view(row: Observation) -> ObservationView:
    return ObservationView(
        id=row.pk,
        uid=row.uid,
        organisation_id=row.organisation_id,
        kind=row.kind,
        state=row.state,
        revision=row.revision,
        run_uid=row.run_uid,
        started_by_uid=row.started_by_uid,
        created_at=row.created_at,
        content=opened(row),
    )


def _place(uid: uuid.UUID) -> Place:
    return Place("observing_observation", str(uid), "sealed")


def _part_place(uid: uuid.UUID, place: int) -> Place:
    return Place("observing_part", f"{uid}:{place}", "sealed")
