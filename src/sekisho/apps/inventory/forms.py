"""What somebody types of an entry, of a list, and of a proposal."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from sekisho.apps.inventory.actions.entries import EntryDraft
from sekisho.apps.inventory.actions.writing import Ends
from sekisho.apps.inventory.queries.entries import EntryView
from sekisho.engines.inventory import (
    LONGEST_TEXT,
    NUMBERS,
    Confidence,
    Fact,
    Field,
    FieldType,
    Kind,
    Source,
    Stamp,
    Value,
    read_value,
    written_value,
)
from sekisho.kernel.errors import Invalid
from sekisho.kernel.text import Bilingual
from sekisho.ui.problems import sentence_for_code

LONGEST_NAME, LONGEST_CODE, LONGEST_DETAIL = 120, 60, 120
NOT_KNOWN = ("", pgettext_lazy("value", "Not known"))
CONFIDENCES = (
    (Confidence.DECLARED.value, _("Declared: somebody told it")),
    (Confidence.OBSERVED.value, _("Observed: we have seen it ourselves")),
    (Confidence.ASSUMED.value, _("Assumed: a guess")),
)
UNITS = {
    FieldType.DAYS: pgettext_lazy("unit", "days"),
    FieldType.HOURS: pgettext_lazy("unit", "hours"),
    FieldType.YEN: pgettext_lazy("unit", "yen"),
    FieldType.PERCENT: "%",
}
Options = Sequence[tuple[str, str]]


def said(text: Bilingual) -> str:
    """A text in the language of the page."""
    return text.in_language(get_language() or "ja")


def heading_of(one: Field) -> str:
    """The name of a value with its unit, as forms and columns show it."""
    unit = UNITS.get(one.type)
    return f"{said(one.label)} ({unit})" if unit else said(one.label)


def _input_of(one: Field) -> forms.Field:
    more: dict[str, Any] = {"required": False, "label": heading_of(one)}
    if one.help.ja:
        more["help_text"] = said(one.help)
    if one.choices:
        options = [NOT_KNOWN, *((key, said(label)) for key, label in one.choices.items())]
        return forms.ChoiceField(choices=options, **more)
    if one.type is FieldType.DATE:
        box = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        return forms.CharField(widget=box, max_length=30, **more)
    attrs = {"inputmode": "decimal", "autocomplete": "off"} if one.type in NUMBERS else {}
    return forms.CharField(max_length=LONGEST_TEXT, widget=forms.TextInput(attrs=attrs), **more)


class ValuesForm(forms.Form):
    """The values of one kind, each by its own field `v_<key>`."""

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        for one in kind.fields:
            self.fields[f"v_{one.key}"] = _input_of(one)

    def clean(self) -> dict[str, Any]:
        """Each value read as its type."""
        found = super().clean() or {}
        self.values: dict[str, Value | None] = {}
        for one in self.kind.fields:
            text = str(found.get(f"v_{one.key}") or "").strip()
            try:
                self.values[one.key] = read_value(one, text) if text else None
            except Invalid as problem:
                sentence = sentence_for_code(problem.code, problem.params)
                self.add_error(f"v_{one.key}", sentence)
        return found

    @property
    def value_fields(self) -> list[Any]:
        """The bound fields of the values, in their order."""
        return [self[f"v_{one.key}"] for one in self.kind.fields]


class EntryForm(ValuesForm):
    """An entry with its values, and with what the changed ones are kept."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME, required=False)
    own_code = forms.CharField(
        label=_("Own code"),
        max_length=LONGEST_CODE,
        required=False,
        help_text=_("Your own number of it. A list that is brought in knows it by this."),
    )
    source_item = forms.ChoiceField(required=False)
    target_item = forms.ChoiceField(required=False)
    via_item = forms.ChoiceField(required=False)
    confidence = forms.ChoiceField(label=_("How sure it is"), choices=CONFIDENCES)
    detail = forms.CharField(
        label=_("Where it comes from"),
        max_length=LONGEST_DETAIL,
        required=False,
        help_text=_("A talk, a document, a visit: a few words."),
    )
    on = forms.DateField(
        label=_("As of"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    is_confirmed = forms.BooleanField(
        label=_("The values that stay the same are confirmed by this, too"), required=False
    )

    def __init__(
        self, *args: Any, options: Mapping[str, Options] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        ends = (("source_item", "source"), ("target_item", "target"), ("via_item", "via"))
        for name, role in ends:
            end, field = getattr(self.kind, role), self.fields[name]
            if end is None:
                del self.fields[name]
            elif isinstance(field, forms.ChoiceField):
                field.label = said(end.label)
                first = [] if end.needs_item else [("", _whole(name))]
                field.choices = [*first, *(options or {}).get(name, ())]
        if not self.kind.is_link:
            self.fields["name"].required = True

    def draft(self, target_uid: uuid.UUID | None = None) -> EntryDraft:
        """The entry as it was typed; call it on a valid form."""
        given = self.cleaned_data
        confidence = Confidence(given["confidence"])
        return EntryDraft(
            name=given["name"],
            own_code=given["own_code"],
            values=self.values,
            stamp=Stamp(Source.ENTERED, given["detail"].strip(), given["on"], confidence),
            ends=Ends(target_uid, *(_uid(given.get(name)) for name in _ENDS)),
            is_confirmed=given["is_confirmed"],
        )


_ENDS = ("source_item", "target_item", "via_item")


def _whole(name: str) -> Any:
    return _("Not known") if name == "via_item" else _("The organisation as a whole")


def _uid(text: Any) -> uuid.UUID | None:
    return uuid.UUID(text) if text else None


def initial_of(view: EntryView, today: date) -> dict[str, Any]:
    """What the form of a known entry begins with."""
    refs = {name: getattr(view, name) for name in _ENDS}
    begun: dict[str, Any] = {name: str(ref.uid) for name, ref in refs.items() if ref is not None}
    values = {f"v_{key}": text for key, text in shown_inputs(view.kind, view.facts).items()}
    more = {"revision": view.revision, "name": view.name, "own_code": view.own_code, "on": today}
    return {**begun, **values, **more}


def shown_inputs(kind: Kind, facts: Mapping[str, Fact]) -> dict[str, str]:
    """Values as the inputs of a form take them."""
    return {one.key: str(facts[one.key].value) for one in kind.fields if one.key in facts}


def shown_value(one: Field, value: Value) -> str:
    """A value as a page shows it, with its unit."""
    language = get_language() or "ja"
    if one.type not in NUMBERS:
        return written_value(one, value, language)
    unit = UNITS.get(one.type, "")
    number = f"{value:,}"
    if unit == "%":
        return f"{number}%"
    return f"{number} {unit}".strip() if language.startswith("en") else f"{number}{unit}"


class IntakeForm(forms.Form):
    """A list to look over, and of which kind its rows are."""

    kind = forms.ChoiceField(label=_("What is in the list"))
    file = forms.FileField(
        label=_("File"), help_text=_("Excel (xlsx) or CSV, one row for each entry, 10,000 at most.")
    )

    def __init__(self, *args: Any, kinds: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(kinds)


class ChooserForm(forms.Form):
    """What is written down, and at whom."""

    kind = forms.ChoiceField(label=_("What it is"))
    company = forms.CharField(label=_("Organisation (code or name)"), max_length=200)
    other = forms.CharField(
        label=_("The other end (code or name)"),
        max_length=200,
        required=False,
        help_text=_("For a supply, a connection and other links."),
    )

    def __init__(self, *args: Any, kinds: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(kinds)


class ProposalForm(ValuesForm):
    """A proposal as the reviewer takes it over: name and values may be put right."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
