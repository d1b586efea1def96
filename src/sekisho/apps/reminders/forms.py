"""What somebody types about plans, deadlines, planned sendings and series."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sekisho.engines.reminders import (
    MOST_LETTERS,
    MOST_STEPS,
    Every,
    Limits,
    Plan,
    Step,
    Turn,
    Whom,
)
from sekisho.engines.reminders.plans import EARLIEST, LATEST, MOST_REST

WHOM_WORDS = {
    Whom.CONTACT: _("Who was asked"),
    Whom.NEXT: _("Another contact there"),
    Whom.SUPERIOR: _("Their superior"),
    Whom.OWNER: _("The owner on our side (inside note)"),
}

EVERY_WORDS = {
    Every.MONTH: _("Every month"),
    Every.QUARTER: _("Every quarter"),
    Every.HALF_YEAR: _("Every half-year"),
    Every.YEAR: _("Every year"),
}
TURN_WORDS = {
    Turn.NEXT: _("On the next working day"),
    Turn.PREVIOUS: _("On the working day before"),
    Turn.NONE: _("On that day all the same"),
}


class LimitsForm(forms.Form):
    """The limits of a plan; the hours stay as they are."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    most = forms.IntegerField(
        label=_("At most so many reminders to one recipient"), min_value=1, max_value=MOST_LETTERS
    )
    rest_days = forms.IntegerField(
        label=_("Business days between two letters, at least"), min_value=1, max_value=MOST_REST
    )

    def limits(self, present: Limits) -> Limits:
        """The limits as they were typed; call it on a valid form."""
        given = self.cleaned_data
        return Limits(given["most"], given["rest_days"], present.opens, present.closes)


class DefaultsForm(LimitsForm):
    """The same with the switch for asks to come."""

    is_on = forms.BooleanField(
        label=_("Switch the plan on for every new ask"),
        required=False,
        help_text=_("It can be changed or switched off for a single ask before and after sending"),
    )
    field_order = ("is_on",)


class StepForm(forms.Form):
    """One step; a row without a day is left out."""

    days = forms.IntegerField(
        label=_("Business days from the deadline"),
        min_value=EARLIEST,
        max_value=LATEST,
        required=False,
    )
    whom = forms.ChoiceField(label=_("To whom"), choices=list(WHOM_WORDS.items()), required=False)


StepRows = forms.formset_factory(StepForm, extra=2, max_num=MOST_STEPS, validate_max=True)


def steps_in(rows: forms.BaseFormSet[StepForm]) -> tuple[Step, ...]:
    """The rows that name a day; call it on a valid set."""
    given = [form.cleaned_data for form in rows.forms]
    return tuple(
        Step(row["days"], Whom(row["whom"] or Whom.CONTACT))
        for row in given
        if row.get("days") is not None
    )


def rows_of(plan: Plan) -> list[dict[str, Any]]:
    """What the rows show of a plan."""
    return [{"days": step.days, "whom": step.whom.value} for step in plan.steps]


def initial_of(plan: Plan) -> dict[str, Any]:
    """What the form of limits shows of a plan."""
    return {"most": plan.limits.most, "rest_days": plan.limits.rest_days}


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}))


class ExtendForm(forms.Form):
    """The new last day."""

    due_on = _day(_("New deadline"))


class SendingForm(forms.Form):
    """The moment at which a draft is sent, by the clock of the office."""

    day = _day(_("Day"))
    hour = forms.TimeField(
        label=_("Time of day"), initial="09:00", widget=forms.TimeInput(attrs={"type": "time"})
    )

    @staticmethod
    def moment_shown(at: datetime) -> dict[str, Any]:
        """What the form shows of a moment that was chosen before."""
        there = timezone.localtime(at)
        return {"day": there.date(), "hour": there.strftime("%H:%M")}

    def moment(self) -> datetime:
        """The moment as it was chosen; call it on a valid form."""
        given = self.cleaned_data
        return timezone.make_aware(datetime.combine(given["day"], given["hour"]))


class SeriesForm(forms.Form):
    """How an ask comes again."""

    anchor = _day(_("First date"))
    every = forms.ChoiceField(
        label=_("Rhythm"), choices=list(EVERY_WORDS.items()), initial=Every.YEAR.value
    )
    turn = forms.ChoiceField(
        label=_("On days that are not worked"), choices=list(TURN_WORDS.items())
    )
    how = forms.ChoiceField(
        label=_("What happens on that day"),
        widget=forms.RadioSelect,
        initial="draft",
        choices=[
            ("draft", _("A draft is prepared, and Today says so")),
            (
                "send",
                _("It is sent by itself when nothing stands against it; else it stays a draft"),
            ),
        ],
    )


def only_in(given: Sequence[str]) -> tuple[uuid.UUID, ...]:
    """The recipients that an address names; what is no outside id is left out."""
    found = []
    for text in given:
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return tuple(found)
