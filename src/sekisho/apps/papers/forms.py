"""Choices for paper, which letters to print, the day of posting."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from sekisho.apps.papers.queries.choices import PaperChoices


class ChoicesForm(forms.Form):
    """How an ask uses paper."""

    has_season = forms.BooleanField(
        label=_("Open with the greeting of the season"),
        help_text=_("By the month of the letter; Japanese letters only."),
        required=False,
    )
    attaches_pdf = forms.BooleanField(
        label=_("Attach the letter to the mail as a PDF"),
        help_text=_("The link stays in the mail too."),
        required=False,
    )
    sends_paper = forms.BooleanField(
        label=_("Write on paper to those without a mail address"),
        help_text=_("After sending you print their letters in one file and post them."),
        required=False,
    )

    def choices(self) -> PaperChoices:
        """What was chosen."""
        return PaperChoices(**self.cleaned_data)


class _Rows(forms.Field):
    """Outside ids of rows, as many as there are; one that is none makes all of it wrong."""

    widget = forms.MultipleHiddenInput
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("The choice of letters is damaged. Please load the page again."),
    }

    def to_python(self, value: Any) -> tuple[uuid.UUID, ...]:
        try:
            return tuple(map(uuid.UUID, value or ()))
        except ValueError as problem:
            raise forms.ValidationError(self.error_messages["invalid"]) from problem


class PackForm(forms.Form):
    """Which letters to print, and how: ticked ones, and the next ones as the page named them."""

    only = _Rows(required=False)
    due = _Rows(required=False)
    is_new = forms.BooleanField(required=False)
    duplex = forms.BooleanField(required=False)


class PostedForm(forms.Form):
    """The day on which printed letters were posted: those that the page named."""

    only = _Rows(required=False)
    posted_on = forms.DateField(
        label=_("Posted on"), widget=forms.DateInput(attrs={"type": "date"})
    )
