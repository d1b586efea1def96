"""Plans as they are stored: of a company, of an ask, and those that run now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sekisho.apps.asks.queries.drafts import AskView
from sekisho.apps.organisations.queries import home_id
from sekisho.apps.reminders.models import AskPlan, PlanDefaults
from sekisho.apps.work.queries.worded import NUMBER, Worded
from sekisho.engines.reminders import DEFAULT_PLAN, Plan, plan_from_dict


@dataclass(frozen=True, slots=True)
class DefaultsView:
    """With which plan asks of a company begin; `updated_at` is None while none was set."""

    plan: Plan
    is_on: bool
    updated_at: datetime | None


@dataclass(frozen=True, slots=True)
class PlanView:
    """The plan of one ask; `revision` is 0 while it is still the company's."""

    plan: Plan
    is_on: bool
    paused_at: datetime | None = None
    revision: int = 0

    @property
    def is_running(self) -> bool:
        """Whether its steps happen."""
        return self.is_on and self.paused_at is None


def defaults_of(organisation_id: int) -> DefaultsView:
    """The company's plan, else home's, else the shipped one, which is off.

    Inside the house only: the caller has checked who may see the company.
    """
    rows = {row.pk: row for row in _DEFAULTS.rows(ids=(organisation_id, home_id()))}
    row = rows.get(organisation_id) or rows.get(home_id())
    if row is None:
        return DefaultsView(DEFAULT_PLAN, is_on=False, updated_at=None)
    return DefaultsView(plan_from_dict(row.plan), row.is_on, row.updated_at)


def plan_of(ask: AskView) -> PlanView:
    """The plan of an ask that the caller has fetched through its gate."""
    row = _PLAN.first(ask_id=ask.id)
    if row is not None:
        return _view(row)
    # What was sent before this room had a plan for it stays as it was sent.
    found = defaults_of(ask.organisation_id)
    return PlanView(found.plan, is_on=found.is_on and ask.is_draft)


_PLAN = Worded(lambda ask_id: AskPlan.objects.filter(ask__id=ask_id), ask_id=NUMBER)
_DEFAULTS = Worded(
    lambda ids: PlanDefaults.objects.filter(organisation__id__in=ids), lists=("ids",), ids=NUMBER
)


def plans_by_asks(ask_ids: list[int]) -> Mapping[int, PlanView]:
    """The stored plans of asks, absent ones left out."""
    return {row.pk: _view(row) for row in AskPlan.objects.filter(pk__in=ask_ids)}


def running_plans() -> dict[int, Plan]:
    """The plans that run now, by ask: switched on, not paused, the ask open."""
    rows: Any = AskPlan.objects.filter(is_on=True, paused_at=None, ask__state="open")
    return {own: plan_from_dict(plan) for own, plan in rows.values_list("ask_id", "plan")}


def _view(row: AskPlan) -> PlanView:
    return PlanView(plan_from_dict(row.plan), row.is_on, row.paused_at, row.revision)
