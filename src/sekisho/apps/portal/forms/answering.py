"""Handing over, asking something, declining: what a respondent types beside the answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from sekisho.apps.answering.forms.words import REASON_WORDS

_NAME, _NOTE, _WORDS = 60, 1000, 2000
ALL, SOME = "all", "some"
_LANGUAGES = {"ja": ("ja",), "en": ("en",), "both": ("ja", "en")}


class HandOverForm(forms.Form):
    """To whom, which parts of the questions, in which language the letter is written."""

    name = forms.CharField(
        label=_("Name of the person who should answer"),
        max_length=_NAME,
        error_messages={"required": _("Please write the name of that person.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=_("E-mail address of that person"),
        error_messages={
            "required": _("Please write the e-mail address."),
            "invalid": _("This is no mail address."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "off", "inputmode": "email"}),
    )
    which = forms.ChoiceField(
        label=_("Which questions?"),
        widget=forms.RadioSelect,
        choices=[(ALL, _("All questions")), (SOME, _("Only those ticked below"))],
        initial=SOME,
    )
    questions = forms.MultipleChoiceField(
        label=_("Questions"), required=False, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(
        label=_("A note to that person"),
        help_text=_("It is not in the mail; it stands on the page after the code."),
        max_length=_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    languages = forms.ChoiceField(
        label=_("Language of the letter"),
        choices=[("ja", _("Japanese")), ("en", _("English")), ("both", _("Both"))],
    )
    can_submit = forms.BooleanField(
        label=_("That person may also submit (only when all questions are handed over)"),
        required=False,
    )
    by = forms.CharField(
        label=_("Your name"),
        help_text=_("It stands in the letter, so that the reader knows who asks."),
        max_length=_NAME,
        error_messages={"required": _("Please write your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def __init__(
        self, *, keys: Sequence[tuple[str, str]], data: Any = None, initial: Any = None
    ) -> None:
        super().__init__(data, initial=initial, use_required_attribute=False)
        cast("forms.MultipleChoiceField", self.fields["questions"]).choices = list(keys)

    @property
    def question_keys(self) -> tuple[str, ...]:
        """The questions that were chosen."""
        field = self.fields["questions"]
        if self.cleaned_data["which"] == ALL:
            return tuple(str(key) for key, _label in getattr(field, "choices", ()))
        return tuple(self.cleaned_data["questions"])

    @property
    def letter_languages(self) -> tuple[str, ...]:
        """The languages of the letter, the first one's subject first."""
        return _LANGUAGES[self.cleaned_data["languages"]]


class AskForm(forms.Form):
    """Something asked at a question."""

    text = forms.CharField(
        label=_("Your question to the office that asks"),
        max_length=_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Please write your question first.")},
    )
    by = forms.CharField(
        label=_("Your name"),
        max_length=_NAME,
        error_messages={"required": _("Please write your name.")},
    )

    def __init__(self, data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial, use_required_attribute=False)


class DeclineForm(forms.Form):
    """Why no answer comes."""

    reason = forms.ChoiceField(
        label=_("Why?"),
        widget=forms.RadioSelect,
        choices=list(REASON_WORDS.items()),
        error_messages={"required": _("Please choose a reason.")},
    )
    instead_name = forms.CharField(
        label=_("Whom should we ask instead? (name, department)"),
        max_length=120,
        required=False,
    )
    instead_email = forms.EmailField(
        label=_("That person's e-mail address"),
        required=False,
        error_messages={"invalid": _("This is no mail address.")},
    )
    text = forms.CharField(
        label=_("In your own words"),
        max_length=_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    by = forms.CharField(
        label=_("Your name"),
        max_length=_NAME,
        error_messages={"required": _("Please write your name.")},
    )

    def __init__(self, data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial, use_required_attribute=False)
