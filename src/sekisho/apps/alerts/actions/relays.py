"""Saying how far a notice went at a partner's own suppliers."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from sekisho.apps.alerts.models import RelayReport
from sekisho.apps.alerts.queries.relays import relaying_of_link, sealed_relay
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.engines.notices import RelayCounts, count_faults
from sekisho.kernel.actor import Actor
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Conflict, Invalid, NotFound

LONGEST_NAME = 120
MOST_REPORTS = 200  # of one partner about one alert


@dataclass(frozen=True, slots=True)
class RelayWords:
    """What a partner reports: counts, as of which day, and who says so."""

    counts: RelayCounts
    as_of: date
    by: str


@transaction.atomic
def report_relay(actor: Actor, *, words: RelayWords, today: date, now: datetime) -> uuid.UUID:
    """Add a report; earlier ones stay. `today` is the day where the partner is.

    Raises NotFound when the link's ask is no notice, Conflict when the notice goes no further or
    was reported too often, Invalid for counts that cannot be or without a name.
    """
    found = relaying_of_link(actor)
    if found is None:
        raise NotFound("alerts.no_notice")
    if not found.texts:
        raise Conflict("alerts.goes_no_further")
    if len(found.reports) >= MOST_REPORTS:
        raise Conflict("alerts.many_reports")
    by = words.by.strip()
    if not by or len(by) > LONGEST_NAME:
        raise Invalid("alerts.relay_name", limit=LONGEST_NAME)
    faults = count_faults(words.counts, words.as_of, today)
    if faults:
        raise Invalid(faults[0])
    uid = new_id()
    RelayReport.objects.create(
        uid=uid,
        notice_id=found.notice_id,
        assignment_id=found.assignment.id,
        version=found.version,
        edition=found.edition,
        as_of=words.as_of,
        sealed=sealed_relay(found.assignment, uid, counts=words.counts, by=by),
        at=now,
    )
    payload = {"version": found.version, "edition": found.edition, "as_of": str(words.as_of)}
    change = Change("alerts.relay_reported", "assignment", found.assignment.uid, payload=payload)
    record_entry(actor, change=change, now=now)
    return uid
