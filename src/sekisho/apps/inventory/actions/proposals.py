"""Proposals drawn from a submitted answer, and what a reviewer makes of them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from sekisho.apps.asks.queries.letters import AssignmentFacts, assignment_facts
from sekisho.apps.asks.queries.reached import reached_reply
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.inventory.actions.writing import Ends, checked_ends, write_entry
from sekisho.apps.inventory.models import Entry, Proposal
from sekisho.apps.inventory.queries.catalogue import answer_maps
from sekisho.apps.inventory.queries.entries import reached
from sekisho.apps.inventory.queries.proposals import (
    REFUSED,
    TAKEN,
    WAITING,
    WITHDRAWN,
    ProposalView,
    proposal_for,
    proposals_of,
)
from sekisho.apps.inventory.queries.sealed import (
    ProposalWords,
    name_hash,
    open_proposal,
    seal_proposal,
)
from sekisho.engines.inventory import (
    Confidence,
    Source,
    Stamp,
    Value,
    proposals_in,
)
from sekisho.engines.inventory import (
    Proposal as Told,
)
from sekisho.kernel.actor import SYSTEM, Actor, Capability
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Conflict

LONGEST_DETAIL = 120


@dataclass(frozen=True, slots=True)
class Taken:
    """A proposal as the reviewer has put it right; None makes a value unknown."""

    name: str
    values: Mapping[str, Value | None]


@transaction.atomic
def draw_proposals(*, assignment_id: int, now: datetime) -> int:
    """Bring the proposals up to a submitted answer; returns how many are new.

    What was decided stays. One that waits takes the new words, or is withdrawn when the answer
    does not tell it any more. For the house's own job.
    """
    facts = assignment_facts([assignment_id]).get(assignment_id)
    told = answer_maps().get(facts.question_set.key) if facts else None
    reply = reached_reply(SYSTEM, assignment_id)
    if facts is None or told is None or reply is None or not reply.is_submitted:
        return 0
    # Somebody else's view of a partner (a buyer's answer) tells nothing of the partner's devices.
    if facts.subject.id != facts.respondent.id:
        return 0
    said = {one.key: one for one in proposals_in(told, reply.answers, facts.language)}
    rows = Proposal.objects.select_for_update().filter(assignment_id=assignment_id)
    known = {row.place: row for row in rows}
    for place, row in known.items():
        _follow(row, said.get(place), now)
    fresh = [one for key, one in said.items() if key not in known]
    Proposal.objects.bulk_create(_drawn(facts, one, now) for one in fresh)
    if fresh:
        change = Change("inventory.proposed", "assignment", facts.uid, count=len(fresh))
        record_entry(SYSTEM, change=change, now=now)
    return len(fresh)


@transaction.atomic
def take_proposal(actor: Actor, *, uid: uuid.UUID, taken: Taken, now: datetime) -> uuid.UUID:
    """Take a proposal over, as it was put right; returns the entry's outside id.

    An entry of that kind and name at the organisation takes the values; else it is added. Raises
    NotFound, Conflict (inventory.decided), Invalid as entries do.
    """
    found = proposal_for(actor, uid)
    entry = _take(actor, found, taken, now)
    _record(actor, "inventory.proposal_taken", found, 1, now)
    return entry.uid


@transaction.atomic
def refuse_proposal(actor: Actor, *, uid: uuid.UUID, now: datetime) -> None:
    """Leave a proposal out. Raises NotFound, Conflict (inventory.decided)."""
    found = proposal_for(actor, uid)
    _decide(actor, found, REFUSED, None, now)
    _record(actor, "inventory.proposal_refused", found, 1, now)


@transaction.atomic
def decide_answer(actor: Actor, *, assignment_uid: uuid.UUID, is_taken: bool, now: datetime) -> int:
    """Take over, or leave out, everything that waits of one answer; returns how many.

    Raises NotFound when nothing waits.
    """
    found = proposals_of(actor, assignment_uid)
    for one in found:
        if is_taken:
            _take(actor, one, Taken(one.name, one.values), now)
        else:
            _decide(actor, one, REFUSED, None, now)
    verb = "inventory.proposal_taken" if is_taken else "inventory.proposal_refused"
    _record(actor, verb, found[0], len(found), now)
    return len(found)


def _take(actor: Actor, found: ProposalView, taken: Taken, now: datetime) -> Entry:
    row = _entry_for(actor, found, taken.name)
    day = timezone.localdate(found.at)
    detail = found.set_title.in_language("ja")[:LONGEST_DETAIL]
    stamp = Stamp(Source.ANSWER, detail, day, Confidence.DECLARED)
    given = {key: value for key, value in taken.values.items() if value is not None}
    write_entry(row, taken.name, given, stamp)
    row.updated_at = now
    row.save()
    _decide(actor, found, TAKEN, row, now)
    return row


def _entry_for(actor: Actor, found: ProposalView, name: str) -> Entry:
    """The entry that is meant, else a new one with its ends; a link leads to who asked."""
    rows = reached(actor, Capability.FOLLOW_UP).filter(
        organisation_id=found.organisation.id, kind=found.kind.key, name_hash=name_hash(name)
    )
    if found.kind.is_link:
        rows = rows.filter(target_id=found.target.id)
    row = rows.order_by("id").first()
    if row is not None:
        row.revision += 1
        return row
    row = Entry(uid=new_id(), kind=found.kind.key, organisation_id=found.organisation.id)
    row.created_at = found.at
    checked_ends(actor, row, Ends(found.target.uid))
    return row


def _decide(
    actor: Actor, found: ProposalView, state: str, entry: Entry | None, now: datetime
) -> None:
    rows = Proposal.objects.filter(pk=found.id, state=WAITING)
    who = {"decided_by_uid": actor.uid, "decided_at": now}
    if not rows.update(state=state, entry=entry, **who):
        raise Conflict("inventory.decided")


def _drawn(facts: AssignmentFacts, told: Told, now: datetime) -> Proposal:
    row = Proposal(uid=new_id(), organisation_id=facts.subject.id, assignment_id=facts.id)
    row.place, row.kind, row.state, row.at = told.key, told.kind, WAITING, now
    row.sealed = seal_proposal(facts.subject.id, row.uid, _words(told))
    return row


def _follow(row: Proposal, told: Told | None, now: datetime) -> None:
    if row.state not in {WAITING, WITHDRAWN}:
        return
    if told is None:
        row.state = WITHDRAWN
    elif row.state == WAITING and open_proposal(
        row.organisation_id, row.uid, bytes(row.sealed)
    ) == _words(told):
        return
    else:
        row.state, row.at = WAITING, now
        row.sealed = seal_proposal(row.organisation_id, row.uid, _words(told))
    row.save()
    change = Change("inventory.proposal_followed", "inventory_proposal", row.uid)
    record_entry(SYSTEM, change=change, now=now)


def _words(told: Told) -> ProposalWords:
    return ProposalWords(told.name, dict(told.facts), told.question, told.said)


def _record(actor: Actor, verb: str, found: ProposalView, count: int, now: datetime) -> None:
    payload = {"kind": found.kind.key}
    change = Change(verb, "inventory_proposal", found.uid, payload=payload, count=count)
    record_entry(actor, change=change, now=now)
