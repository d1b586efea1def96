"""What is typed when a time is set, something is held, or something is erased."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sekisho.apps.keeping.actions.holds import LONGEST
from sekisho.apps.keeping.queries.rules import MOST_MONTHS


class RuleForm(forms.Form):
    """For how many months one kind is kept."""

    months = forms.IntegerField(
        label=_("Months"),
        help_text=_("Leave it empty to keep everything for good."),
        min_value=1,
        max_value=MOST_MONTHS,
        required=False,
    )


class SeenForm(RuleForm):
    """The same, confirmed: with the number that was shown."""

    seen = forms.IntegerField(min_value=0)


class ReasonForm(forms.Form):
    """Why something is put on hold."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Kept encrypted and shown to administrators of the lead company."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class EraseForm(ReasonForm):
    """Why something is erased, and that it is meant."""

    is_sure = forms.BooleanField(label=_("I know that this cannot be undone."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Tell what is missing in words of its own."""
        super().__init__(*args, **kwargs)
        self.fields["is_sure"].error_messages["required"] = _("Tick this to erase.")
