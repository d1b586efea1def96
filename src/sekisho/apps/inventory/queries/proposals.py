"""What answers tell of things, as far as the actor sees the answers themselves."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from sekisho.apps.inventory.models import Proposal
from sekisho.apps.inventory.queries.catalogue import catalogue
from sekisho.apps.inventory.queries.sealed import open_proposal
from sekisho.apps.organisations.queries import (
    OrganisationView,
    asking_filter,
    organisations_by_ids,
    reach_filter,
)
from sekisho.apps.organisations.queries.keys import open_keys
from sekisho.engines.inventory import Kind, Value
from sekisho.kernel.actor import SYSTEM, Actor, Capability
from sekisho.kernel.errors import NotFound
from sekisho.kernel.text import Bilingual
from sekisho.ui.paging import Paged, slice_of

WAITING, TAKEN, REFUSED, WITHDRAWN = "waiting", "taken", "refused", "withdrawn"


@dataclass(frozen=True, slots=True)
class ProposalView:
    """One proposal. `target` is who asked: the other end where it tells of a link."""

    id: int
    uid: uuid.UUID
    assignment_id: int
    assignment_uid: uuid.UUID
    organisation: OrganisationView
    target: OrganisationView
    set_title: Bilingual
    kind: Kind
    name: str
    values: Mapping[str, Value]
    question: str
    said: str
    at: datetime


def proposals_for(actor: Actor, *, page: int = 1) -> Paged[ProposalView]:
    """One page of what waits, the oldest answer first."""
    rows = _waiting(actor)
    shown = rows.order_by("at", "assignment_id", "id")[slice_of(page)]
    return Paged(_views(shown), page, rows.count())


def count_waiting(actor: Actor) -> int:
    """How many proposals wait for this actor."""
    return int(_waiting(actor).count())


def count_waiting_at(actor: Actor, organisation_id: int) -> int:
    """How many wait of one organisation."""
    return int(_waiting(actor).filter(organisation_id=organisation_id).count())


def proposal_for(actor: Actor, uid: uuid.UUID) -> ProposalView:
    """One waiting proposal that the actor may decide. Raises NotFound."""
    found = _views(_waiting(actor, Capability.FOLLOW_UP).filter(uid=uid))
    if not found:
        raise NotFound("inventory.no_proposal")
    return found[0]


def proposals_of(actor: Actor, assignment_uid: uuid.UUID) -> tuple[ProposalView, ...]:
    """The waiting proposals of one answer that the actor may decide. Raises NotFound for none."""
    rows = _waiting(actor, Capability.FOLLOW_UP).filter(assignment__uid=assignment_uid)
    found = _views(rows.order_by("id"))
    if not found:
        raise NotFound("inventory.no_proposal")
    return found


def _waiting(actor: Actor, capability: Capability = Capability.VIEW) -> QuerySet[Proposal]:
    """What a sister company was told stays with it: who asked must be within reach, too."""
    return Proposal.objects.filter(
        reach_filter(actor, capability=capability, path="organisation"),
        asking_filter(actor, capability=capability, path="assignment__ask__organisation"),
        state=WAITING,
    )


def _views(rows: Iterable[Proposal] | QuerySet[Proposal]) -> tuple[ProposalView, ...]:
    if isinstance(rows, QuerySet):
        rows = rows.select_related("assignment__ask__question_set")
    found = list(rows)
    ends = {row.organisation_id for row in found}
    ends |= {row.assignment.ask.organisation_id for row in found}
    at = organisations_by_ids(SYSTEM, ends)
    open_keys(row.organisation_id for row in found)
    return tuple(_view(row, at) for row in found)


def _view(row: Proposal, at: Mapping[int, OrganisationView]) -> ProposalView:
    words = open_proposal(row.organisation_id, row.uid, bytes(row.sealed))
    ask = row.assignment.ask
    return ProposalView(
        id=row.pk,
        uid=row.uid,
        assignment_id=row.assignment_id,
        assignment_uid=row.assignment.uid,
        organisation=at[row.organisation_id],
        target=at[ask.organisation_id],
        set_title=Bilingual.from_dict(ask.title),
        kind=catalogue().kind(row.kind),
        name=words.name,
        values=words.values,
        question=words.question,
        said=words.said,
        at=row.at,
    )
