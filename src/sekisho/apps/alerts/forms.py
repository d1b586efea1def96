"""What somebody types about an alert, and about the notice that passes it on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sekisho.apps.alerts.actions.alerts import Revising
from sekisho.apps.alerts.actions.notices import ANSWER_DAYS, NoticePlan
from sekisho.engines.notices import (
    LONGEST_TEXT,
    MOST_ACTIONS,
    AlertText,
    DemandedAction,
    NoticeKind,
    Tlp,
)
from sekisho.kernel.text import Bilingual

EXTRA_ACTIONS = 3
MOST_DAYS = 90
_NUMBER = re.compile(r"[0-9]{1,8}")
_TLP_WORDS = {
    Tlp.CLEAR: _("TLP:CLEAR – may be passed on freely"),
    Tlp.GREEN: _("TLP:GREEN – within the community"),
    Tlp.AMBER: _("TLP:AMBER – those who need it, partners included"),
    Tlp.AMBER_STRICT: _("TLP:AMBER+STRICT – our group only"),
    Tlp.RED: _("TLP:RED – only those it was given to"),
}


def _line(label: Any, longest: int = 200, *, is_needed: bool = True) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, required=is_needed)


def _area(label: Any, rows: int = 4) -> forms.CharField:
    box = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=LONGEST_TEXT, widget=box)


def _action(label: Any) -> forms.CharField:
    box = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label=label, max_length=300, required=False, widget=box)


class AlertForm(forms.Form):
    """Issuer, date, words in both languages, and how far it may go."""

    issuer_ja = _line(_("Issued by (Japanese)"))
    issuer_en = _line(_("Issued by (English)"))
    number = _line(_("Its number"), 60, is_needed=False)
    issued_on = forms.DateField(
        label=_("Issued on"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    url = forms.URLField(
        label=_("Address of the original"), required=False, max_length=500, assume_scheme="https"
    )
    title_ja = _line(_("Title (Japanese)"), 100)
    title_en = _line(_("Title (English)"), 100)
    summary_ja = _area(_("Summary in our own words (Japanese)"))
    summary_en = _area(_("Summary in our own words (English)"))
    tlp = forms.ChoiceField(label=_("How far it may go (TLP)"), choices=list(_TLP_WORDS.items()))

    def text(self, actions: Iterable[DemandedAction]) -> AlertText:
        """The alert as it was typed; call it on a valid form."""
        given = self.cleaned_data
        return AlertText(
            issuer=self._words("issuer"),
            number=given["number"].strip(),
            issued_on=given["issued_on"].isoformat() if given["issued_on"] else "",
            url=given["url"],
            title=self._words("title"),
            summary=self._words("summary"),
            tlp=Tlp(given["tlp"]),
            actions=tuple(actions),
        )

    def _words(self, name: str) -> Bilingual:
        given = self.cleaned_data
        return Bilingual(given[f"{name}_ja"].strip(), given[f"{name}_en"].strip())


class NewAlertForm(AlertForm):
    """The same with the company in whose name it is told."""

    organisation = forms.ChoiceField(label=_("Asking company"))
    field_order = ("organisation",)

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        if isinstance(field, forms.ChoiceField):
            field.choices = places


class RevisedAlertForm(AlertForm):
    """The same for an alert that exists; once sent, how the change is meant."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    how = forms.ChoiceField(
        label=_("What kind of change is this?"),
        widget=forms.RadioSelect,
        choices=[
            ("correction", _("A correction: nobody is asked again")),
            ("material", _("It changes what has to be done: a new version that asks again")),
        ],
    )
    note_ja = _line(_("What has changed (Japanese)"), 300, is_needed=False)
    note_en = _line(_("What has changed (English)"), 300, is_needed=False)

    def __init__(self, *args: Any, is_sent: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_sent:
            for name in ("how", "note_ja", "note_en"):
                del self.fields[name]

    def revising(self) -> Revising:
        """How the change is meant; call it on a valid form."""
        given = self.cleaned_data
        note = Bilingual(given.get("note_ja", "").strip(), given.get("note_en", "").strip())
        return Revising(given["revision"], given.get("how") == "material", note)


class ActionForm(forms.Form):
    """One demanded action; a row with nothing in it is left out."""

    key = forms.CharField(required=False, max_length=8, widget=forms.HiddenInput)
    ja = _action(_("Action (Japanese)"))
    en = _action(_("Action (English)"))


ActionRows = forms.formset_factory(
    ActionForm, extra=EXTRA_ACTIONS, max_num=MOST_ACTIONS, validate_max=True
)


def actions_in(rows: forms.BaseFormSet[ActionForm]) -> tuple[DemandedAction, ...]:
    """The valid rows that hold something; new ones get the next free number as their key."""
    given = [form.cleaned_data for form in rows.forms if form.cleaned_data]
    given = [row for row in given if row["ja"].strip() or row["en"].strip()]
    known = [_NUMBER.fullmatch(row["key"]) is not None for row in given]
    highest = max(
        (int(row["key"]) for row, is_known in zip(given, known, strict=True) if is_known), default=0
    )
    fresh = iter(range(highest + 1, highest + len(given) + 1))
    return tuple(
        DemandedAction(
            row["key"] if is_known else f"{next(fresh):02d}",
            Bilingual(row["ja"].strip(), row["en"].strip()),
        )
        for row, is_known in zip(given, known, strict=True)
    )


class NoticeForm(forms.Form):
    """What goes to whom."""

    kind = forms.ChoiceField(
        label=_("What is asked"),
        widget=forms.RadioSelect,
        initial=NoticeKind.NOTICE.value,
        choices=[
            ("notice", _("A notice: received, acting or done, and each action")),
            ("hunt", _("A search for traces: period, place, what was found")),
        ],
    )
    members = forms.ChoiceField(
        label=_("To whom"),
        widget=forms.RadioSelect,
        initial="both",
        choices=[
            ("both", _("Group companies and partners")),
            ("group", _("Group companies only")),
            ("partners", _("Partners only")),
        ],
    )
    answer_days = forms.IntegerField(
        label=_("Business days to answer"), min_value=1, max_value=MOST_DAYS, initial=ANSWER_DAYS
    )

    def plan(self) -> NoticePlan:
        """The plan as it was chosen; call it on a valid form."""
        given = self.cleaned_data
        return NoticePlan(NoticeKind(given["kind"]), given["members"], given["answer_days"])


def initial_of(text: AlertText) -> dict[str, Any]:
    """What the form shows of an alert."""
    words: Mapping[str, Bilingual] = {
        name: getattr(text, name) for name in ("issuer", "title", "summary")
    }
    found: dict[str, Any] = {
        f"{name}_{language}": said
        for name, both in words.items()
        for language, said in both.as_dict().items()
    }
    return found | {
        "number": text.number,
        "issued_on": text.issued_on or None,
        "url": text.url,
        "tlp": text.tlp.value,
    }


def rows_of(text: AlertText) -> list[dict[str, str]]:
    """What the rows of actions show of an alert."""
    return [{"key": one.key, **one.text.as_dict()} for one in text.actions]


TLP_SHORT = {
    Tlp.CLEAR: "TLP:CLEAR",
    Tlp.GREEN: "TLP:GREEN",
    Tlp.AMBER: "TLP:AMBER",
    Tlp.AMBER_STRICT: "TLP:AMBER+STRICT",
    Tlp.RED: "TLP:RED",
}
KIND_WORDS = {
    "notice": pgettext_lazy("kind of ask", "Notice"),
    "hunt": pgettext_lazy("kind of ask", "Search for traces"),
}
