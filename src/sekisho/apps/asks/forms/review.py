"""What a reviewer writes: a remark with an acceptance, or remarks and a day with a return."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

_LONGEST = 2000
_MARK = "remark-"


class AcceptForm(forms.Form):
    """The revision that was looked at."""

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class ReturnForm(forms.Form):
    """Remarks in general and beside questions, and until when the reply can be corrected."""

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    until_on = forms.DateField(
        label=_("Can be corrected until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The end of that day where the partner is."),
    )
    general = forms.CharField(
        label=_("To the partner"),
        required=False,
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What should be looked at again, and why. It is read behind the link only."),
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, keys: Iterable[str], **rest: Any
    ) -> None:
        """One remark for each question of the reply."""
        super().__init__(data, **rest)
        self._keys = tuple(keys)
        for key in self._keys:
            self.fields[f"{_MARK}{key}"] = forms.CharField(
                label=_("Remark"),
                required=False,
                max_length=_LONGEST,
                widget=forms.Textarea(attrs={"rows": 2, "form": "return-form"}),
            )

    def clean(self) -> dict[str, Any]:
        """Somebody who gets a reply back must be told why."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not cleaned.get("general") and not self.remarks:
            self.add_error("general", _("Write what should be looked at, here or at a question."))
        return cleaned

    @property
    def remarks(self) -> dict[str, str]:
        """The remarks that were written, by question key."""
        given = {key: self.cleaned_data.get(f"{_MARK}{key}", "").strip() for key in self._keys}
        return {key: text for key, text in given.items() if text}

    def remark_field(self, key: str) -> forms.BoundField:
        """The field of one question."""
        return self[f"{_MARK}{key}"]
