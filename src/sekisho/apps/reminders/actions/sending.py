"""One batch of due reminders: looked at once more under a lock, written down, and queued."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from sekisho.apps.asks.actions.reminding import (
    REMINDER_LETTER,
    REQUEST_LETTER,
    Reminding,
    remind_assignments,
)
from sekisho.apps.asks.queries.awaiting import Awaited, awaited_by_ids
from sekisho.apps.asks.queries.changing import CHANGE_LETTERS
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.mail.queries import LetterView, letters_of
from sekisho.apps.reminders.models import AskPlan, StepDone, StepOutcome
from sekisho.apps.reminders.queries.due import DueGroup
from sekisho.apps.reminders.queries.recipients import Chosen, colleagues_of
from sekisho.engines.reminders import Decision, Recipient, Step, Track, Whom, decide, plan_as_dict
from sekisho.kernel.actor import Actor
from sekisho.kernel.entropy import new_id

BATCH = 100
SUPERIOR_LETTER = "reminders.superior"
_LETTERS = (REQUEST_LETTER, REMINDER_LETTER, SUPERIOR_LETTER, *CHANGE_LETTERS)
Settled = Mapping[tuple[int, date], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Due:
    """What happens to one recipient now: the step, those passed over, and who is written to."""

    row: Awaited
    due_on: date
    decision: Decision
    chosen: Chosen

    @property
    def step(self) -> Step:
        """The step that happens."""
        if self.decision.step is None:
            raise ValueError(self.decision)
        return self.decision.step


@transaction.atomic
def send_due(actor: Actor, *, group: DueGroup, ids: Sequence[int], now: datetime) -> int:
    """Send the due step to those of a group for whom it is still due; returns how many letters.

    Everything is read anew under a lock: who answered, was given more time, or was reminded by
    hand or by another process meanwhile gets none. While an earlier letter still waits in the
    outbox, the next one waits too.
    """
    if not _runs(group):
        return 0
    rows = awaited_by_ids(ids, is_locked=True)
    due = _won(_due(group, rows, now), now)
    if not due:
        return 0
    count = remind_assignments(actor, letters=[_letter(one) for one in due], now=now)
    payload = {"steps": [[one.row.id, one.step.key] for one in due]}
    change = Change("reminders.sent", "assignment", payload=payload, count=len(due))
    record_entry(actor, change=change, now=now)
    return count


def settled_of(ids: Iterable[int]) -> Settled:
    """The keys of the steps that happened or were passed over, by recipient and deadline."""
    found: dict[tuple[int, date], set[str]] = defaultdict(set)
    rows = StepDone.objects.filter(assignment_id__in=list(ids))
    for own, due_on, step in rows.values_list("assignment_id", "due_on", "step"):
        found[own, due_on].add(step)
    return {key: frozenset(steps) for key, steps in found.items()}


def claim(rows: Sequence[StepDone], token: uuid.UUID) -> set[tuple[int, str]]:
    """Write steps down, and tell which of them nobody else had written: recipient and step."""
    StepDone.objects.bulk_create(rows, ignore_conflicts=True)
    ids = [row.assignment_id for row in rows]
    mine = StepDone.objects.filter(assignment_id__in=ids, token=token)
    return set(mine.values_list("assignment_id", "step"))


def _runs(group: DueGroup) -> bool:
    """Whether the plan still runs as it was looked at."""
    rows = AskPlan.objects.select_for_update().filter(pk=group.ask_id)
    row = rows.filter(is_on=True, paused_at=None).first()
    return row is not None and row.plan == plan_as_dict(group.plan)


def _due(group: DueGroup, rows: Sequence[Awaited], now: datetime) -> list[Due]:
    letters = letters_of(_LETTERS, (row.id for row in rows))
    settled, people = settled_of(row.id for row in rows), colleagues_of(rows)
    found = []
    for row in rows:
        sent = letters.get(row.id, ())
        if any(letter.state == "queued" for letter in sent):
            continue
        due_on = group.place.day(row.due_at)
        one = _recipient(row, settled.get((row.id, due_on), frozenset()), sent)
        decision = decide(group.plan, Track.LETTER, one, place=group.place, now=now)
        chosen = people[row.id].chosen(decision.step.whom) if decision.step else None
        if chosen is not None:
            found.append(Due(row, due_on, decision, chosen))
    return found


def _recipient(row: Awaited, settled: frozenset[str], sent: Sequence[LetterView]) -> Recipient:
    left = [letter.handed_over_at for letter in sent if letter.handed_over_at is not None]
    left += [row.reminded_at] if row.reminded_at else []
    return Recipient(row.asked_at, row.due_at, settled, row.reminders, max(left, default=None))


def _won(due: Sequence[Due], now: datetime) -> list[Due]:
    token = new_id()
    mine = claim([row for one in due for row in _steps(one, token, now)], token)
    return [one for one in due if (one.row.id, one.step.key) in mine]


def _steps(due: Due, token: uuid.UUID, now: datetime) -> Iterable[StepDone]:
    same = {
        "assignment_id": due.row.id,
        "ask_id": due.row.ask_id,
        "due_on": due.due_on,
        "token": token,
        "at": now,
    }
    yield StepDone(
        step=due.step.key,
        outcome=StepOutcome.SENT,
        whom=due.chosen.whom,
        contact_id=due.chosen.contact.id,
        **same,
    )
    for step in due.decision.passed:
        yield StepDone(step=step.key, outcome=StepOutcome.PASSED, **same)


def _letter(due: Due) -> Reminding:
    name = SUPERIOR_LETTER if due.chosen.whom is Whom.SUPERIOR else REMINDER_LETTER
    has_come_back = due.row.is_bounced and due.row.state == "waiting"
    if due.chosen.takes_over and (has_come_back or due.row.state == "not_delivered"):
        name = REQUEST_LETTER  # whoever takes over has not had the first letter
    return Reminding(
        assignment_id=due.row.id,
        contact=due.chosen.contact,
        unique_key=f"plan:{due.row.id}:{due.due_on}:{due.step.key}",
        letter=name,
        takes_over=due.chosen.takes_over,
    )
