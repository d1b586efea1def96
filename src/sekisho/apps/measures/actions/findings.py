"""Open, plan, finish, prove, accept and withdraw findings.

Opening and withdrawing are called by the room that found the gap, inside its own transaction and
audit entry; each later step has an entry of its own.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.measures.events import FINDING_CHANGED
from sekisho.apps.measures.models import Finding, FindingState
from sekisho.apps.measures.queries.findings import row_for
from sekisho.apps.measures.queries.sealed import FindingWords, key_hash, open_words, seal_words
from sekisho.apps.work.actions import emit_event
from sekisho.kernel.actor import Actor, ActorKind, Capability
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Conflict, Invalid, NotFound

CLOSED = (FindingState.PROVEN, FindingState.ACCEPTED, FindingState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class NewFinding:
    """A gap: whose, found by whom, where, how grave, and the words about it."""

    organisation_id: int
    asked_by_id: int
    source: str
    source_id: int
    is_high: bool
    words: FindingWords
    due_on: date | None = None


@transaction.atomic
def open_findings(actor: Actor, *, findings: Sequence[NewFinding], now: datetime) -> int:
    """Open these gaps, or bring open ones up to date; returns how many were opened or changed.

    A closed finding whose gap is reported again is opened again. The calling action records the
    audit entry for `actor`.
    """
    return sum(_open_or_update(new, now) for new in findings)


def _open_or_update(new: NewFinding, now: datetime) -> int:
    hashed = key_hash(new.source, new.source_id, new.words.key)
    row = (
        Finding.objects.select_for_update()
        .filter(source=new.source, source_id=new.source_id, source_key_hash=hashed)
        .first()
    )
    is_new = row is None
    if row is None:
        row = Finding(
            uid=new_id(),
            organisation_id=new.organisation_id,
            asked_by_id=new.asked_by_id,
            source=new.source,
            source_id=new.source_id,
            source_key_hash=hashed,
            created_at=now,
        )
        words = new.words
    else:
        kept = open_words(row.organisation_id, row.uid, row.sealed)
        words = replace(new.words, proof=kept.proof, remark=kept.remark)
        if words == kept and row.due_on == new.due_on and row.state not in CLOSED:
            return 0
    row.is_high, row.due_on, row.updated_at, row.closed_at = new.is_high, new.due_on, now, None
    if is_new or row.state in CLOSED or row.state == FindingState.OPEN:
        row.state = FindingState.PLANNED if words.what and new.due_on else FindingState.OPEN
    row.sealed = seal_words(row.organisation_id, row.uid, words)
    row.revision += 0 if is_new else 1
    row.save()
    emit_event(FINDING_CHANGED, now=now, finding_id=row.pk)
    return 1


@transaction.atomic
def withdraw_findings(
    actor: Actor, *, source: str, source_id: int, keep_keys: frozenset[str], now: datetime
) -> int:
    """Withdraw a source's findings whose question is no gap any more; returns how many.

    The calling action records the audit entry for `actor`.
    """
    kept = {key_hash(source, source_id, key) for key in keep_keys}
    rows = Finding.objects.filter(source=source, source_id=source_id).exclude(state__in=CLOSED)
    gone = [row.pk for row in rows if row.source_key_hash not in kept]
    return Finding.objects.filter(pk__in=gone).update(
        state=FindingState.WITHDRAWN, closed_at=now, updated_at=now
    )


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a finding: the state it leads to and what is said with it."""

    state: FindingState
    what: str | None = None
    who: str | None = None
    due_on: date | None = None
    proof: str | None = None
    remark: str | None = None


_NEEDED: dict[str, tuple[str, ...]] = {
    FindingState.PLANNED: ("what", "due_on"),
    FindingState.DONE: ("proof",),
    FindingState.ACCEPTED: ("remark",),
}


@transaction.atomic
def take_step(actor: Actor, *, uid: uuid.UUID, step: Step, revision: int, now: datetime) -> None:
    """Move a finding on: planned, done, proven, accepted, or open again.

    A person needs FOLLOW_UP in reach of the organisation; a respondent's link may only plan and
    report done. Raises Conflict when somebody changed it meanwhile, Invalid when words are missing.
    """
    if actor.kind is ActorKind.LINK and step.state not in {FindingState.PLANNED, FindingState.DONE}:
        raise NotFound("measures.not_there")
    row = row_for(actor, uid, Capability.FOLLOW_UP)
    if row.revision != revision:
        raise Conflict("measures.changed_meanwhile")
    words = open_words(row.organisation_id, row.uid, row.sealed)
    said = {
        name: value
        for name in ("what", "who", "proof", "remark")
        if (value := getattr(step, name)) is not None
    }
    words = replace(words, **said)
    due_on = step.due_on or row.due_on
    _check_words(step.state, words, due_on)
    row.state, row.due_on, row.updated_at = step.state, due_on, now
    row.closed_at = now if step.state in CLOSED else None
    row.sealed = seal_words(row.organisation_id, row.uid, words)
    row.revision += 1
    row.save()
    emit_event(FINDING_CHANGED, now=now, finding_id=row.pk)
    change = Change(f"measures.{step.state.value}", "finding", row.uid, payload=said)
    record_entry(actor, change=change, now=now)


def _check_words(state: str, words: FindingWords, due_on: date | None) -> None:
    given = {"what": words.what, "proof": words.proof, "remark": words.remark, "due_on": due_on}
    for name in _NEEDED.get(state, ()):
        if not given[name]:
            raise Invalid("measures.words_missing", field=name)
