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
_MOST, _NAME = 2000, 120


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
    is_shown = forms.BooleanField(label=_("Show this to everybody who was asked"), required=False)

    def __init__(self, data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial, use_required_attribute=False)


class ToldForm(forms.Form):
    """Who said the answers, how and when; goes with every answer that is written down."""

    said_by = forms.CharField(
        label=_("Who said it"),
        max_length=_NAME,
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


class ToldSubmitForm(forms.Form):
    """The reply as it was looked at; the approver only where the ask wants one."""

    approver = forms.CharField(
        label=_("Who approved these answers, as you were told"),
        help_text=_("Ask for the name. Whoever told the answers is not the approver by that."),
        max_length=_NAME,
        error_messages={"required": _("Write who approved the answers, as you were told.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, data: Any = None, *, needs_approver: bool, initial: Any = None) -> None:
        super().__init__(data, initial=initial, use_required_attribute=False)
        if not needs_approver:
            del self.fields["approver"]
