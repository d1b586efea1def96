"""A respondent has said how its open points stand: noted once, and told to our owner."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.measures.actions.owners import tell_owner
from sekisho.apps.measures.events import conversations_of
from sekisho.apps.measures.models import Finding, OpenLetter
from sekisho.apps.measures.queries.findings import rows_for
from sekisho.kernel.actor import Actor
from sekisho.kernel.errors import NotFound

_TODAY, _MOST = timedelta(days=1), 200


@transaction.atomic
def finish_answers(actor: Actor, *, now: datetime) -> int:
    """Note that the holder of a link has told all there is to tell for now.

    Returns how many letters this answers. Telling it again changes nothing. Raises NotFound for a
    link that has not been confirmed or has no finding.
    """
    finding = rows_for(actor).order_by("-source_id").first() if actor.link else None
    if finding is None or actor.link is None:
        raise NotFound("measures.not_there")
    letters = OpenLetter.objects.filter(
        role=OpenLetter.Role.PARTNER,
        contact_id=actor.link.holder_id,
        asked_by_id=finding.asked_by_id,
        answered_at=None,
    )
    first = letters.order_by("created_at").values_list("created_at", flat=True).first()
    answered = letters.update(answered_at=now)
    _tell(actor, finding, first or now - _TODAY, now)
    change = Change("measures.answered", "finding", finding.uid, count=answered)
    record_entry(actor, change=change, now=now)
    return answered


def _tell(actor: Actor, newest: Finding, since: datetime, now: datetime) -> None:
    """Whoever is in charge of an organisation about which something was said since the letter."""
    rows = rows_for(actor).filter(asked_by_id=newest.asked_by_id, updated_at__gte=since)
    said = list(rows.defer("sealed").order_by("-updated_at", "-id")[:_MOST]) or [newest]
    told: dict[int, Finding] = {}
    for row in said:
        told.setdefault(row.organisation_id, row)
    for row in told.values():
        at = conversations_of(row.source, [row.source_id]).get(row.source_id)
        tell_owner(actor, finding=row, at=at, role=OpenLetter.Role.ANSWER, now=now)
