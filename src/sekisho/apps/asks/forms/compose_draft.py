"""What is asked: words, questions, deadline; whom; and the words of the letter."""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from sekisho.adapters.channels import checked_address
from sekisho.adapters.intake import SHEET_KINDS, Limits, inspect_upload
from sekisho.adapters.sheets import open_sheet
from sekisho.apps.asks.actions.drafts import MOST_DAYS, DraftPlan, DraftWords
from sekisho.apps.asks.queries.drafts import AskView, AudienceSpec
from sekisho.apps.asks.queries.profiles import Sender, letter_with
from sekisho.engines.letters import Letter
from sekisho.kernel.errors import Invalid, Problem
from sekisho.kernel.text import Bilingual
from sekisho.ui.problems import words_for

Choices = Sequence[tuple[str, Any]]
MOST_LINES = 20_000
_LINE_LENGTH = 240


class RevisedForm(forms.Form):
    """A form about a draft: it carries the revision that the writer saw."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class LaterField(forms.CharField):
    """A text that may be kept empty for now, though nothing can be sent without it."""

    def validate(self, value: Any) -> None:
        """Anything may be kept."""


class LaterChoice(forms.ChoiceField):
    """A choice that may be left open for now."""

    def validate(self, value: Any) -> None:
        """Nothing, or one of the choices."""
        if value:
            super().validate(value)


def area(label: Any, rows: int = 4, most: int = 2000, *, is_needed: bool = False) -> LaterField:
    """A text of several lines that may be saved empty."""
    widget = forms.Textarea(attrs={"rows": rows})
    return LaterField(label=label, widget=widget, max_length=most, required=is_needed)


def line(label: Any, most: int = 120, *, is_needed: bool = False) -> LaterField:
    """One line that may be saved empty."""
    return LaterField(label=label, max_length=most, required=is_needed)


class SenderFields(forms.Form):
    """Who asks and whom to ring."""

    department_ja = line(_("Department (Japanese)"), is_needed=True)
    department_en = line(_("Department (English)"))
    contact_name_ja = line(_("Contact person (Japanese)"))
    contact_name_en = line(_("Contact person (English)"))
    contact_email = forms.EmailField(label=_("Mail for questions"), max_length=254, required=False)
    contact_phone = line(_("Phone for questions"), 40)
    scope_ja = line(_("Scope (Japanese)"), 300)
    scope_en = line(_("Scope (English)"), 300)
    handling_ja = area(_("How answers are handled (Japanese)"), 3, 1000)
    handling_en = area(_("How answers are handled (English)"), 3, 1000)

    def clean_contact_email(self) -> str:
        """Only what letters can carry: the field itself lets pass what no mail server takes."""
        given: str = self.cleaned_data["contact_email"]
        try:
            if given:
                checked_address(given)
        except Invalid as problem:
            text = _("Letters cannot carry this address. Write it without quotes and brackets.")
            raise forms.ValidationError(text) from problem
        return given

    def sender(self) -> Sender:
        """What was given, as a value."""
        return Sender(
            department=self.pair("department"),
            contact_name=self.pair("contact_name"),
            contact_email=self.cleaned_data["contact_email"],
            contact_phone=self.cleaned_data["contact_phone"].strip(),
            handling=self.pair("handling"),
            scope=self.pair("scope"),
        )

    def pair(self, name: str) -> Bilingual:
        """A text in both languages, without surrounding space."""
        given = self.cleaned_data
        return Bilingual(given[f"{name}_ja"].strip(), given[f"{name}_en"].strip())


def initial_of(sender: Sender) -> dict[str, str]:
    """A sender as the first values of its fields."""
    texts = {
        f"{name}_{language}": text
        for name in ("department", "contact_name", "handling", "scope")
        for language, text in getattr(sender, name).as_dict().items()
    }
    return {
        **texts,
        "contact_email": sender.contact_email,
        "contact_phone": sender.contact_phone,
    }


class ContentsForm(SenderFields, RevisedForm):
    """Title, reason, questions, deadline, sender."""

    title_ja = line(_("Title (Japanese)"), 100, is_needed=True)
    title_en = line(_("Title (English)"), 100)
    reason_ja = area(_("Reason (Japanese)"), 5, is_needed=True)
    reason_en = area(_("Reason (English)"), 5)
    question_set = LaterChoice(label=_("Question set"), widget=forms.RadioSelect)
    deadline = forms.ChoiceField(
        label=_("Time to answer"),
        widget=forms.RadioSelect,
        choices=[("days", _("Business days of the recipient")), ("date", _("A fixed day"))],
    )
    answer_days = forms.IntegerField(
        label=_("Business days"),
        min_value=1,
        max_value=MOST_DAYS,
        required=False,
        help_text=_("Counted by the calendar of the recipient's country from the day of sending."),
    )
    due_on = forms.DateField(
        label=_("Answer by"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    needs_approver = forms.BooleanField(
        label=_("The respondent names who approved the answers"), required=False
    )

    def __init__(self, *args: Any, sets: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["question_set"]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(sets)

    def clean(self) -> dict[str, Any]:
        """The chosen way of setting the deadline has its value."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        wanted = "due_on" if given.get("deadline") == "date" else "answer_days"
        if given.get(wanted) is None and wanted not in self.errors:
            self.add_error(wanted, _("Please fill this in."))
        return given

    def words(self) -> DraftWords:
        """The text part."""
        return DraftWords(
            title=self.pair("title"),
            reason=self.pair("reason"),
            sender=self.sender(),
            needs_approver=self.cleaned_data["needs_approver"],
        )

    def plan(self, answer_days: int) -> DraftPlan:
        """Questions and deadline; `answer_days` stand while a fixed day counts."""
        given = self.cleaned_data
        chosen = uuid.UUID(given["question_set"]) if given["question_set"] else None
        is_fixed = given["deadline"] == "date"
        days = given["answer_days"] or answer_days
        return DraftPlan(chosen, days, given["due_on"] if is_fixed else None)


def contents_of(ask: AskView, set_uid: str) -> dict[str, Any]:
    """A draft as the first values of its form."""
    return {
        **initial_of(ask.sender),
        **{f"title_{key}": text for key, text in ask.title.as_dict().items()},
        **{f"reason_{key}": text for key, text in ask.reason.as_dict().items()},
        "question_set": set_uid,
        "deadline": "date" if ask.due_on else "days",
        "answer_days": ask.answer_days,
        "due_on": ask.due_on.isoformat() if ask.due_on else None,
        "needs_approver": ask.needs_approver,
        "revision": ask.revision,
    }


class AudienceForm(RevisedForm):
    """Whom to ask: by a filter, or by a list that is pasted or uploaded."""

    mode = forms.ChoiceField(
        label=_("Whom to ask"),
        widget=forms.RadioSelect,
        choices=[("filter", _("Those who fit a filter")), ("list", _("Those on a list"))],
    )
    members = forms.ChoiceField(
        label=_("Which organisations"),
        widget=forms.RadioSelect,
        choices=[
            ("partners", _("Partners")),
            ("group", _("Group companies")),
            ("both", _("Both")),
        ],
    )
    tiers = forms.MultipleChoiceField(
        label=_("Tier"), widget=forms.CheckboxSelectMultiple, required=False
    )
    tags = forms.MultipleChoiceField(
        label=_("Tags"), widget=forms.CheckboxSelectMultiple, required=False
    )
    countries = forms.MultipleChoiceField(
        label=_("Country"), widget=forms.CheckboxSelectMultiple, required=False
    )
    kinds = forms.MultipleChoiceField(
        label=_("Kind of business"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[
            ("procurement", _("Procurement")),
            ("outsourcing", _("Outsourcing")),
            ("service", _("Service")),
            ("sales", _("Sales")),
        ],
    )
    group_company = forms.ChoiceField(label=_("Doing business with"), required=False)
    listed = area(_("Paste a list"), 8, 400_000)
    file = forms.FileField(
        label=_("Or upload a list"), required=False, help_text=_("An Excel or CSV file.")
    )

    is_home_asked = forms.BooleanField(
        label=_("Ask our own company too, when the list names it"), required=False
    )

    def __init__(self, *args: Any, choices: dict[str, Choices], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["listed"].help_text = _(
            "One organisation a line: own code, corporate number or name."
        )
        for name, found in choices.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = list(found)

    def clean_file(self) -> tuple[str, ...]:
        """The lines of an uploaded list."""
        given: UploadedFile | None = self.cleaned_data.get("file")
        if given is None:
            return ()
        try:
            return tuple(_lines_of(given))
        except Problem as problem:
            raise forms.ValidationError(" ".join(words_for(problem))) from problem

    def clean_listed(self) -> tuple[str, ...]:
        """The pasted lines, each once."""
        lines = (one.strip()[:_LINE_LENGTH] for one in self.cleaned_data["listed"].splitlines())
        return tuple(dict.fromkeys(one for one in lines if one))

    def clean(self) -> dict[str, Any]:
        """A list has lines, and not too many."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        count = len(given.get("listed", ())) + len(given.get("file", ()))
        if given.get("mode") == "list" and not count and "file" not in self.errors:
            self.add_error("listed", _("Please paste or upload a list."))
        if count > MOST_LINES:
            self.add_error("listed", _("This list is too long."))
        return given

    def audience(self) -> AudienceSpec:
        """What was chosen, as a value; an uploaded list adds to the pasted one."""
        given = self.cleaned_data
        return AudienceSpec(
            mode=given["mode"],
            tiers=tuple(int(tier) for tier in given["tiers"]),
            tags=tuple(given["tags"]),
            countries=tuple(given["countries"]),
            kinds=tuple(given["kinds"]),
            members=given["members"],
            group_company=given["group_company"],
            listed=tuple(dict.fromkeys((*given["listed"], *given["file"]))),
            is_home_asked=given["is_home_asked"],
        )


def audience_initial(ask: AskView) -> dict[str, Any]:
    """A draft's audience as the first values of its form."""
    spec = ask.audience
    return {
        "mode": spec.mode or "filter",
        "members": spec.members,
        "tiers": [str(tier) for tier in spec.tiers],
        "tags": list(spec.tags),
        "countries": list(spec.countries),
        "kinds": list(spec.kinds),
        "group_company": spec.group_company,
        "listed": "\n".join(spec.listed),
        "is_home_asked": spec.is_home_asked,
        "revision": ask.revision,
    }


def _lines_of(given: UploadedFile) -> Iterable[str]:
    data = given.read()
    limits = Limits(kinds=SHEET_KINDS)
    accepted = inspect_upload(io.BytesIO(data), declared_name=given.name or "", limits=limits)
    sheet = open_sheet(io.BytesIO(data), name=accepted.safe_name)
    for row in sheet.rows():
        cells = [cell.strip() for cell in row.cells if cell.strip()]
        yield "\t".join(cells)[:_LINE_LENGTH]


class LetterForm(forms.Form):
    """Subject and body in both languages."""

    subject_ja = line(_("Subject (Japanese)"), 300, is_needed=True)
    body_ja = area(_("Letter (Japanese)"), 24, 20_000, is_needed=True)
    subject_en = line(_("Subject (English)"), 300, is_needed=True)
    body_en = area(_("Letter (English)"), 24, 20_000, is_needed=True)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def letter(self, key: str) -> Letter:
        """The letter as it was written."""
        given = {
            name: text.replace("\r\n", "\n") if isinstance(text, str) else ""
            for name, text in self.cleaned_data.items()
        }
        words = {
            language: {
                "subject": given[f"subject_{language}"].strip(),
                "body": given[f"body_{language}"].strip() + "\n",
            }
            for language in ("ja", "en")
        }
        return letter_with(key, words)


def letter_initial(letter: Letter, revision: int = 0) -> dict[str, Any]:
    """A letter as the first values of its form."""
    return {
        "subject_ja": letter.ja.subject,
        "body_ja": letter.ja.body,
        "subject_en": letter.en.subject,
        "body_en": letter.en.body,
        "revision": revision,
    }
