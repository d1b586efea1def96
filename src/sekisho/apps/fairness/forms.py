"""What somebody types: the settings of a company, an entry of the log."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sekisho.apps.fairness.actions.consultations import LONGEST
from sekisho.apps.fairness.actions.profiles import MOST_DAYS
from sekisho.apps.fairness.queries.consultations import TalkWords
from sekisho.apps.fairness.queries.profiles import AUDIENCES, FairSettings
from sekisho.kernel.text import LANGUAGES, Bilingual

AUDIENCE_WORDS = {
    "tier1": _("Suppliers of the first tier"),
    "deeper": _("Suppliers of deeper tiers"),
    "service": _("Contractors and providers of services"),
    "dealer": _("Dealers and customers"),
}
STATE_WORDS = {
    "wanted": pgettext_lazy("talk", "Wished for"),
    "held": pgettext_lazy("talk", "Held, no result yet"),
    "agreed": pgettext_lazy("talk", "Agreed"),
    "not_agreed": pgettext_lazy("talk", "Not agreed"),
    "settled": pgettext_lazy("talk", "Settled without a talk"),
}
_IN = {"ja": _("Japanese"), "en": _("English")}
_SENTENCE = 600


def _sentence(label: Any) -> forms.CharField:
    box = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=_SENTENCE, required=False, widget=box)


def _days(label: Any, help_text: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, max_value=MOST_DAYS, help_text=help_text)


class FairSettingsForm(forms.Form):
    """The sentences in both languages, and the least time; empty sentences take shipped words."""

    minimum_days = _days(
        _("Fewest business days for a check"), _("Fewer days raise a warning, not a lock.")
    )
    notice_days = _days(_("Fewest business days for a notice"), _("For alerts that are passed on."))
    contact = forms.CharField(
        label=_("Contact for talks about costs"), max_length=200, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Add a pair of fields for each sentence."""
        super().__init__(*args, **kwargs)
        for name, label in self._sentences():
            for one in LANGUAGES:
                self.fields[f"{name}_{one}"] = _sentence(f"{label} ({_IN[one]})")

    def _sentences(self) -> list[tuple[str, Any]]:
        purposes = [(f"purpose_{key}", AUDIENCE_WORDS[key]) for key in AUDIENCES]
        return [
            *purposes,
            ("alternatives", _("Alternatives are welcome")),
            ("cost_talk", _("Costs can be talked about")),
        ]

    @property
    def purposes(self) -> list[Any]:
        """The pairs of purposes, as bound fields."""
        return [(self[f"purpose_{key}_ja"], self[f"purpose_{key}_en"]) for key in AUDIENCES]

    def settings(self) -> FairSettings:
        """What was typed; call it on a valid form."""
        data = self.cleaned_data
        purposes = {key: self._text(f"purpose_{key}") for key in AUDIENCES}
        return FairSettings(
            purposes={key: text for key, text in purposes.items() if text != Bilingual()},
            alternatives=self._text("alternatives"),
            cost_talk=self._text("cost_talk"),
            contact=data["contact"].strip(),
            minimum_days=data["minimum_days"],
            notice_days=data["notice_days"],
        )

    def _text(self, name: str) -> Bilingual:
        ja, en = (self.cleaned_data[f"{name}_{one}"].strip() for one in LANGUAGES)
        return Bilingual(ja, en)


def settings_initial(settings: FairSettings) -> dict[str, Any]:
    """What the form begins with."""
    texts = {f"purpose_{key}": text for key, text in settings.purposes.items()}
    texts |= {"alternatives": settings.alternatives, "cost_talk": settings.cost_talk}
    found: dict[str, Any] = {
        "minimum_days": settings.minimum_days,
        "notice_days": settings.notice_days,
        "contact": settings.contact,
    }
    for name, text in texts.items():
        found |= {f"{name}_{one}": getattr(text, one) for one in LANGUAGES}
    return found


def _area(label: Any, help_text: Any = "", *, is_needed: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=is_needed,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class TalkForm(forms.Form):
    """One entry of the log."""

    held_on = forms.DateField(
        label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    company = forms.ChoiceField(label=_("Talking company"))
    state = forms.ChoiceField(label=_("How it stands"), choices=list(STATE_WORDS.items()))
    with_whom = forms.CharField(label=_("With whom"), max_length=300, required=False)
    asked = _area(_("What is asked of them, and why"), is_needed=True)
    bearing = _area(_("Who bears what"), _("Costs, prices, time, help that we give."))
    documents = _area(_("Documents"), _("Minutes, estimates, mails: what they are and where."))
    note = _area(_("Note"))

    def __init__(self, *args: Any, companies: list[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the companies in whose name one may talk."""
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["company"]).choices = companies

    def words(self) -> TalkWords:
        """The words that are sealed; call it on a valid form."""
        data = self.cleaned_data
        return TalkWords(**{name: data[name].strip() for name in TalkWords.__dataclass_fields__})

    def company_uid(self) -> uuid.UUID:
        """The chosen company; call it on a valid form."""
        return uuid.UUID(self.cleaned_data["company"])
