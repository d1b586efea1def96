"""Agreeing that answers go to another company of the group too."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from sekisho.apps.sharing.actions.filling import Filling
from sekisho.apps.sharing.actions.giving import LONGEST_NAME, Agreement

_MOST_KEY = 60


def _name_field() -> forms.CharField:
    return forms.CharField(
        label=_("Your name"),
        help_text=_("Both companies see who agreed and when."),
        max_length=LONGEST_NAME,
        error_messages={"required": _("Please write your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class AgreeForm(forms.Form):
    """Who agrees, to one answer or to all; `seen` is the submission that was shown."""

    by = _name_field()
    seen = forms.UUIDField(widget=forms.HiddenInput)
    key = forms.CharField(max_length=_MOST_KEY, required=False)

    use_required_attribute = False

    def agreement(self) -> Agreement:
        """What was pressed."""
        given = self.cleaned_data
        return Agreement(given["by"], given["seen"], given["key"])


class FillForm(forms.Form):
    """Which other companies get the same answers, and whether those complete are submitted."""

    wanted = forms.MultipleChoiceField(
        label=_("To whom?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please choose at least one company.")},
    )
    submits = forms.BooleanField(
        label=_("Also submit there in my name where no question is left open"),
        help_text=_("What is submitted can be corrected, but no longer taken back."),
        required=False,
    )
    by = _name_field()

    use_required_attribute = False

    def __init__(
        self, *, choices: list[tuple[str, str]], data: Any = None, initial: Any = None
    ) -> None:
        super().__init__(data, initial=initial)
        cast("forms.MultipleChoiceField", self.fields["wanted"]).choices = choices

    def filling(self) -> Filling:
        """What was confirmed."""
        given = self.cleaned_data
        wanted = frozenset(uuid.UUID(one) for one in given["wanted"])
        return Filling(given["by"], wanted, given["submits"])
