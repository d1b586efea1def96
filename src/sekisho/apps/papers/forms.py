"""Choices for paper, which letters to print, the day of posting."""

from __future__ import annotations

import uuid
from typing import Any

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


class _Chosen(forms.Form):
    """Ticked rows; none means all that are due."""

    only = forms.MultipleChoiceField(required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        given = data.getlist("only") if data is not None else []
        self.fields["only"].choices = [(one, one) for one in given]  # type: ignore[attr-defined]

    def clean_only(self) -> tuple[uuid.UUID, ...]:
        try:
            return tuple(map(uuid.UUID, self.cleaned_data["only"]))
        except ValueError:
            return ()


class PackForm(_Chosen):
    """Which letters to print, and how."""

    is_new = forms.BooleanField(required=False)
    duplex = forms.BooleanField(required=False)


class PostedForm(_Chosen):
    """The day on which printed letters were posted."""

    posted_on = forms.DateField(
        label=_("Posted on"), widget=forms.DateInput(attrs={"type": "date"})
    )
