"""Forms of the import: the file, the columns, the choices for doubtful rows."""

from __future__ import annotations

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sekisho.apps.partners.queries.columns import FIELDS


class UploadForm(forms.Form):
    """The list to import."""

    file = forms.FileField(
        label=_("List of partners"),
        help_text=_("Excel (xlsx) or CSV (UTF-8 or Shift_JIS), 20 MB at most"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.tsv"}),
    )


def mapping_of(data: QueryDict, width: int) -> dict[int, str]:
    """Column positions to fields as chosen on the page."""
    chosen = ((position, data.get(f"column-{position}", "")) for position in range(width))
    return {position: field for position, field in chosen if field in FIELDS}


def choices_of(data: QueryDict) -> dict[int, str]:
    """Row numbers to choices as ticked on the page."""
    found = {}
    for name, value in data.items():
        number = name.removeprefix("row-")
        if name.startswith("row-") and number.isascii() and number.isdecimal() and value:
            found[int(number)] = str(value)
    return found
