"""Open and withdraw findings.

Called by the room that found the gap, inside its own transaction and audit entry; each later step
(`steps`) has an entry of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.measures.events import FINDING_CHANGED
from sekisho.apps.measures.models import Acceptance, Finding, FindingState
from sekisho.apps.measures.queries.sealed import (
    FindingWords,
    StepNote,
    gap_hash,
    key_hash,
    open_words,
    seal_words,
)
from sekisho.apps.work.actions import emit_event
from sekisho.kernel.actor import Actor
from sekisho.kernel.entropy import new_id

CLOSED = (FindingState.PROVEN, FindingState.ACCEPTED, FindingState.WITHDRAWN)
MOST_STEPS = 100


@dataclass(frozen=True, slots=True)
class NewFinding:
    """A gap: whose, found by whom, where, how grave, the words about it, and when it was told.

    `told_by_id` names the organisation that said so when it speaks of somebody else.
    """

    organisation_id: int
    asked_by_id: int
    source: str
    source_id: int
    is_high: bool
    words: FindingWords
    due_on: date | None
    reported_at: datetime
    told_by_id: int | None = None


@transaction.atomic
def open_findings(actor: Actor, *, findings: Sequence[NewFinding], now: datetime) -> int:
    """Open these gaps, or bring open ones up to date; returns how many were opened or changed.

    What is told later than the last step counts: it opens a proven finding again, and a plan
    that it names replaces the one before. A risk that was accepted stays so while the answer is
    the same. The calling action records the audit entry for `actor`.
    """
    return sum(_open_or_update(new, now) for new in findings)


def _open_or_update(new: NewFinding, now: datetime) -> int:
    hashed = key_hash(new.source, new.source_id, new.words.key)
    rows = Finding.objects.select_for_update().filter(source=new.source, source_id=new.source_id)
    row = rows.filter(source_key_hash=hashed).first()
    if row is None:
        row, words, due_on = _fresh(new, hashed, now), new.words, new.due_on
    else:
        kept = open_words(row, row.uid, row.sealed)
        if not _is_news(row, kept, new):
            return 0
        words, due_on = _told_again(kept, new), new.due_on or row.due_on
        if (words, due_on, new.is_high) == (kept, row.due_on, row.is_high) and not _is_closed(row):
            return 0
        _told_anew(row, now)
    if row.state in {*CLOSED, FindingState.OPEN}:
        row.state = FindingState.PLANNED if words.what and due_on else FindingState.OPEN
    row.is_high, row.due_on, row.updated_at, row.closed_at = new.is_high, due_on, now, None
    row.told_by_id, row.gap_hash = new.told_by_id, gap_hash(new.source, words)
    words = noted(words, StepNote(now.isoformat(), str(row.state), is_partner=True))
    row.sealed = seal_words(row, row.uid, words)
    row.save()
    emit_event(FINDING_CHANGED, now=now, finding_id=row.pk)
    return 1


def _told_anew(row: Finding, now: datetime) -> None:
    row.revision += 1
    if _is_closed(row):
        row.times_back += 1
        stop_acceptance(row, now)


def _fresh(new: NewFinding, hashed: str, now: datetime) -> Finding:
    earlier = _earlier(new)
    is_back = earlier is not None and _is_closed(earlier)
    return Finding(
        uid=new_id(),
        organisation_id=new.organisation_id,
        asked_by_id=new.asked_by_id,
        told_by_id=new.told_by_id,
        source=new.source,
        source_id=new.source_id,
        source_key_hash=hashed,
        earlier=earlier,
        times_back=earlier.times_back + 1 if earlier is not None and is_back else 0,
        state=FindingState.OPEN,
        created_at=now,
    )


def _earlier(new: NewFinding) -> Finding | None:
    """The same gap of the same partner as the same company of ours last heard of it."""
    same = Finding.objects.filter(
        organisation_id=new.organisation_id,
        asked_by_id=new.asked_by_id,
        told_by_id=new.told_by_id,
        gap_hash=gap_hash(new.source, new.words),
    )
    return same.order_by("-id").first()


def stop_acceptance(row: Finding, now: datetime) -> int:
    """End what is accepted or asked to be for a finding that moves on; for this room's actions."""
    row.accepted_until = None
    running = (Acceptance.State.PENDING, Acceptance.State.GRANTED)
    rows = Acceptance.objects.filter(finding_id=row.pk, state__in=running)
    return rows.update(state=Acceptance.State.STOPPED, ended_at=now)


def _is_closed(row: Finding) -> bool:
    return row.state in CLOSED


def _is_news(row: Finding, kept: FindingWords, new: NewFinding) -> bool:
    """Whether the gap was told after the last step, so that telling it twice changes nothing."""
    if row.state == FindingState.WITHDRAWN:
        return True
    if row.state == FindingState.ACCEPTED and kept.answer == new.words.answer:
        return False
    return new.reported_at > row.updated_at


def _told_again(kept: FindingWords, new: NewFinding) -> FindingWords:
    words = new.words
    return replace(
        words,
        what=words.what or kept.what,
        who=words.who or kept.who,
        proof=kept.proof,
        remark=kept.remark,
        wish=kept.wish,
        advice=kept.advice,
        steps=kept.steps,
    )


def noted(words: FindingWords, note: StepNote) -> FindingWords:
    """The words with one step more; of many, the oldest go. For this room's own actions."""
    return replace(words, steps=(*words.steps, note)[-MOST_STEPS:])


@transaction.atomic
def withdraw_findings(
    actor: Actor, *, source: str, source_id: int, keep_keys: frozenset[str], now: datetime
) -> int:
    """Withdraw a source's findings whose question is no gap any more; returns how many.

    The calling action records the audit entry for `actor`.
    """
    kept = {key_hash(source, source_id, key) for key in keep_keys}
    rows = Finding.objects.select_for_update().filter(source=source, source_id=source_id)
    gone = [row for row in rows.exclude(state__in=CLOSED) if row.source_key_hash not in kept]
    for row in gone:
        _withdraw(row, now)
    return len(gone)


def _withdraw(row: Finding, now: datetime) -> None:
    """A new revision: who has the finding open decides over its present state only."""
    words = open_words(row, row.uid, row.sealed)
    note = StepNote(now.isoformat(), str(FindingState.WITHDRAWN), is_partner=True)
    row.sealed = seal_words(row, row.uid, noted(words, note))
    row.state, row.closed_at, row.updated_at = FindingState.WITHDRAWN, now, now
    row.revision += 1
    stop_acceptance(row, now)
    row.save()
    emit_event(FINDING_CHANGED, now=now, finding_id=row.pk)


@transaction.atomic
def note_export(actor: Actor, *, count: int, now: datetime) -> None:
    """Record that somebody took findings as a file."""
    record_entry(actor, change=Change("measures.exported", "finding", count=count), now=now)
