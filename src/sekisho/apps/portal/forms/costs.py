"""What a respondent writes who would like to talk about costs."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from sekisho.apps.fairness.queries.consultations import TalkWords

_LONGEST, _NAME = 2000, 120


class CostsForm(forms.Form):
    """What it is about, and who would talk."""

    use_required_attribute = False
    asked = forms.CharField(
        label=_("What would you like to talk about?"),
        help_text=_("A measure and its cost, time, help, prices: a sentence is enough."),
        max_length=_LONGEST,
        error_messages={"required": _("Please write in a sentence what it is about.")},
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )
    with_whom = forms.CharField(
        label=_("Your name, and how to reach you"),
        max_length=_NAME,
        error_messages={"required": _("Please write your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def words(self) -> TalkWords:
        """What was typed; call it on a valid form."""
        data = self.cleaned_data
        return TalkWords(with_whom=data["with_whom"].strip(), asked=data["asked"].strip())
