"""Notes to the owners on our side: one letter a day that names every partner who is silent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sekisho.apps.asks.queries.awaiting import awaited_by_ids
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.mail.actions import NewLetter, queue_letters
from sekisho.apps.partners.queries import ContactView
from sekisho.apps.reminders.actions.sending import claim, settled_of
from sekisho.apps.reminders.models import OwnerDigest, StepDone, StepOutcome
from sekisho.engines.reminders import Place, Plan, Recipient, Track, decide, is_office_time
from sekisho.kernel.actor import Actor
from sekisho.kernel.entropy import new_id

NOTE_LETTER = "reminders.note"
MOST_LINES = 300  # in one note; the others come the next day


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One recipient to be named: its assignment, the plan and the place by which it is due."""

    assignment_id: int
    plan: Plan
    place: Place


@transaction.atomic
def note_owner(
    actor: Actor, *, owner: ContactView, at: Place, lines: Sequence[NoteLine], now: datetime
) -> int:
    """Tell one owner of those who are due; returns how many are named.

    Nothing outside the owner's office hours, and nothing when a note went out today already.
    """
    wanted = {line.assignment_id: line for line in lines[:MOST_LINES]}
    if not wanted or not is_office_time(now, at, lines[0].plan.limits):
        return 0
    digest = OwnerDigest(uid=new_id(), owner_id=owner.id, on=at.day(now), created_at=now)
    OwnerDigest.objects.bulk_create([digest], ignore_conflicts=True)
    mine = OwnerDigest.objects.filter(uid=digest.uid).first()
    if mine is None:
        return 0
    count = len(_claimed(mine, wanted, now))
    if not count:
        mine.delete()
        return 0
    letter = NewLetter(NOTE_LETTER, mine.pk, owner.id, owner.language, f"{NOTE_LETTER}:{mine.uid}")
    queue_letters(actor, letters=[letter], now=now)
    change = Change("reminders.owner_noted", "contact", owner.uid, count=count)
    record_entry(actor, change=change, now=now)
    return count


def _claimed(digest: OwnerDigest, wanted: dict[int, NoteLine], now: datetime) -> set[int]:
    rows = awaited_by_ids(wanted, is_locked=True)
    settled = settled_of(wanted)
    new: list[StepDone] = []
    for row in rows:
        line = wanted[row.id]
        due_on = line.place.day(row.due_at)
        known = settled.get((row.id, due_on), frozenset())
        recipient = Recipient(row.asked_at, row.due_at, known)
        found = decide(line.plan, Track.NOTE, recipient, place=line.place, now=now)
        if found.step is None:
            continue
        same = {
            "assignment_id": row.id,
            "ask_id": row.ask_id,
            "due_on": due_on,
            "token": digest.uid,
            "at": now,
        }
        noted = {"outcome": StepOutcome.NOTED, "contact_id": digest.owner_id, "digest": digest}
        new.append(StepDone(step=found.step.key, whom="owner", **noted, **same))
        passed = {"outcome": StepOutcome.PASSED}
        new += [StepDone(step=step.key, **passed, **same) for step in found.passed]
    return {own for own, _step in claim(new, digest.uid)}
