"""A respondent has said how its open points stand: noted once, and told to our owner."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.measures.actions.letters import tell_owner
from sekisho.apps.measures.events import conversations_of
from sekisho.apps.measures.models import Finding, OpenLetter
from sekisho.apps.measures.queries.findings import rows_for
from sekisho.kernel.actor import Actor
from sekisho.kernel.errors import NotFound


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
    answered = letters.update(answered_at=now)
    _tell(actor, finding, now)
    change = Change("measures.answered", "finding", finding.uid, count=answered)
    record_entry(actor, change=change, now=now)
    return answered


def _tell(actor: Actor, finding: Finding, now: datetime) -> None:
    at = conversations_of(finding.source, [finding.source_id]).get(finding.source_id)
    tell_owner(actor, finding=finding, at=at, role=OpenLetter.Role.ANSWER, now=now)
