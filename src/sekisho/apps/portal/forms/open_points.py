"""How one open point stands: done, needs more time, plan changed, or not known."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sekisho.engines.deadlines import parse_date
from sekisho.kernel.errors import Invalid

DONE, LATER, CHANGED, UNKNOWN = "done", "later", "changed", "unknown"
_LONGEST, _NAME = 2000, 120
_WORDS_NEEDED = {
    DONE: _("Please write in a few words what was done."),
    LATER: _("Please write in a few words why it takes longer."),
    CHANGED: _("Please write in a few words what will be done instead."),
}


class PointForm(forms.Form):
    """One choice, the words it needs, a day where it names one, and a file that shows it."""

    use_required_attribute = False
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    choice = forms.ChoiceField(
        label=_("How does it stand?"),
        widget=forms.RadioSelect,
        choices=[
            (DONE, _("It is done")),
            (LATER, _("It needs more time")),
            (CHANGED, _("The plan has changed")),
            (UNKNOWN, _("We do not know how to go on")),
        ],
        error_messages={"required": _("Please choose one.")},
    )
    words = forms.CharField(
        label=_("In a few words"),
        required=False,
        max_length=_LONGEST,
        help_text=_("What was done and how one can see it, why it takes longer, or the new plan."),
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )
    due_on = forms.CharField(
        label=_("New day"),
        required=False,
        max_length=40,
        help_text=_("When it needs more time or the plan has changed, for example 2026-12-07"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    file = forms.FileField(
        label=_("File"),
        required=False,
        error_messages={"empty": _("This file is empty.")},
        widget=forms.FileInput(attrs={"class": "form-control sk-file"}),
    )
    by = forms.CharField(
        label=_("Your name"),
        max_length=_NAME,
        error_messages={"required": _("Please write your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def __init__(
        self, *, today: date, key: str, data: Any = None, files: Any = None, initial: Any = None
    ) -> None:
        self.today = today
        super().__init__(data, files, initial=initial, auto_id=f"id_{key}_%s")

    def clean(self) -> dict[str, Any]:
        """Each choice has its own needs."""
        given = super().clean() or {}
        choice = given.get("choice")
        if choice in _WORDS_NEEDED and not given.get("words"):
            self.add_error("words", _WORDS_NEEDED[choice])
        if choice in {LATER, CHANGED}:
            given["due_on"] = self._day(given.get("due_on", ""))
        return given

    def _day(self, text: str) -> date | None:
        try:
            day = parse_date(text)
        except Invalid:
            self.add_error("due_on", _("Please write a date, for example 2026-12-07."))
            return None
        if day < self.today:
            self.add_error("due_on", _("This day is over. Please write one that is to come."))
        return day
