"""The empty list to fill in: headings, drop-downs, hints and notes."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sekisho.apps.organisations.queries.countries import COUNTRY_NAMES, country_name
from sekisho.apps.partners.forms.words import KIND_WORDS, PURPOSE_WORDS
from sekisho.apps.partners.queries.columns import COLUMNS

_HINTS: dict[str, str | Promise] = {
    "own_code": gettext_lazy("Your own number of this partner. The next import knows it by this."),
    "name": gettext_lazy("As in the contract. The only column that must be filled in."),
    "corporate_number": gettext_lazy("13 digits. Abroad: leave empty."),
    "country": gettext_lazy("A name or a code of two letters. Empty: Japan."),
    "capital_yen": gettext_lazy("For example 10,000,000."),
    "kind": gettext_lazy("Empty: procurement. For a dealer choose sales."),
    "customer": gettext_lazy("Code or name of the group company. Empty: the lead company."),
    "parent": gettext_lazy(
        "For tier 2 and below: code or name of the partner that this one supplies to."
    ),
    "tags": gettext_lazy("Several are parted by commas."),
    "email": gettext_lazy("May stay empty. One address a row."),
    "owner": gettext_lazy("Name or e-mail of the person on our side, such as the buyer."),
    "purposes": gettext_lazy(
        "Security, sales desk, management, nights and holidays; several are parted by commas."
    ),
    "note": gettext_lazy("Kept encrypted."),
}


def template_columns(language: str) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Heading, drop-down values and hint of each column in the order of the list."""
    choices = {
        "country": tuple(country_name(code, language) for code in COUNTRY_NAMES),
        "kind": tuple(str(word) for word in KIND_WORDS.values()),
        "language": ("日本語", "英語") if language == "ja" else ("Japanese", "English"),
        "purposes": tuple(str(word) for word in PURPOSE_WORDS.values()),
    }
    for column in COLUMNS:
        hint = str(_HINTS.get(column.field, ""))
        yield column.heading(language), choices.get(column.field, ()), hint


def template_notes() -> list[str]:
    """How to fill the list in, sentence by sentence."""
    return [
        _("One row is one partner. Only the name must be filled in."),
        _("A partner with several contacts has several rows with the same code."),
        _("Empty cells change nothing. Columns may be left out or put in another order."),
        _("Amounts with thousands marks and full-width digits are understood."),
        _("Before anything is saved you see row by row what would happen."),
    ]
