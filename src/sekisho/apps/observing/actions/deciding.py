"""What a person makes of a summary: findings opened, values written into the inventory."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.inventory.actions.observing import Observed, write_observed
from sekisho.apps.measures.actions.findings import NewFinding, open_findings
from sekisho.apps.measures.queries.sealed import FindingWords
from sekisho.apps.observing.models import Observation
from sekisho.apps.observing.queries.observations import (
    ACCOUNTS,
    DONE,
    FLOWS,
    ObservationView,
    observation_for,
    sealed_content,
)
from sekisho.apps.organisations.queries import organisations_by_ids
from sekisho.kernel.actor import Actor
from sekisho.kernel.errors import Conflict
from sekisho.kernel.text import Bilingual

SOURCE = "observation"
HIGH = frozenset({"unapproved", "expired", "ended_contract", "open", "without_mfa"})
LONGEST_DETAIL = 120


@dataclass(frozen=True, slots=True)
class Words:
    """How a notice reads: what is wrong, and what was seen."""

    gap: Bilingual
    seen: str


@transaction.atomic
def confirm_notices(
    actor: Actor,
    *,
    uid: uuid.UUID,
    revision: int,
    words: Mapping[int, Words],
    now: datetime,
) -> int:
    """Open a finding for each of these notices, by number; returns how many.

    Those that name no partner, or one out of reach, and those confirmed before are left out.
    Raises NotFound, Conflict (observing.moved_on).
    """
    found = _done(actor, uid, revision)
    chosen = [
        one
        for one in found.content["notices"]
        if one["n"] in words and one["at"] and not one.get("confirmed")
    ]
    within = organisations_by_ids(actor, {one["at"] for one in chosen})
    chosen = [one for one in chosen if one["at"] in within]
    findings = [_finding(found, one, words[one["n"]], now) for one in chosen]
    open_findings(actor, findings=findings, now=now)
    done = {one["n"] for one in chosen}
    notices = [
        {**one, "confirmed": True} if one["n"] in done else one for one in found.content["notices"]
    ]
    _keep(found, {**found.content, "notices": notices})
    change = Change("observing.confirmed", "observation", found.uid, count=len(chosen))
    record_entry(actor, change=change, now=now)
    return len(chosen)


def _finding(
    found: ObservationView, one: Mapping[str, Any], words: Words, now: datetime
) -> NewFinding:
    detail = one["detail"]
    place = f"{one['label']}|{detail.get('ours', '')}|{detail.get('port', '')}"
    return NewFinding(
        organisation_id=one["at"],
        asked_by_id=found.organisation_id,
        source=SOURCE,
        source_id=found.id,
        is_high=one["code"] in HIGH or "contrary" in one,
        words=FindingWords(key=f"{one['code']}|{place}", question=words.gap, answer=words.seen),
        due_on=None,
        reported_at=now,
    )


@transaction.atomic
def take_values(actor: Actor, *, uid: uuid.UUID, revision: int, now: datetime) -> int:
    """Write what was seen into the inventory as observed; returns how many entries.

    Raises NotFound, Conflict (observing.moved_on).
    """
    found = _done(actor, uid, revision)
    if found.content.get("taken"):
        raise Conflict("observing.moved_on")
    seen = {FLOWS: _connections, ACCOUNTS: _accounts}.get(found.kind, _nothing)(found)
    detail = str(found.content["file"])[:LONGEST_DETAIL]
    count = write_observed(actor, seen=seen, detail=detail, now=now)
    _keep(found, {**found.content, "taken": True})
    change = Change("observing.taken", "observation", found.uid, count=count)
    record_entry(actor, change=change, now=now)
    return count


def _connections(found: ObservationView) -> list[Observed]:
    return [
        Observed(
            kind="connection",
            organisation_id=one["at"],
            name="",
            values={"last_seen_on": one["last"]},
            on=date.fromisoformat(one["last"]),
            uid=uuid.UUID(one["entry"]),
        )
        for one in found.content["uses"]
        if one["last"]
    ]


def _accounts(found: ObservationView) -> list[Observed]:
    words = {True: "yes", False: "no"}
    rows = []
    for one in found.content["accounts"]:
        values = {
            "mfa": words.get(one["mfa"]),
            "is_enabled": words.get(one["enabled"]),
            "last_sign_in": one["sign_in"] or None,
            "system": one["system"] or None,
        }
        told = {key: value for key, value in values.items() if value is not None}
        rows.append(Observed("account", one["at"], one["name"], told, found.created_at.date()))
    return rows


def _nothing(_found: ObservationView) -> list[Observed]:
    return []


def _done(actor: Actor, uid: uuid.UUID, revision: int) -> ObservationView:
    found = observation_for(actor, uid)
    row = Observation.objects.select_for_update().get(pk=found.id)
    if row.state != DONE or row.revision != revision:
        raise Conflict("observing.moved_on")
    return found


def _keep(found: ObservationView, content: Mapping[str, Any]) -> None:
    Observation.objects.filter(pk=found.id).update(
        sealed=sealed_content(found.uid, content), revision=found.revision + 1
    )
