"""What answers tell of things, as far as the actor sees the answers themselves."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from sekisho.apps.inventory.models import Entry, Proposal
from sekisho.apps.inventory.queries.catalogue import catalogue
from sekisho.apps.inventory.queries.entries import reached
from sekisho.apps.inventory.queries.sealed import name_hash, open_entry, open_proposal
from sekisho.apps.organisations.queries import (
    OrganisationView,
    asking_filter,
    organisations_by_ids,
    reach_filter,
)
from sekisho.apps.organisations.queries.keys import open_keys
from sekisho.engines.inventory import Confidence, Fact, Kind, Source, Stamp, Value, outweighed
from sekisho.kernel.actor import SYSTEM, Actor, Capability
from sekisho.kernel.errors import NotFound
from sekisho.kernel.text import Bilingual
from sekisho.ui.paging import Paged, slice_of

WAITING, TAKEN, REFUSED, WITHDRAWN = "waiting", "taken", "refused", "withdrawn"
LONGEST_DETAIL = 120


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
    known: tuple[KnownEntry, ...] = ()

    @property
    def outweighed(self) -> tuple[str, ...]:
        """The values that would replace a surer or a later one."""
        stamp = stamp_of(self.set_title, self.at)
        keys = {key for one in self.known for key in outweighed(one.facts, self.values, stamp)}
        return tuple(key for key in self.values if key in keys)


@dataclass(frozen=True, slots=True)
class KnownEntry:
    """An entry that a proposal means by its name, with what is known of it now."""

    uid: uuid.UUID
    name: str
    facts: Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class Meant:
    """By what a proposal tells which entry it means: of a link the other end counts too."""

    organisation_id: int
    kind: str
    name_hash: str
    target_id: int | None

    @classmethod
    def of(cls, found: ProposalView, name: str) -> Meant:
        """What a proposal means under that name."""
        target = found.target.id if found.kind.is_link else None
        return cls(found.organisation.id, found.kind.key, name_hash(name), target)


def meant(rows: QuerySet[Entry], *wanted: Meant) -> QuerySet[Entry]:
    """Those of the rows that any of these means. For this room."""
    found = Q(pk__in=())
    for one in set(wanted):
        found |= Q(
            organisation_id=one.organisation_id,
            kind=one.kind,
            name_hash=one.name_hash,
            target_id=one.target_id,
        )
    return rows.filter(found)


def stamp_of(title: Bilingual, at: datetime) -> Stamp:
    """How values of an answer are stamped when they are taken over."""
    detail = title.in_language("ja")[:LONGEST_DETAIL]
    return Stamp(Source.ANSWER, detail, timezone.localdate(at), Confidence.DECLARED)


def proposals_for(actor: Actor, *, page: int = 1) -> Paged[ProposalView]:
    """One page of what waits, the oldest answer first."""
    rows = _waiting(actor)
    shown = rows.order_by("at", "assignment_id", "id")[slice_of(page)]
    return Paged(_known_to(actor, _views(shown)), page, rows.count())


def count_waiting(actor: Actor) -> int:
    """How many proposals wait for this actor."""
    return int(_waiting(actor).count())


def count_waiting_at(actor: Actor, organisation_id: int) -> int:
    """How many wait of one organisation."""
    return int(_waiting(actor).filter(organisation_id=organisation_id).count())


def proposal_for(actor: Actor, uid: uuid.UUID) -> ProposalView:
    """One waiting proposal that the actor may decide. Raises NotFound."""
    found = _known_to(actor, _views(_waiting(actor, Capability.FOLLOW_UP).filter(uid=uid)))
    if not found:
        raise NotFound("inventory.no_proposal")
    return found[0]


def proposals_of(actor: Actor, assignment_uid: uuid.UUID) -> tuple[ProposalView, ...]:
    """The waiting proposals of one answer that the actor may decide. Raises NotFound for none."""
    rows = _waiting(actor, Capability.FOLLOW_UP).filter(assignment__uid=assignment_uid)
    found = _known_to(actor, _views(rows.order_by("id")))
    if not found:
        raise NotFound("inventory.no_proposal")
    return found


def _known_to(actor: Actor, found: tuple[ProposalView, ...]) -> tuple[ProposalView, ...]:
    """The proposals with the entries that they mean, in one query for all."""
    wanted = [Meant.of(one, one.name) for one in found]
    rows = list(meant(reached(actor), *wanted)) if found else []
    open_keys(row.organisation_id for row in rows)
    at: dict[Meant, list[KnownEntry]] = {}
    for row in rows:
        words = open_entry(row.organisation_id, row.uid, row.sealed)
        key = Meant(row.organisation_id, row.kind, row.name_hash, row.target_id)
        at.setdefault(key, []).append(KnownEntry(row.uid, words.name, words.facts))
    pairs = zip(found, wanted, strict=True)
    return tuple(replace(one, known=tuple(at.get(key, ()))) for one, key in pairs)


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
