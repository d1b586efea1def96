"""Choices for paper, which letters to print, the day of posting, named letters."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from sekisho.apps.asks.forms.compose_draft import LetterForm, letter_initial
from sekisho.apps.asks.queries.profiles import REQUEST
from sekisho.apps.papers.actions.templates import TemplateWords
from sekisho.apps.papers.queries.choices import PaperChoices
from sekisho.engines.letters import Letter


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


class TemplateForm(LetterForm):
    """A named letter: name, words in both languages, what changed; a company for a new one."""

    organisation = forms.ChoiceField(label=_("Company"))
    name = forms.CharField(label=_("Name of the template"), max_length=100)
    note = forms.CharField(
        label=_("What has changed (for the list of versions)"), max_length=200, required=False
    )

    def __init__(
        self, data: Any = None, *, initial: Any = None, companies: Sequence[tuple[str, str]] = ()
    ) -> None:
        super().__init__(data, initial=initial)
        if companies:
            self.fields["organisation"].choices = list(companies)  # type: ignore[attr-defined]
        else:
            del self.fields["organisation"]

    def company(self) -> uuid.UUID:
        """Whose template it becomes."""
        return uuid.UUID(self.cleaned_data["organisation"])

    def words(self) -> TemplateWords:
        """The template as it was written."""
        given = self.cleaned_data
        return TemplateWords(given["name"], self.letter(REQUEST), given["note"])


def template_initial(letter: Letter, name: str, version: int = 0) -> dict[str, Any]:
    """First values of the form; the version that was seen travels as its revision."""
    return {**letter_initial(letter, version), "name": name}


class UseForm(forms.Form):
    """Which template a draft takes, and the state of the draft that was seen."""

    template = forms.UUIDField()
    revision = forms.IntegerField(min_value=1, max_value=10**9)
