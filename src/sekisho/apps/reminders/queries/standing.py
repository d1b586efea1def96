"""How the plan of an ask stands: what happened, what comes next, when and to how many."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from sekisho.apps.asks.queries.awaiting import AwaitedGroup, awaited_groups, awaited_ids
from sekisho.apps.asks.queries.drafts import AskView, asks_by_ids
from sekisho.apps.organisations.queries import granted_ids, organisations_by_ids
from sekisho.apps.reminders.models import AskPlan, StepDone, StepOutcome
from sekisho.apps.reminders.queries.due import place_of, unsettled
from sekisho.apps.reminders.queries.plans import PlanView, plan_of, plans_by_asks
from sekisho.engines.reminders import Step, step_day, step_moment
from sekisho.kernel.actor import SYSTEM, Actor, Capability
from sekisho.kernel.text import Bilingual


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of a plan: its first and last day over all recipients, how many were written to
    (or named to their owners), passed over, and for how many it is still open.
    """

    step: Step
    first_on: date | None
    last_on: date | None
    done: int
    passed: int
    open: int
    is_past: bool


@dataclass(frozen=True, slots=True)
class PlanStanding:
    """The plan of an ask with its steps; `next` is the first step that is still to come."""

    view: PlanView
    lines: tuple[StepLine, ...]
    awaited: int

    @property
    def next(self) -> StepLine | None:
        """What happens next, when the plan runs."""
        coming = (line for line in self.lines if line.open and not line.is_past)
        return next(coming, None)

    @property
    def waiting(self) -> int:
        """For how many the latest step that came is still open: it leaves as soon as it may."""
        past = [line for line in self.lines if line.is_past]
        return past[-1].open if past else 0


def standing_of(ask: AskView, *, now: datetime) -> PlanStanding:
    """How the plan of an ask stands; the caller has fetched the ask to run it."""
    view, groups = plan_of(ask), awaited_groups([ask.id])
    rows = StepDone.objects.filter(ask_id=ask.id).order_by()
    counted = rows.values_list("step", "outcome").annotate(count=Count("id"))
    counts = Counter({(step, outcome): count for step, outcome, count in counted})
    lines = tuple(_line(step, view, groups, counts, now) for step in view.plan.steps)
    return PlanStanding(view, lines, sum(group.count for group in groups))


@dataclass(frozen=True, slots=True)
class PlanRow:
    """An open ask with its plan, for the list."""

    uid: uuid.UUID
    title: Bilingual
    asker: Bilingual
    view: PlanView
    letters: int


def plan_rows_for(actor: Actor) -> tuple[PlanRow, ...]:
    """The open asks that the actor may run and that have a plan of their own, newest first."""
    may = AskPlan.objects.filter(own_asks(actor), ask__state="open")
    ids = list(may.order_by("-ask__sent_at").values_list("ask_id", flat=True)[:200])
    asks, plans = asks_by_ids(ids), plans_by_asks(ids)
    askers = organisations_by_ids(SYSTEM, {ask.organisation_id for ask in asks.values()})
    sent = StepDone.objects.filter(ask_id__in=ids, outcome=StepOutcome.SENT).order_by()
    letters = dict(sent.values_list("ask_id").annotate(count=Count("id")))
    return tuple(
        PlanRow(
            asks[own].uid,
            asks[own].title,
            askers[asks[own].organisation_id].names,
            plans[own],
            letters.get(own, 0),
        )
        for own in ids
    )


def own_asks(actor: Actor) -> Q:
    """A condition over rows with an ask: one that the actor may run."""
    own = granted_ids(actor, Capability.RUN)
    return Q() if own is None else Q(ask__organisation_id__in=own)


def _line(
    step: Step,
    view: PlanView,
    groups: Iterable[AwaitedGroup],
    counts: Counter[tuple[str, str]],
    now: datetime,
) -> StepLine:
    days, left, is_past = [], 0, True
    for group in groups:
        place = place_of(group.country)
        moment = step_moment(step.days, group.counting_due, place, view.plan.limits)
        days.append(step_day(step.days, group.counting_due, place))
        is_past = is_past and moment <= now
        left += len(awaited_ids(group, unsettled(group, step, moment)))
    done = counts[step.key, StepOutcome.SENT] + counts[step.key, StepOutcome.NOTED]
    passed = counts[step.key, StepOutcome.PASSED]
    first, last = min(days, default=None), max(days, default=None)
    return StepLine(step, first, last, done, passed, left, is_past=is_past and bool(days))
