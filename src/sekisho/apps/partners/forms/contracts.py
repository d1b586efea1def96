"""What somebody types of a contract, and of its end."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sekisho.apps.partners.actions.contracts import ContractDraft, ContractFacts
from sekisho.apps.partners.queries.contracts import ContractView, ContractWords

MOST_HOURS = 8760
_KNOWN = {"": None, "yes": True, "no": False}


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    box = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=False, widget=box, help_text=help_text)


class ContractForm(forms.Form):
    """A contract: who signed, its days, when incidents are reported."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("Title of the contract"), max_length=120)
    party = forms.ChoiceField(label=_("Our company that signed"))
    number = forms.CharField(label=_("Number of the contract"), max_length=60, required=False)
    starts_on = _day(_("Begins on"))
    ends_on = _day(_("Ends on"), _("Empty: it has no end."))
    notice_on = _day(_("Notice until"), _("The last day on which notice can be given."))
    reporting_hours = forms.IntegerField(
        label=_("Incidents are reported within (hours)"),
        min_value=0,
        max_value=MOST_HOURS,
        required=False,
        help_text=_("Empty: not known."),
    )
    personal = forms.ChoiceField(
        label=_("Personal data is handed over"),
        choices=[("", _("Not known")), ("yes", _("yes")), ("no", _("no"))],
        required=False,
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Kept encrypted"),
    )

    def __init__(self, *args: Any, parties: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].choices = list(parties)  # type: ignore[attr-defined]

    def draft(self) -> ContractDraft:
        """The contract as it was typed; call it on a valid form."""
        given = self.cleaned_data
        facts = ContractFacts(
            number=given["number"],
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
            notice_on=given["notice_on"],
            reporting_hours=given["reporting_hours"],
            has_personal_data=_KNOWN[given["personal"]],
        )
        words = ContractWords(given["title"], given["note"])
        return ContractDraft(uuid.UUID(given["party"]), words, facts)


class EndForm(forms.Form):
    """The last day of a contract that ends before its time."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    last_day = _day(_("Last day"), _("Empty takes the end back."))


def initial_of(found: ContractView) -> dict[str, Any]:
    """What the form of a known contract begins with."""
    names = ("number", "starts_on", "ends_on", "notice_on", "reporting_hours", "revision")
    known = {value: key for key, value in _KNOWN.items()}
    return {
        **{name: getattr(found, name) for name in names},
        "title": found.words.title,
        "note": found.words.note,
        "party": str(found.party.uid),
        "personal": known[found.has_personal_data],
    }


def end_of(found: ContractView, today: date) -> dict[str, Any]:
    """What the form of the end begins with."""
    return {"revision": found.revision, "last_day": found.ended_on or today}
