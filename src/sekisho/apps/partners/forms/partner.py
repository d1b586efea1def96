"""Forms of one partner: master data, contact, relation, marks; and of group companies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sekisho.apps.partners.forms.words import (
    FAULT_WORDS,
    KIND_WORDS,
    LANGUAGE_WORDS,
    PURPOSE_WORDS,
    country_choices,
)
from sekisho.apps.partners.queries.reading import READERS, CellFault, read_tags, read_yen


def _read(field: str, text: str) -> Any:
    """The same readers as the import's, so that a page takes what a sheet takes."""
    try:
        return READERS[field](text)
    except CellFault as fault:
        raise ValidationError(str(FAULT_WORDS[fault.code])) from fault


class PartnerForm(forms.Form):
    """Master data of an organisation."""

    name = forms.CharField(
        label=_("Organisation name"), max_length=200, help_text=_("As in the contract")
    )
    name_kana = forms.CharField(label=_("Name in kana"), max_length=200, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    country = forms.ChoiceField(label=_("Country"), choices=country_choices, initial="JP")
    own_code = forms.CharField(
        label=_("Partner code"),
        max_length=40,
        required=False,
        help_text=_("The number under which your own systems know this partner"),
    )
    corporate_number = forms.CharField(
        label=_("Corporate number"), max_length=30, required=False, help_text=_("13 digits")
    )
    capital_yen = forms.CharField(
        label=_("Capital in yen"),
        max_length=40,
        required=False,
        help_text=_("For example 10,000,000"),
    )
    headcount = forms.CharField(label=_("Employees"), max_length=20, required=False)

    def clean_corporate_number(self) -> str:
        text = self.cleaned_data["corporate_number"]
        return str(_read("corporate_number", text)) if text else ""

    def clean_capital_yen(self) -> int | None:
        text = self.cleaned_data["capital_yen"]
        try:
            return read_yen(text) if text else None
        except CellFault as fault:
            raise ValidationError(str(FAULT_WORDS[fault.code])) from fault

    def clean_headcount(self) -> int | None:
        text = self.cleaned_data["headcount"]
        return int(_read("headcount", text)) if text else None

    def clean_country(self) -> str:
        return str(self.cleaned_data["country"])


class FirstRelationForm(forms.Form):
    """How a new partner hangs on the group."""

    kind = forms.ChoiceField(label=_("Relation"), choices=KIND_WORDS.items)
    company = forms.ChoiceField(label=_("Group company"))
    what = forms.CharField(label=_("What is supplied"), max_length=200, required=False)

    def __init__(self, *args: Any, companies: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["company"].choices = companies  # type: ignore[attr-defined]


class RelationForm(forms.Form):
    """An edge to an organisation found by search."""

    direction = forms.ChoiceField(
        label=_("Direction"),
        widget=forms.RadioSelect,
        choices=[("supplies", _("This partner supplies it")), ("buys", _("It supplies this one"))],
        initial="supplies",
    )
    kind = forms.ChoiceField(label=_("Relation"), choices=KIND_WORDS.items)
    what = forms.CharField(label=_("What is supplied"), max_length=200, required=False)
    other = forms.UUIDField(widget=forms.HiddenInput)


class ContactForm(forms.Form):
    """A person at a partner."""

    name = forms.CharField(label=_("Contact name"), max_length=120, required=False)
    department = forms.CharField(label=_("Department"), max_length=120, required=False)
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        help_text=_("May stay empty; several contacts may share one address"),
    )
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    language = forms.ChoiceField(label=_("Language of letters"), choices=LANGUAGE_WORDS.items)
    purposes = forms.MultipleChoiceField(
        label=_("What for"),
        widget=forms.CheckboxSelectMultiple,
        choices=PURPOSE_WORDS.items,
        required=False,
        help_text=_("Requests go to the security contact first"),
    )
    superior = forms.ChoiceField(
        label=_("Superior"),
        required=False,
        help_text=_("Is written to when reminders stay without an answer"),
    )

    def __init__(self, *args: Any, colleagues: Sequence[tuple[str, str]] = (), **kw: Any) -> None:
        super().__init__(*args, **kw)
        field = self.fields["superior"]
        if colleagues and isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Not named")), *colleagues]
        else:
            del self.fields["superior"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not any(data.get(name) for name in ("name", "email", "phone", "department")):
            raise ValidationError(_("Write a name, a department, an address or a phone number."))
        return data


class MarksForm(forms.Form):
    """Tags, owner and note of a partner."""

    tags = forms.CharField(
        label=_("Tags"),
        max_length=600,
        required=False,
        help_text=_("Several tags are parted by commas"),
    )
    owner = forms.ChoiceField(label=_("Owner on our side"), required=False)
    note = forms.CharField(
        label=_("Note"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Kept encrypted"),
    )

    def __init__(self, *args: Any, owners: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", "–"), *owners]  # type: ignore[attr-defined]

    def clean_tags(self) -> list[str]:
        try:
            return read_tags(self.cleaned_data["tags"])
        except CellFault as fault:
            raise ValidationError(str(FAULT_WORDS[fault.code])) from fault


class CompanyForm(PartnerForm):
    """A group company and the one above it."""

    parent = forms.ChoiceField(label=_("Belongs to"))

    def __init__(self, *args: Any, companies: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = companies  # type: ignore[attr-defined]


class MoveForm(forms.Form):
    """Where a group company hangs."""

    parent = forms.UUIDField()


class BulkForm(forms.Form):
    """What to do with the ticked partners, or with all that the filter shows."""

    DOINGS = (
        ("add_tag", _("Add a tag")),
        ("remove_tag", _("Remove a tag")),
        ("owner", _("Set the owner")),
    )
    doing = forms.ChoiceField(choices=DOINGS)
    tag = forms.CharField(max_length=60, required=False)
    owner = forms.UUIDField(required=False)
    is_everything = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("doing") in {"add_tag", "remove_tag"} and not data.get("tag", "").strip():
            raise ValidationError(_("Write the tag."))
        return data
