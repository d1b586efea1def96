"""Who asks in a group company's name."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sekisho.apps.asks.actions.profiles import MOST_DAYS
from sekisho.apps.asks.forms.compose_draft import SenderFields


class ProfileForm(SenderFields):
    """The sender profile: a department and at least one way to ask back are needed."""

    answer_days = forms.IntegerField(
        label=_("Business days to answer"), min_value=1, max_value=MOST_DAYS
    )
    field_order = (
        *("department_ja", "department_en", "contact_name_ja", "contact_name_en"),
        *("contact_email", "contact_phone", "answer_days"),
    )

    def clean(self) -> dict[str, Any]:
        """What a letter cannot do without."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not (given.get("department_ja") or given.get("department_en")):
            self.add_error("department_ja", _("Letters name the department that asks."))
        has_way = given.get("contact_email") or given.get("contact_phone")
        if not has_way and "contact_email" not in self.errors:
            self.add_error(
                "contact_email", _("Give a mail address or a phone number for questions.")
            )
        return given


class AskerForm(forms.Form):
    """In whose name a new ask is composed."""

    organisation = forms.ChoiceField(label=_("Asking company"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        if isinstance(field, forms.ChoiceField):
            field.choices = places
            field.initial = places[0][0] if places else None
