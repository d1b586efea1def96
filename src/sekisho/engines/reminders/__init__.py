"""Reminders: which step of a plan is due for a recipient now, and when an ask comes again.

Pure: the moment, the calendar and what was sent are arguments. Must not know letters, links or
tables. Rules with worked numbers: docs/*/rules/reminders.md.
"""

from __future__ import annotations

from sekisho.engines.reminders.deciding import (
    Decision,
    Recipient,
    decide,
    latest_due,
    rested_since,
)
from sekisho.engines.reminders.plans import (
    DEFAULT_PLAN,
    MOST_LETTERS,
    MOST_STEPS,
    Limits,
    Plan,
    Step,
    Track,
    Whom,
    plan_as_dict,
    plan_from_dict,
    require_sound,
)
from sekisho.engines.reminders.recurring import Every, Turn, due_dates, next_after
from sekisho.engines.reminders.times import (
    Place,
    is_office_time,
    next_office_moment,
    step_day,
    step_moment,
)

__all__ = [
    "DEFAULT_PLAN",
    "MOST_LETTERS",
    "MOST_STEPS",
    "Decision",
    "Every",
    "Limits",
    "Place",
    "Plan",
    "Recipient",
    "Step",
    "Track",
    "Turn",
    "Whom",
    "decide",
    "due_dates",
    "is_office_time",
    "latest_due",
    "next_after",
    "next_office_moment",
    "plan_as_dict",
    "plan_from_dict",
    "require_sound",
    "rested_since",
    "step_day",
    "step_moment",
]
