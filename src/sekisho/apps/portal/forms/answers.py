"""One question as a form: its choices or input, and what opens under certain answers.

The form parses and shows; whether an answer is acceptable is judged by the questionnaire engine,
whose faults are hung on the fields by `hang_faults`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sekisho.apps.portal.forms.sentences import fault_sentence
from sekisho.engines.deadlines import format_date, parse_date
from sekisho.engines.questionnaire import Answer, Fault, Kind, Plan, Question
from sekisho.engines.questionnaire.questions import CHOICE_KINDS, NA
from sekisho.kernel.errors import Invalid

_DIGITS = 9
_LONG = {"rows": 3, "autocomplete": "off"}
_SHORT = {"autocomplete": "off"}
_DATE_HINT = _("For example 2026-12-07, 2026/12/7 or R8.12.7")
_FIELDS_OF_FAULTS = {
    "choice_keys": "answer",
    "text": "answer",
    "number": "answer",
    "date": "answer",
    "plan.what": "plan_what",
    "plan.who": "plan_who",
    "plan.due": "plan_due",
}


@dataclass(frozen=True, slots=True)
class Part:
    """Fields that belong to certain choices (`on`, keys with spaces between; empty: always)."""

    on: str
    fields: tuple[BoundField, ...]
    words: str = ""
    name: str = ""


class AnswerForm(forms.Form):
    """One question; `prefix` is its key, so that many cards stand on a page."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self, question: Question, answer: Answer, revision: int, *, language: str, data: Any = None
    ) -> None:
        super().__init__(data, prefix=question.key, use_required_attribute=False)
        self.question, self.language = question, language
        self.fields["answer"] = _main_field(question, language)
        if question.choice(NA):
            self.fields["reason"] = _long(_("Why does it not apply?"))
        if question.followup:
            self.fields["followup"] = _long(question.followup.text.in_language(language))
        if _gap_keys(question):
            self.fields["plan_what"] = _long(_("What will be done"))
            self.fields["plan_who"] = _short(_("Who will do it"))
            self.fields["plan_due"] = _short(_("By when"), help_text=_DATE_HINT)
        self.initial = {**_initial(question, answer, language), "revision": revision}

    def full_clean(self) -> None:
        """Nothing is refused here: the engine judges the answer."""
        self._errors = ErrorDict()
        self.cleaned_data: dict[str, Any] = {}

    @property
    def base_revision(self) -> int:
        """The revision that the writer saw, after a conflict the colleague's; 0 when unreadable."""
        text = self._text("seen" if self._text("keep") == "mine" else "revision")
        return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else 0

    def answer(self) -> Answer:
        """What was typed, as an answer."""
        kind = self.question.kind
        main = self._text("answer")
        plan = Plan(self._text("plan_what"), self._text("plan_who"), _day(self._text("plan_due")))
        return Answer(
            choice_keys=self._keys() if kind in CHOICE_KINDS else (),
            text=main if kind is Kind.TEXT else "",
            number=main if kind is Kind.NUMBER else "",
            date=_day(main) if kind is Kind.DATE else "",
            reason=self._text("reason"),
            followup=self._text("followup"),
            plan=plan if plan != Plan() else None,
        )

    def hang_faults(self, faults: Iterable[Fault]) -> list[str]:
        """Show each fault at its field; returns the sentences."""
        sentences = []
        for fault in faults:
            sentences.append(sentence := fault_sentence(fault))
            name = _FIELDS_OF_FAULTS.get(fault.field, fault.field)
            if name in self.fields:
                self.errors.setdefault(name, self.error_class()).append(sentence)
        return sentences

    @property
    def parts(self) -> tuple[Part, ...]:
        """The follow-ups in the order in which they are read."""
        found = []
        if "followup" in self.fields and self.question.followup:
            keys = self.question.followup.choice_keys
            found.append(Part(" ".join(keys or ()), (self["followup"],), self._labels(keys or ())))
        if "reason" in self.fields:
            found.append(Part(NA, (self["reason"],), self._labels((NA,))))
        if "plan_what" in self.fields:
            names, keys = ("plan_what", "plan_who", "plan_due"), _gap_keys(self.question)
            fields = tuple(self[name] for name in names)
            found.append(Part(" ".join(keys), fields, self._labels(keys), "plan"))
        return tuple(found)

    def _labels(self, keys: Iterable[str]) -> str:
        """The labels of choices for readers without scripts, who see every part."""
        chosen = [choice for choice in self.question.choices if choice.key in set(keys)]
        return " / ".join(choice.label.in_language(self.language) for choice in chosen)

    def _keys(self) -> tuple[str, ...]:
        data: QueryDict = self.data  # type: ignore[assignment]
        given = data.getlist(self.add_prefix("answer"))
        order = [choice.key for choice in self.question.choices]
        known = [key for key in order if key in given]
        return tuple(known + [key for key in given if key not in order])

    def _text(self, name: str) -> str:
        return str(self.data.get(self.add_prefix(name), "")).replace("\r\n", "\n").strip()


def _main_field(question: Question, language: str) -> forms.Field:
    common: dict[str, Any] = {
        "label": question.text.in_language(language),
        "required": question.is_required,
    }
    choices = [(choice.key, choice.label.in_language(language)) for choice in question.choices]
    if question.kind is Kind.MULTIPLE:
        widget = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(choices=choices, widget=widget, **common)
    if question.kind in CHOICE_KINDS:
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)
    if question.kind is Kind.FILE:
        return forms.CharField(widget=forms.HiddenInput, **common)
    return _typed_field(question, language, common)


def _typed_field(question: Question, language: str, common: dict[str, Any]) -> forms.Field:
    if question.kind is Kind.TEXT:
        return forms.CharField(widget=forms.Textarea(attrs={**_LONG, "rows": 4}), **common)
    if question.kind is Kind.DATE:
        return forms.CharField(widget=forms.TextInput(attrs=_SHORT), help_text=_DATE_HINT, **common)
    unit = question.number_rule.unit if question.number_rule else None
    attrs = {**_SHORT, "inputmode": "decimal"}
    help_text = unit.in_language(language) if unit else ""
    return forms.CharField(widget=forms.TextInput(attrs=attrs), help_text=help_text, **common)


def _long(label: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, widget=forms.Textarea(attrs=_LONG))


def _short(label: Any, help_text: Any = "") -> forms.CharField:
    widget = forms.TextInput(attrs=_SHORT)
    return forms.CharField(label=label, required=False, widget=widget, help_text=help_text)


def _initial(question: Question, answer: Answer, language: str) -> Mapping[str, Any]:
    keys = answer.choice_keys
    main: Any = answer.text or answer.number or shown_day(answer.date, language)
    if question.kind in CHOICE_KINDS:
        main = list(keys) if question.kind is Kind.MULTIPLE else "".join(keys[:1])
    plan = answer.plan or Plan()
    return {
        "answer": main,
        "reason": answer.reason,
        "followup": answer.followup,
        "plan_what": plan.what,
        "plan_who": plan.who,
        "plan_due": shown_day(plan.due, language),
    }


def _gap_keys(question: Question) -> tuple[str, ...]:
    """The choices that leave something to do."""
    return tuple(
        choice.key for choice in question.choices if choice.points is not None and choice.points < 1
    )


def _day(text: str) -> str:
    """A date in its plain form, or as typed where it cannot be read: a fault then says so."""
    try:
        return parse_date(text).isoformat() if text else ""
    except Invalid:
        return text


def shown_day(text: str, language: str) -> str:
    """A stored date as the reader's language writes it; anything else as it is."""
    try:
        return format_date(parse_date(text), language) if text else ""
    except Invalid:
        return text
