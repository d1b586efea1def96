"""Everything that was asked about or of one partner, as far as the actor reaches it."""

from __future__ import annotations

import uuid

from django.db.models import Q

from sekisho.apps.asks.models import Assignment
from sekisho.apps.asks.queries.replies import assignment_row_for
from sekisho.apps.asks.queries.respondent_files import EvidenceView, evidence_views
from sekisho.apps.asks.queries.tallies import part_filter
from sekisho.apps.organisations.queries import asking_filter
from sekisho.kernel.actor import Actor


def assignments_about(actor: Actor, organisation_id: int) -> tuple[uuid.UUID, ...]:
    """Outside ids of the assignments about a partner or answered by it, oldest first."""
    theirs = Q(subject_id=organisation_id) | Q(respondent_id=organisation_id)
    rows = Assignment.objects.filter(
        part_filter(actor), asking_filter(actor, path="ask__organisation")
    )
    return tuple(rows.filter(theirs).order_by("id").values_list("uid", flat=True))


def evidence_of_reply(actor: Actor, uid: uuid.UUID) -> tuple[EvidenceView, ...]:
    """The files of a reply within reach, those of questions that are hidden now too.

    Raises NotFound.
    """
    return evidence_views(Assignment.objects.get(pk=assignment_row_for(actor, uid)))
