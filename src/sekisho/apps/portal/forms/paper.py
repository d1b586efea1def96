"""What is typed from a printed letter: its code, and its number when no QR code was read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sekisho.apps.accounts.actions.cards import plain_code
from sekisho.apps.portal.forms.entry import EntryForm

CODE_LENGTH, NUMBER_LENGTH = 12, 10


class _Secret(forms.PasswordInput):
    """Readable while it is typed, but no page that is shown again holds it."""

    input_type = "text"


class CardForm(forms.Form):
    """The twelve characters, however they were typed."""

    card = forms.CharField(
        label=_("Code from the letter (12 characters)"),
        max_length=40,
        error_messages={"required": _("Please type the 12 characters from the letter.")},
        widget=_Secret(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.use_required_attribute = False

    def clean_card(self) -> str:
        code = plain_code(self.cleaned_data["card"])
        if len(code) != CODE_LENGTH:
            message = _("The code has 12 characters. Please look at the letter again.")
            raise forms.ValidationError(message)
        return code


class PaperForm(EntryForm, CardForm):
    """The way in without the QR code. Nothing is ticked beforehand, as on the link's own page."""

    number = forms.CharField(
        label=_("Letter number (10 digits)"),
        max_length=40,
        error_messages={"required": _("Please type the letter number.")},
        widget=_Secret(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    field_order = ("number", "card", "who")

    def clean_number(self) -> str:
        number = plain_code(self.cleaned_data["number"])
        if not (number.isascii() and number.isdecimal() and len(number) == NUMBER_LENGTH):
            raise forms.ValidationError(
                _("The number has 10 digits. Please look at the letter again.")
            )
        return number
