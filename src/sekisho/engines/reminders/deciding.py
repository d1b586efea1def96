"""What one recipient is sent now, given the plan and what was sent before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sekisho.engines.deadlines import add_business_days
from sekisho.engines.reminders.plans import Limits, Plan, Step, Track, Whom
from sekisho.engines.reminders.times import Place, is_office_time, step_moment


@dataclass(frozen=True, slots=True)
class Recipient:
    """What was asked and sent so far.

    `due_at` is the date that counts; `settled` the keys of the steps that were sent or passed
    over for it; `letters` all reminders so far; `last_letter_at` the latest letter of any kind.
    """

    asked_at: datetime
    due_at: datetime
    settled: frozenset[str] = frozenset()
    letters: int = 0
    last_letter_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """The one step that happens now, None for nothing, and the earlier ones it passes over."""

    step: Step | None = None
    passed: tuple[Step, ...] = ()


NOTHING = Decision()


def latest_due(
    plan: Plan, track: Track, *, due_at: datetime, place: Place, now: datetime
) -> tuple[Step, datetime] | None:
    """The last step of a track that has become due, with its moment; None before the first."""
    found = None
    for step in plan.of(track):
        moment = step_moment(step.days, due_at, place, plan.limits)
        if moment <= now:
            found = (step, moment)
    return found


def rested_since(now: datetime, place: Place, limits: Limits) -> date:
    """The latest local day of a letter after which the next one may leave today."""
    return add_business_days(place.day(now), -limits.rest_days, place.calendar)


def decide(
    plan: Plan, track: Track, recipient: Recipient, *, place: Place, now: datetime
) -> Decision:
    """Which step of a track happens now.

    Only the latest due step is sent, so that a gap ends in one letter and no burst; the earlier
    ones are passed over with it. A step that was due before the recipient was asked is never
    sent. Nobody's superior is written to before a reminder went to a contact, when the plan has
    one that is due. Letters are limited in count, spacing and hours; notes are not.
    """
    if track is Track.LETTER and not _may_write(plan.limits, recipient, place, now):
        return NOTHING
    due = [
        step
        for step in plan.of(track)
        if recipient.asked_at < step_moment(step.days, recipient.due_at, place, plan.limits) <= now
    ]
    if not due or due[-1].key in recipient.settled:
        return NOTHING
    chosen = _first_below(due, recipient) or due[-1]
    earlier = (step for step in plan.of(track) if step.days < chosen.days)
    return Decision(chosen, tuple(step for step in earlier if step.key not in recipient.settled))


def _first_below(due: list[Step], recipient: Recipient) -> Step | None:
    """A due step to a contact that must come before the superior; None when there is none."""
    if due[-1].whom is not Whom.SUPERIOR or recipient.letters:
        return None
    below = (step for step in due if step.whom is not Whom.SUPERIOR)
    open_ones = [step for step in below if step.key not in recipient.settled]
    return open_ones[-1] if open_ones else None


def _may_write(limits: Limits, recipient: Recipient, place: Place, now: datetime) -> bool:
    if recipient.letters >= limits.most or not is_office_time(now, place, limits):
        return False
    last = recipient.last_letter_at or recipient.asked_at
    return place.day(max(last, recipient.asked_at)) <= rested_since(now, place, limits)
