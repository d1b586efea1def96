"""How far a notice went at one's own suppliers: counts, no names."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sekisho.apps.alerts.actions.relays import LONGEST_NAME, RelayWords
from sekisho.engines.notices import MOST_SUPPLIERS, RelayCounts


def _count(label: Any, help_text: Any = "") -> forms.IntegerField:
    box = forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return forms.IntegerField(
        label=label, help_text=help_text, min_value=0, max_value=MOST_SUPPLIERS, widget=box
    )


class RelayForm(forms.Form):
    """Three counts, each at most as large as the one before."""

    told = _count(_("Own suppliers told"), _("How many firms you passed this notice on to."))
    confirmed = _count(_("Of these, confirmed"), _("How many told you that they have read it."))
    acted = _count(_("Of these, done"), _("How many told you that they have acted."))
    as_of = forms.DateField(
        label=_("As of"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    by = forms.CharField(
        label=_("Your name"),
        max_length=LONGEST_NAME,
        error_messages={"required": _("Please write your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    use_required_attribute = False

    def words(self) -> RelayWords:
        """What was reported."""
        given = self.cleaned_data
        counts = RelayCounts(given["told"], given["confirmed"], given["acted"])
        day: date = given["as_of"]
        return RelayWords(counts, day, given["by"])
