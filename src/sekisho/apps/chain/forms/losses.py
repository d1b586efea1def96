"""Amounts of money as somebody types them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sekisho.apps.chain.queries.losses import AmountView

_LARGEST = 1e15
ENDS = ("low", "likely", "high")


class AmountsForm(forms.Form):
    """Low, likely and high for each amount; a row left empty is assumed."""

    def __init__(self, *args: Any, amounts: Sequence[AmountView], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.amounts = amounts
        words = {"low": _("Low"), "likely": _("Likely"), "high": _("High")}
        for one in amounts:
            for end in ENDS:
                self.fields[f"{one.key}-{end}"] = forms.FloatField(
                    label=words[end],
                    required=False,
                    min_value=0,
                    max_value=_LARGEST,
                    initial=f"{getattr(one, end):g}" if one.is_entered else None,
                )

    def clean(self) -> dict[str, Any]:
        """Each row whole or empty; one value alone counts for all three."""
        found = super().clean() or {}
        self.ranges: dict[str, tuple[float, float, float]] = {}
        for one in self.amounts:
            given = [found.get(f"{one.key}-{end}") for end in ENDS]
            told = [value for value in given if value is not None]
            if not told:
                continue
            if len(told) == 1:
                told = told * len(ENDS)
            if len(told) != len(ENDS) or sorted(told) != told:
                self.add_error(
                    f"{one.key}-likely",
                    _("Please give low, likely and high, in this order, or one value alone."),
                )
            else:
                self.ranges[one.key] = (told[0], told[1], told[2])
        return found
