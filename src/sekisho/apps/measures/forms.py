"""What a step of a finding needs to be told."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

_LONGEST = 2000


def _text(label: Any, help_text: Any = "", *, rows: int = 3) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=_LONGEST, widget=widget, help_text=help_text)


class _StepForm(forms.Form):
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class PlanForm(_StepForm):
    """What is done, by whom, by when."""

    what = _text(_("What is done"))
    who = forms.CharField(label=_("By whom"), required=False, max_length=200)
    due_on = forms.DateField(
        label=_("By when"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class DoneForm(_StepForm):
    """What was done, and how one can see it."""

    proof = _text(_("What was done"), _("And how one can see it: a setting, a date, a document."))


class ProveForm(_StepForm):
    """An optional word with the proof."""

    remark = forms.CharField(
        label=_("How it was checked"),
        required=False,
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class AcceptForm(_StepForm):
    """Accepting a risk takes a reason, because somebody will ask for it later."""

    remark = _text(_("Why the risk is accepted"), _("Who decided, on what grounds, until when."))


class ReopenForm(_StepForm):
    """Why it is not closed after all."""

    remark = _text(_("Why it is open again"), rows=2)


FORMS: dict[str, type[_StepForm]] = {
    "planned": PlanForm,
    "done": DoneForm,
    "proven": ProveForm,
    "accepted": AcceptForm,
    "open": ReopenForm,
}
