"""Naming one's own company."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from sekisho.engines.identity import corporate_number_fault, normalise_corporate_number

_FAULTS = {
    "identity.corporate_number.characters": _("Digits only, please."),
    "identity.corporate_number.length": _("A corporate number has 13 digits."),
    "identity.corporate_number.check_digit": _(
        "The first digit does not fit the others. Please compare with the original."
    ),
}


class SetupForm(forms.Form):
    """What the letters will say of one's own company."""

    name = forms.CharField(
        label=_("Company name"),
        max_length=200,
        help_text=_("As partners know it; it stands in every letter."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    name_en = forms.CharField(
        label=_("Company name in English"),
        max_length=200,
        required=False,
        help_text=_("For letters in English. Empty: the name above stands there too."),
    )
    country = forms.RegexField(
        r"^[A-Za-z]{2}$",
        label=_("Country"),
        help_text=_("Two letters, such as JP or US."),
        error_messages={"invalid": _("Two letters, such as JP or US.")},
    )
    corporate_number = forms.CharField(
        label=_("Corporate number"),
        max_length=30,
        required=False,
        help_text=_("13 digits, for companies in Japan."),
    )

    def clean_country(self) -> str:
        """Upper case."""
        return str(self.cleaned_data["country"]).upper()

    def clean_corporate_number(self) -> str | None:
        """Plain digits with a right check digit, or nothing."""
        typed = str(self.cleaned_data["corporate_number"]).strip()
        if not typed:
            return None
        fault = corporate_number_fault(typed)
        if fault:
            raise forms.ValidationError(_FAULTS[fault])
        return normalise_corporate_number(typed)
