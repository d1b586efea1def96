"""A plan as data: its steps around the deadline, and the limits that protect the recipient."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sekisho.kernel.errors import Invalid

MOST_STEPS, MOST_LETTERS = 8, 8
EARLIEST, LATEST = -30, 60  # business days from the deadline
MOST_REST = 20
HOURS_A_DAY = 24


class Whom(StrEnum):
    """To whom a step is addressed."""

    CONTACT = "contact"  # who was asked
    NEXT = "next"  # another contact of the same organisation
    SUPERIOR = "superior"  # the contact's superior
    OWNER = "owner"  # the owner on our side, who learns of it and rings


class Track(StrEnum):
    """Letters go out of the house and are limited; notes stay inside."""

    LETTER = "letter"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: business days from the deadline (negative: before it), and to whom."""

    days: int
    whom: Whom = Whom.CONTACT

    @property
    def track(self) -> Track:
        """Whether this step writes to the partner or inside the house."""
        return Track.NOTE if self.whom is Whom.OWNER else Track.LETTER

    @property
    def key(self) -> str:
        """The name under which a step happens once: "letter-1", "note+6"."""
        return f"{self.track}{self.days:+d}"


@dataclass(frozen=True, slots=True)
class Limits:
    """At most so many letters to one recipient; business days between two of them, the first
    letter of the ask included; the hours of the recipient's day in which they leave.
    """

    most: int = 4
    rest_days: int = 2
    opens: int = 9
    closes: int = 18


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps sorted by day, and limits."""

    steps: tuple[Step, ...]
    limits: Limits = field(default_factory=Limits)

    def of(self, track: Track) -> tuple[Step, ...]:
        """The steps of one track in their order."""
        return tuple(step for step in self.steps if step.track is track)


DEFAULT_PLAN = Plan(
    (
        Step(-1, Whom.CONTACT),
        Step(1, Whom.CONTACT),
        Step(3, Whom.NEXT),
        Step(5, Whom.SUPERIOR),
        Step(6, Whom.OWNER),
    )
)


def require_sound(plan: Plan) -> Plan:
    """The plan with its steps sorted.

    Raises Invalid: reminders.no_steps, .too_many_steps, .step_out_of_range, .step_twice (two
    letters or two notes on one day), .limit_out_of_range.
    """
    if not plan.steps:
        raise Invalid("reminders.no_steps")
    if len(plan.steps) > MOST_STEPS:
        raise Invalid("reminders.too_many_steps", most=MOST_STEPS)
    keys = [step.key for step in plan.steps]
    for step in plan.steps:
        if not EARLIEST <= step.days <= LATEST:
            raise Invalid("reminders.step_out_of_range", least=EARLIEST, most=LATEST)
        if keys.count(step.key) > 1:
            raise Invalid("reminders.step_twice", days=f"{step.days:+d}")
    limits = plan.limits
    is_fit = 1 <= limits.most <= MOST_LETTERS and 1 <= limits.rest_days <= MOST_REST
    if not (is_fit and 0 <= limits.opens < limits.closes <= HOURS_A_DAY):
        raise Invalid("reminders.limit_out_of_range", letters=MOST_LETTERS, days=MOST_REST)
    return Plan(tuple(sorted(plan.steps, key=lambda step: (step.days, step.track))), limits)


def plan_as_dict(plan: Plan) -> dict[str, Any]:
    """The form in which a plan is stored."""
    limits = plan.limits
    return {
        "steps": [[step.days, step.whom.value] for step in plan.steps],
        "limits": [limits.most, limits.rest_days, limits.opens, limits.closes],
    }


def plan_from_dict(stored: Mapping[str, Any]) -> Plan:
    """Read the stored form. Raises Invalid for what is no plan."""
    steps = tuple(Step(int(days), Whom(whom)) for days, whom in stored["steps"])
    return require_sound(Plan(steps, Limits(*stored["limits"])))
