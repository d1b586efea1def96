"""Proposals drawn from a submitted answer, and what a reviewer makes of them."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

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
    Meant,
    ProposalView,
    meant,
    proposal_for,
    proposals_of,
    stamp_of,
)
from sekisho.apps.inventory.queries.sealed import (
    ProposalWords,
    place_hash,
    seal_proposal,
)
from sekisho.engines.inventory import (
    Proposal as Told,
)
from sekisho.engines.inventory import (
    Value,
    proposals_in,
)
from sekisho.kernel.actor import SYSTEM, Actor, Capability
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Conflict


@dataclass(frozen=True, slots=True)
class Taken:
    """A proposal as the reviewer has put it right; None makes a value unknown."""

    name: str
    values: Mapping[str, Value | None]


@transaction.atomic
def draw_proposals(*, assignment_id: int, now: datetime) -> int:
    """Bring the proposals up to a submitted answer; returns how many are new.

    What was decided stays; told otherwise it is a new proposal. One that waits is withdrawn when
    the answer does not tell it any more. For the house's own job.
    """
    facts = assignment_facts([assignment_id]).get(assignment_id)
    told = answer_maps().get(facts.question_set.key) if facts else None
    reply = reached_reply(SYSTEM, assignment_id)
    if facts is None or told is None or reply is None or not reply.is_submitted:
        return 0
    # Somebody else's view of a partner (a buyer's answer) tells nothing of the partner's devices.
    if facts.subject.id != facts.respondent.id:
        return 0
    drawn = proposals_in(told, reply.answers, facts.language)
    said = {place_hash(assignment_id, one): one for one in drawn}
    rows = Proposal.objects.select_for_update().filter(assignment_id=assignment_id)
    known = {row.place: row for row in rows}
    for place, row in known.items():
        _follow(row, now, is_told=place in said)
    fresh = [(key, one) for key, one in said.items() if key not in known]
    Proposal.objects.bulk_create(_drawn(facts, key, one, now) for key, one in fresh)
    if fresh:
        change = Change("inventory.proposed", "assignment", facts.uid, count=len(fresh))
        record_entry(SYSTEM, change=change, now=now)
    return len(fresh)


@transaction.atomic
def take_proposal(actor: Actor, *, uid: uuid.UUID, taken: Taken, now: datetime) -> uuid.UUID:
    """Take a proposal over, as it was put right; returns the entry's outside id.

    An entry of that kind and name at the organisation takes the values; else it is added. Raises
    NotFound, Conflict (inventory.decided, inventory.name_shared), Invalid as entries do.
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
def decide_answer(
    actor: Actor,
    *,
    assignment_uid: uuid.UUID,
    uids: Collection[uuid.UUID],
    is_taken: bool,
    now: datetime,
) -> int:
    """Take over, or leave out, these of what waits of one answer; returns how many.

    What would change a surer or later value, or means several entries, goes on waiting for a look
    of its own. Raises NotFound when nothing waits, Conflict (inventory.decided) when none of
    these does.
    """
    found = [one for one in proposals_of(actor, assignment_uid) if one.uid in uids]
    if not found:
        raise Conflict("inventory.decided")
    if is_taken:
        found = [one for one in found if not one.outweighed and len(one.known) <= 1]
    for one in found:
        if is_taken:
            _take(actor, one, Taken(one.name, one.values), now)
        else:
            _decide(actor, one, REFUSED, None, now)
    verb = "inventory.proposal_taken" if is_taken else "inventory.proposal_refused"
    if found:
        _record(actor, verb, found[0], len(found), now)
    return len(found)


def _take(actor: Actor, found: ProposalView, taken: Taken, now: datetime) -> Entry:
    row = _entry_for(actor, found, taken.name)
    given = {key: value for key, value in taken.values.items() if value is not None}
    write_entry(row, taken.name, given, stamp_of(found.set_title, found.at))
    row.updated_at = now
    row.save()
    _decide(actor, found, TAKEN, row, now)
    return row


def _entry_for(actor: Actor, found: ProposalView, name: str) -> Entry:
    """The entry that is meant, else a new one with its ends; a link leads to who asked."""
    rows = meant(reached(actor, Capability.FOLLOW_UP), Meant.of(found, name))
    same = list(rows.select_for_update(of=("self",)).order_by("id")[:2])
    if len(same) > 1:
        raise Conflict("inventory.name_shared", name=name)
    if same:
        same[0].revision += 1
        return same[0]
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


def _drawn(facts: AssignmentFacts, place: str, told: Told, now: datetime) -> Proposal:
    row = Proposal(uid=new_id(), organisation_id=facts.subject.id, assignment_id=facts.id)
    row.place, row.kind, row.state, row.at = place, told.kind, WAITING, now
    row.sealed = seal_proposal(facts.subject.id, row.uid, _words(told))
    return row


def _follow(row: Proposal, now: datetime, *, is_told: bool) -> None:
    """One that waits and is told no more is withdrawn; one told again comes back."""
    state = WAITING if is_told else WITHDRAWN
    if row.state not in {WAITING, WITHDRAWN} or row.state == state:
        return
    row.state, row.at = state, now if is_told else row.at
    row.save(update_fields=["state", "at"])
    change = Change("inventory.proposal_followed", "inventory_proposal", row.uid)
    record_entry(SYSTEM, change=change, now=now)


def _words(told: Told) -> ProposalWords:
    return ProposalWords(told.name, dict(told.facts), told.question, told.said)


def _record(actor: Actor, verb: str, found: ProposalView, count: int, now: datetime) -> None:
    payload = {"kind": found.kind.key}
    change = Change(verb, "inventory_proposal", found.uid, payload=payload, count=count)
    record_entry(actor, change=change, now=now)
