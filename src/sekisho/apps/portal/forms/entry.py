"""The human choice before a link is exchanged, and the mailed code."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

CODE_DIGITS = 8
ADDRESSEE, COLLEAGUE = "addressee", "colleague"
_BETWEEN = re.compile(r"[\s\-‐‑–—−ー・.]+")


class EntryForm(forms.Form):
    """Who opens the link. Nothing is ticked beforehand: a robot that presses the button fails."""

    who = forms.ChoiceField(
        label=_("Who is opening this letter?"),
        widget=forms.RadioSelect,
        choices=[
            (ADDRESSEE, _("The person to whom the letter was sent")),
            (COLLEAGUE, _("Somebody whom that person asked to answer")),
        ],
        error_messages={"required": _("Please choose one, then press the button again.")},
    )


class CodeForm(forms.Form):
    """The eight digits, however they were typed or pasted."""

    code = forms.CharField(
        label=_("Code from the mail (8 digits)"),
        max_length=40,
        error_messages={"required": _("Please type the 8 digits from the mail.")},
        widget=forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "class": "sk-code-input",
                "spellcheck": "false",
            }
        ),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.use_required_attribute = False

    def clean_code(self) -> str:
        plain = _BETWEEN.sub("", unicodedata.normalize("NFKC", self.cleaned_data["code"]))
        if not (plain.isascii() and plain.isdigit() and len(plain) == CODE_DIGITS):
            raise forms.ValidationError(_("The code has 8 digits. Please look at the mail again."))
        return plain


RECEIVED = "received"


class ReceivedForm(forms.Form):
    """The human choice of acknowledging.

    Nothing is ticked beforehand, and the choice that writes is neither the first nor the last: a
    robot that presses the button, or ticks what it meets first or last, says nothing.
    """

    choice = forms.ChoiceField(
        label=_("May we note that your company has received this?"),
        widget=forms.RadioSelect,
        choices=[
            ("looking", _("I am only looking: please note nothing yet")),
            (RECEIVED, _("Yes, our company has received this")),
            ("asking", _("I ask a colleague first: please note nothing yet")),
        ],
    )
    use_required_attribute = False

    @property
    def says_received(self) -> bool:
        """Whether a person chose so; any other choice is no acknowledgement."""
        return self.is_valid() and self.cleaned_data["choice"] == RECEIVED


class CheckForm(forms.Form):
    """The check number as somebody types it."""

    number = forms.CharField(
        label=_("Check number"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
