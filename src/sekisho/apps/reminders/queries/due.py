"""What is due and has not happened yet, for everybody whose answer is awaited.

Recipients with the same ask, dates and country share one look at the plan; the database keeps
those for whom the step is open. Who is chosen here is looked at once more, locked, before a letter
is queued.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.db.models import Exists, OuterRef, Q

from sekisho.apps.asks.queries.awaiting import AwaitedGroup, awaited_groups, awaited_ids
from sekisho.apps.asks.queries.zones import calendar_of, zone_of
from sekisho.apps.reminders.models import StepDone
from sekisho.apps.reminders.queries.plans import running_plans
from sekisho.engines.reminders import (
    Place,
    Plan,
    Step,
    Track,
    is_office_time,
    latest_due,
    rested_since,
)


@dataclass(frozen=True, slots=True)
class DueGroup:
    """Recipients of one ask with the same dates and place, for whom a step may be due."""

    ask_id: int
    plan: Plan
    track: Track
    place: Place
    due_on: date
    step: Step
    ids: tuple[int, ...]


@lru_cache(maxsize=512)
def place_of(country: str) -> Place:
    """Working days and clock of a recipient in that country."""
    return Place(calendar_of(country), zone_of(country))


def due_groups(*tracks: Track, now: datetime) -> Iterator[DueGroup]:
    """Whom the running plans may write to now, or name to owners, group by group; nobody twice
    on a track.
    """
    plans = running_plans()
    for group in awaited_groups(plans) if plans else ():
        for track in tracks:
            found = _due(group, plans[group.ask_id], track, now)
            if found is not None and found.ids:
                yield found


def _due(group: AwaitedGroup, plan: Plan, track: Track, now: datetime) -> DueGroup | None:
    place = place_of(group.country)
    if track is Track.LETTER and not is_office_time(now, place, plan.limits):
        return None
    found = latest_due(plan, track, due_at=group.counting_due, place=place, now=now)
    if found is None:
        return None
    where = unsettled(group, *found)
    if track is Track.LETTER:
        where &= _may_be_written(plan, place, now)
    due_on = place.day(group.counting_due)
    ids = tuple(awaited_ids(group, where))
    return DueGroup(group.ask_id, plan, track, place, due_on, found[0], ids)


def unsettled(group: AwaitedGroup, step: Step, moment: datetime) -> Q:
    """A condition over assignments of a group: asked before a step was due, and it is open."""
    done = StepDone.objects.filter(
        assignment_id=OuterRef("pk"),
        due_on=place_of(group.country).day(group.counting_due),
        step=step.key,
    )
    return Q(created_at__lt=moment) & ~Q(Exists(done))


def _may_be_written(plan: Plan, place: Place, now: datetime) -> Q:
    """The limits of the plan, as far as a table can tell."""
    rested = place.at(rested_since(now, place, plan.limits) + timedelta(days=1), 0)
    spaced = Q(reminded_at=None) | Q(reminded_at__lt=rested)
    return Q(reminders__lt=plan.limits.most, created_at__lt=rested) & spaced
