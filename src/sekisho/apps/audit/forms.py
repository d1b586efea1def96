"""Which entries of the record to show."""

from __future__ import annotations

from datetime import datetime, timedelta

from django import forms
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sekisho.apps.audit.queries import EntryFilter
from sekisho.ui.slots import known_verbs


class FilterForm(forms.Form):
    """Kind of change and days, both ends included."""

    verb = forms.ChoiceField(label=_("Kind of change"), required=False)
    since = forms.DateField(
        label=pgettext_lazy("date", "From"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    until = forms.DateField(
        label=pgettext_lazy("date", "Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["verb"]
        if isinstance(field, forms.ChoiceField):
            words = [(verb, str(text) % {"count": "…"}) for verb, text in known_verbs()]
            words.sort(key=lambda row: row[1])
            field.choices = [("", _("Everything")), *words]

    def wanted(self) -> EntryFilter:
        """The filter of what was understood; a wrong value filters nothing."""
        self.is_valid()
        given = self.cleaned_data
        return EntryFilter(
            verb=given.get("verb", ""),
            since=_midnight(given.get("since")),
            until=_midnight(given.get("until"), days=1),
        )


def _midnight(day: object, days: int = 0) -> datetime | None:
    if day is None:
        return None
    start = datetime.fromisoformat(str(day)).replace(tzinfo=get_current_timezone())
    return start + timedelta(days=days)
