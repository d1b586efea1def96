"""What somebody types about a rule, an edition, a sending, and an exception."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sekisho.apps.rules.actions.editions import NUMBER, EditionFacts, Upload
from sekisho.apps.rules.actions.exceptions import Decision, NewException
from sekisho.apps.rules.actions.rules import RuleFacts
from sekisho.apps.rules.actions.sending import ANSWER_DAYS, SendingPlan
from sekisho.apps.rules.queries.exceptions import DeviationWords
from sekisho.apps.rules.queries.rules import EditionView, RuleView, RuleWords
from sekisho.kernel.text import Bilingual

LONGEST_TEXT = 100_000
LONGEST_WORDS = 2000
MOST_DAYS = 90


def _line(label: Any, longest: int = 200, *, is_needed: bool = True) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, required=is_needed)


def _area(
    label: Any, rows: int = 3, longest: int = LONGEST_WORDS, *, is_needed: bool = False
) -> forms.CharField:
    box = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=longest, widget=box, required=is_needed)


def _day(label: Any, *, is_needed: bool = False) -> forms.DateField:
    box = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=is_needed, widget=box)


def _both(given: dict[str, Any], name: str) -> Bilingual:
    return Bilingual(given[f"{name}_ja"].strip(), given[f"{name}_en"].strip())


class RuleForm(forms.Form):
    """Title, what it is about, who looks after it, and the next review."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    organisation = forms.ChoiceField(label=_("Issued by"))
    title_ja = _line(_("Title (Japanese)"), 120)
    title_en = _line(_("Title (English)"), 120)
    about_ja = _area(_("What it is about (Japanese)"))
    about_en = _area(_("What it is about (English)"))
    owner_ja = _line(_("Department in charge (Japanese)"), is_needed=False)
    owner_en = _line(_("Department in charge (English)"), is_needed=False)
    review_on = _day(_("Next review"))

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        if not places:
            del self.fields["organisation"]
        elif isinstance(field, forms.ChoiceField):
            field.choices = list(places)

    def facts(self) -> RuleFacts:
        """The rule as it was typed; call it on a valid form."""
        given = self.cleaned_data
        words = RuleWords(*(_both(given, name) for name in ("title", "about", "owner")))
        return RuleFacts(words, given["review_on"])


class SeenForm(forms.Form):
    """The edition as it was looked at, before it is issued."""

    revision = forms.IntegerField(min_value=1, max_value=32_000)


class EditionForm(forms.Form):
    """Number, first day, what has changed, and the text or a file."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    number = forms.CharField(
        label=_("Number of the edition"),
        max_length=20,
        help_text=_("Figures and dots, like 2.1"),
        validators=[RegexValidator(rf"^{NUMBER.pattern}$", _("Write figures and dots, like 2.1."))],
    )
    first_day = _day(_("In force from"), is_needed=True)
    summary_ja = _area(_("What has changed (Japanese)"))
    summary_en = _area(_("What has changed (English)"))
    text_ja = _area(pgettext_lazy("edition", "Text (Japanese)"), 14, LONGEST_TEXT)
    text_en = _area(pgettext_lazy("edition", "Text (English)"), 14, LONGEST_TEXT)
    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("In place of the text, or beside it; kept encrypted."),
    )

    def facts(self) -> EditionFacts:
        """The edition as it was typed; call it on a valid form."""
        given = self.cleaned_data
        file = given["file"]
        return EditionFacts(
            number=given["number"],
            first_day=given["first_day"],
            text=_both(given, "text"),
            summary=_both(given, "summary"),
            upload=Upload(file.file, file.name) if file else None,
        )


class EndForm(forms.Form):
    """Why a rule is withdrawn, in the words that those asked read."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    because_ja = _area(_("Why it is withdrawn (Japanese)"), is_needed=True)
    because_en = _area(_("Why it is withdrawn (English)"), is_needed=True)

    def because(self) -> Bilingual:
        """The reason; call it on a valid form."""
        return _both(self.cleaned_data, "because")


class SendingForm(forms.Form):
    """Which companies of the group are asked, and how long they have."""

    companies = forms.MultipleChoiceField(
        label=_("Which companies are asked"), widget=forms.CheckboxSelectMultiple
    )
    answer_days = forms.IntegerField(
        label=_("Business days to answer"), min_value=1, max_value=MOST_DAYS, initial=ANSWER_DAYS
    )

    def __init__(
        self,
        *args: Any,
        places: Sequence[tuple[str, str]],
        unticked: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["companies"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [*places, *unticked]
            field.initial = [key for key, _name in places]

    def plan(self) -> SendingPlan:
        """The plan as it was chosen; call it on a valid form."""
        given = self.cleaned_data
        chosen = tuple(uuid.UUID(one) for one in given["companies"])
        return SendingPlan(chosen, given["answer_days"])


class ExceptionForm(forms.Form):
    """An exception that staff writes down."""

    rule = forms.ChoiceField(label=_("Rule"))
    organisation = forms.ChoiceField(label=_("Company"))
    passage = _area(_("Which passage is not kept"), is_needed=True)
    reason = _area(_("Reason"), is_needed=True)
    instead = _area(_("What is done instead"))
    until = _day(_("Until"), is_needed=True)

    def __init__(
        self,
        *args: Any,
        rules: Sequence[tuple[str, str]],
        places: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("rule", rules), ("organisation", places)):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = list(choices)

    def new(self) -> NewException:
        """The exception as it was typed; call it on a valid form."""
        given = self.cleaned_data
        words = DeviationWords(*(given[name].strip() for name in ("passage", "reason", "instead")))
        rule, company = uuid.UUID(given["rule"]), uuid.UUID(given["organisation"])
        return NewException(rule, company, words, given["until"])


class DecisionForm(forms.Form):
    """A word on the decision, and another last day; the button says what is decided."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    verdict = forms.CharField(max_length=10, widget=forms.HiddenInput, required=False)
    remark = _area(_("Remark"))
    until = _day(_("Until"))

    def decision(self) -> Decision:
        """What was decided; call it on a valid form."""
        given = self.cleaned_data
        return Decision(given["revision"], given["verdict"], given["remark"], given["until"])


def initial_of_rule(rule: RuleView) -> dict[str, Any]:
    """What the form shows of a rule."""
    found: dict[str, Any] = {"review_on": rule.review_on, "revision": rule.revision}
    for name in ("title", "about", "owner"):
        for language, said in getattr(rule.words, name).as_dict().items():
            found[f"{name}_{language}"] = said
    return found


def initial_of_edition(edition: EditionView, *, is_next: bool, today: date) -> dict[str, Any]:
    """What the form shows of an edition, or of the next one that begins with its text."""
    text = {f"text_{key}": said for key, said in edition.words.text.as_dict().items()}
    if is_next:
        return {**text, "first_day": today}
    summary = {f"summary_{key}": said for key, said in edition.words.summary.as_dict().items()}
    facts = {"number": edition.number, "first_day": edition.first_day}
    return {**text, **summary, **facts, "revision": edition.revision}
