"""Adding people, giving roles, the own profile."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sekisho.kernel.actor import Role

_LANGUAGES = [("ja", "日本語"), ("en", "English")]  # each in itself, as on the switch
ROLE_WORDS: dict[Role, Any] = {
    Role.READER: _("Reader: sees everything in reach, changes nothing"),
    Role.COORDINATOR: _("Coordinator: also follows up with partners"),
    Role.MANAGER: _("Manager: also imports lists and sends asks"),
    Role.ADMINISTRATOR: _("Administrator: also decides on people and reads the record"),
}
ROLE_NAMES: dict[Role, Any] = {
    Role.READER: _("Reader"),
    Role.COORDINATOR: _("Coordinator"),
    Role.MANAGER: _("Manager"),
    Role.ADMINISTRATOR: _("Administrator"),
}


class GrantForm(forms.Form):
    """One role at one group company."""

    organisation = forms.ChoiceField(label=_("Group company"))
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(role.value, words) for role, words in ROLE_WORDS.items()],
        widget=forms.RadioSelect,
        initial=Role.READER.value,
    )

    def __init__(self, *args: Any, places: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = list(places)
        field = self.fields["organisation"]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices
        if len(choices) == 1:
            field.initial = choices[0][0]


class NewPersonForm(GrantForm):
    """Who is to join the office."""

    field_order = ("name", "email", "language", "organisation", "role")
    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=120)
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("This is also the name for signing in."),
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=_LANGUAGES, widget=forms.RadioSelect, initial="ja"
    )


class ProfileForm(forms.Form):
    """What a person says about oneself."""

    name = forms.CharField(
        label=pgettext_lazy("person", "Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=_LANGUAGES, widget=forms.RadioSelect)
