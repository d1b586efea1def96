"""What a respondent says about one finding: planned, done, or a decision is asked for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sekisho.engines.deadlines import format_date, parse_date
from sekisho.kernel.errors import Invalid

_LONGEST, _NAME = 2000, 120


def _area(label: Any, required: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=_LONGEST,
        error_messages={"required": required},
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )


def _file() -> forms.FileField:
    return forms.FileField(
        label=_("File"),
        required=False,
        error_messages={"empty": _("This file is empty.")},
        widget=forms.FileInput(attrs={"class": "form-control sk-file"}),
    )


class _StepForm(forms.Form):
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    by = forms.CharField(
        label=_("Your name"),
        max_length=_NAME,
        error_messages={"required": _("Please write your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    use_required_attribute = False
    field_order: tuple[str, ...] = ()

    def __init__(
        self, *, today: date, data: Any = None, files: Any = None, initial: Any = None
    ) -> None:
        self.today = today
        super().__init__(data, files, initial=initial, auto_id=f"id_{self.state}_%s")

    state = ""


class PlannedForm(_StepForm):
    """What will be done, by whom, by when."""

    state = "planned"
    field_order = ("what", "who", "due_on", "by", "revision")
    what = _area(_("What will be done"), _("Please write in a few words what will be done."))
    who = forms.CharField(
        label=_("Who will do it"),
        required=False,
        max_length=_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    due_on = forms.CharField(
        label=_("By when"),
        help_text=_("For example 2026-12-07 or 7 Dec 2026"),
        max_length=40,
        error_messages={"required": _("Please write a date, for example 2026-12-07.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_due_on(self) -> date:
        """A day that is still to come."""
        try:
            day = parse_date(self.cleaned_data["due_on"])
        except Invalid:
            raise forms.ValidationError(_("Please write a date, for example 2026-12-07.")) from None
        if day < self.today:
            raise forms.ValidationError(_("This day is over. Please write one that is to come."))
        return day


class DoneForm(_StepForm):
    """What was done, and perhaps a file that shows it."""

    state = "done"
    field_order = ("proof", "file", "by", "revision")
    proof = _area(
        _("What was done"),
        _("Please write in a few words what was done."),
        _("And how one can see it: a setting, a date, a document."),
    )
    file = _file()


class AskedForm(_StepForm):
    """It does not apply, or it cannot be done: with the reason, the other side decides."""

    state = "asked"
    field_order = ("wish", "remark", "file", "by", "revision")
    wish = forms.ChoiceField(
        label=_("Which of the two?"),
        widget=forms.RadioSelect,
        choices=[
            ("not_applicable", _("It does not apply to us")),
            ("accept", _("We cannot do it, and ask you to accept that")),
        ],
        error_messages={"required": _("Please choose one.")},
    )
    remark = _area(_("The reason"), _("Please write the reason in a few words."))
    file = _file()


STEP_FORMS: dict[str, type[_StepForm]] = {
    form.state: form for form in (PlannedForm, DoneForm, AskedForm)
}


def shown_due(due_on: date | None, language: str) -> str:
    """A stored day as the reader's language writes it; empty when there is none."""
    return format_date(due_on, language) if due_on else ""
