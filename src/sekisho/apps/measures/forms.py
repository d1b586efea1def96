"""What a step of a finding needs to be told."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sekisho.ui.wording import tier_word

_LONGEST = 2000
PARTNER_CHARACTERS = 200


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
    """Accepting a risk takes a reason, a name and an end: somebody will ask for it later."""

    field_order = ("reason", "accepted_by", "until_on", "control", "word", "revision")
    reason = _text(_("Why the risk is accepted"), _("For our side only."))
    accepted_by = forms.CharField(
        label=_("Who accepts it"),
        max_length=200,
        help_text=_("Whoever answers for the business that carries the risk."),
    )
    until_on = forms.DateField(
        label=_("Until when"),
        help_text=_("After this day the finding is open again by itself."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    control = forms.CharField(
        label=_("What stands in for the measure"),
        required=False,
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For our side only."),
    )
    word = forms.CharField(
        label=_("A word to the partner"),
        required=False,
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class DecideForm(forms.Form):
    """A second person approves or refuses these very terms; refusing takes a word."""

    acceptance = forms.UUIDField(widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        label=_("Your decision"),
        widget=forms.RadioSelect,
        choices=[
            ("grant", _("Approve: the risk is accepted until that day")),
            ("refuse", _("Refuse: the finding stays open")),
        ],
        error_messages={"required": _("Please choose one.")},
    )
    remark = forms.CharField(
        label=_("Remark"),
        required=False,
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed when you refuse; for our side only."),
    )


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


class ProposalForm(forms.Form):
    """What is proposed to everybody with a gap, by when, and whether a letter goes now."""

    advice_ja = forms.CharField(
        label=_("Measure proposed, or help (Japanese)"),
        required=False,
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Where only one language is filled in, everybody reads that one."),
    )
    advice_en = forms.CharField(
        label=_("Measure proposed, or help (English)"),
        required=False,
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    proposed_on = forms.DateField(
        label=_("Date proposed"),
        required=False,
        help_text=_("Counts until the partner names a day of its own."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    with_letter = forms.BooleanField(
        label=_("Send the letter below now"), required=False, initial=True
    )


class SideForm(forms.Form):
    """Filters beside the chips: words of a partner, company, tier, owner, ages."""

    def __init__(
        self, companies: list[tuple[str, str]], owners: list[tuple[str, str]], data: Any
    ) -> None:
        super().__init__(data)
        self.use_required_attribute = False
        self.fields["q"] = forms.CharField(
            label=_("Partner (name or code)"), max_length=PARTNER_CHARACTERS, required=False
        )
        everything = ("", _("All"))
        tiers = [(str(tier), tier_word(tier)) for tier in (1, 2, 3, 4, -1)]
        for name, label, choices in (
            ("company", _("Group company"), companies),
            ("tier", _("Tier"), tiers),
            ("owner", _("Owner on our side"), owners),
            ("age", _("Overdue by"), [*AGE_WORDS.items()]),
            ("open", _("Opened"), [*OPEN_AGE_WORDS.items()]),
        ):
            self.fields[name] = forms.ChoiceField(
                label=label, choices=[everything, *choices], required=False
            )

    @property
    def is_used(self) -> bool:
        """Whether one of them narrows the list."""
        return any(self.data.get(name) for name in self.fields)


AGE_WORDS = {
    "week": _("1 to 7 days"),
    "month": _("8 to 30 days"),
    "quarter": _("31 to 90 days"),
    "longer": _("More than 90 days"),
}
OPEN_AGE_WORDS = {
    "week": _("Up to 7 days ago"),
    "month": _("8 to 30 days ago"),
    "quarter": _("31 to 90 days ago"),
    "longer": _("More than 90 days ago"),
}
