"""What the office types: an answer to a partner, a clarification for all, who told an answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sekisho.apps.answering.queries.spoken import CHANNELS

_CHANNEL_WORDS = {
    "telephone": _("By telephone"),
    "fax": _("By fax"),
    "paper": _("On paper"),
    "visit": _("In person"),
}
_MOST = 2000


class SayForm(forms.Form):
    """One answer to a partner's question."""

    text = forms.CharField(
        label=_("Your answer"),
        max_length=_MOST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write your answer first.")},
    )


class ClarifyForm(forms.Form):
    """What everybody reads at a question, in both languages."""

    asked_ja = forms.CharField(label=_("Question in Japanese"), max_length=_MOST)
    asked_en = forms.CharField(label=_("Question in English"), max_length=_MOST)
    answered_ja = forms.CharField(
        label=_("Answer in Japanese"), max_length=_MOST, widget=forms.Textarea(attrs={"rows": 3})
    )
    answered_en = forms.CharField(
        label=_("Answer in English"), max_length=_MOST, widget=forms.Textarea(attrs={"rows": 3})
    )
    is_shown = forms.BooleanField(
        label=_("Show this to everybody who was asked"), required=False, initial=True
    )

    def __init__(self, data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial, use_required_attribute=False)


class ToldForm(forms.Form):
    """Who said the answers, how and when; goes with every answer that is written down."""

    said_by = forms.CharField(
        label=_("Who said it"),
        max_length=120,
        error_messages={"required": _("Write the name of the person at the partner.")},
    )
    channel = forms.ChoiceField(
        label=_("How"), choices=[(one, _CHANNEL_WORDS[one]) for one in CHANNELS]
    )
    said_on = forms.DateField(
        label=_("On which day"), widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial, use_required_attribute=False)
