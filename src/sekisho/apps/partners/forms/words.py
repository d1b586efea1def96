"""Words for the values of the register: kinds, purposes, tiers, columns, faults of a cell."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sekisho.apps.organisations.queries.countries import COUNTRY_NAMES, country_name
from sekisho.apps.partners.queries.columns import COLUMNS
from sekisho.ui.wording import figure, is_japanese

Words = str | Promise
KIND_WORDS: dict[str, Words] = {
    "procurement": gettext_lazy("Procurement"),
    "outsourcing": gettext_lazy("Outsourcing"),
    "service": gettext_lazy("Service"),
    "sales": gettext_lazy("Sales"),
}
PURPOSE_WORDS: dict[str, Words] = {
    "security": gettext_lazy("Security"),
    "sales": gettext_lazy("Sales desk"),
    "executive": gettext_lazy("Management"),
    "out_of_hours": gettext_lazy("Nights and holidays"),
}
LANGUAGE_WORDS: dict[str, Words] = {"ja": "日本語", "en": "English"}
VERDICT_WORDS: dict[str, Words] = {
    "new": gettext_lazy("New"),
    "changed": gettext_lazy("Changed"),
    "same": gettext_lazy("Same"),
    "refused": gettext_lazy("Not accepted"),
    "doubtful": gettext_lazy("Similar name"),
    "left": gettext_lazy("Left out"),
}
VERDICT_TONES = {
    "new": ("accent", "plus"),
    "changed": ("accent", "edit"),
    "same": ("neutral", "check"),
    "refused": ("critical", "circle-x"),
    "left": ("neutral", "minus"),
}
REASON_WORDS: dict[str, Words] = {
    "same": gettext_lazy("the same name"),
    "contained": gettext_lazy("one name contains the other"),
    "close": gettext_lazy("nearly the same name"),
    "writing": gettext_lazy("the same partner, written differently"),
}
FAULT_WORDS: dict[str, Words] = {
    "partners.row.no_name": gettext_lazy("The name is missing. Write the organisation's name."),
    "partners.row.too_long": gettext_lazy("The text is too long. Shorten it."),
    "partners.row.error_cell": gettext_lazy(
        "The cell shows an error of the spreadsheet. Write the value itself."
    ),
    "partners.row.corporate_number_characters": gettext_lazy(
        "A corporate number has digits only. Write its 13 digits or leave the cell empty."
    ),
    "partners.row.corporate_number_length": gettext_lazy(
        "A corporate number has 13 digits. Check whether a digit is missing."
    ),
    "partners.row.corporate_number_check_digit": gettext_lazy(
        "The check digit does not fit, so a digit is wrong. Look the number up again."
    ),
    "partners.row.number_taken": gettext_lazy(
        "Another partner of the register has this corporate number. Use that partner's code."
    ),
    "partners.row.number_twice": gettext_lazy(
        "Another row with a different code has this corporate number. Use one code for both."
    ),
    "partners.row.elsewhere": gettext_lazy(
        "This code or number is in use where you have no access. Ask the lead company."
    ),
    "partners.row.country": gettext_lazy(
        "This country is not known. Write a code of two letters such as JP, or a name."
    ),
    "partners.row.capital": gettext_lazy("This is no amount in yen. Write for example 10,000,000."),
    "partners.row.headcount": gettext_lazy("This is no number of people. Write for example 120."),
    "partners.row.kind": gettext_lazy("Write one of: procurement, outsourcing, service, sales."),
    "partners.row.language": gettext_lazy("Write Japanese or English."),
    "partners.row.purposes": gettext_lazy(
        "Write security, sales desk, management, nights and holidays, parted by commas."
    ),
    "partners.row.email": gettext_lazy(
        "This is no e-mail address. Write one address, or leave the cell empty."
    ),
    "partners.row.customer": gettext_lazy(
        "No group company has this code or name. Write it as on the page of group companies."
    ),
    "partners.row.parent": gettext_lazy(
        "Neither the register nor this file has such a partner. Write its code or exact name."
    ),
    "partners.row.parent_circle": gettext_lazy(
        "These rows supply each other in a circle. Correct one of them."
    ),
    "partners.row.parent_refused": gettext_lazy(
        "The partner that this row supplies to is refused itself. Correct that row first."
    ),
    "partners.row.differs": gettext_lazy(
        "An earlier row of the same organisation says something else. Make both the same."
    ),
}


def column_word(field: str) -> str:
    """The heading of a field in the reader's language."""
    found = next(column for column in COLUMNS if column.field == field)
    return found.ja if is_japanese() else found.en


def fault_text(code: str, text: str) -> str:
    """What a fault quotes: the cell as found, or the earlier row that says something else."""
    if code == "partners.row.differs":
        number, _bar, held = text.partition("|")
        return _("row %(n)s: %(value)s") % {"n": number, "value": held}
    return text


def fault_sentence(fault: tuple[str, str, str]) -> str:
    """A fault (field, code, text) as one line: the column, what stands there, what to write."""
    field, code, text = fault
    quoted = fault_text(code, text)
    place = _("%(column)s “%(text)s”") if quoted else "%(column)s"
    where = place % {"column": column_word(field), "text": quoted}
    return _("%(where)s: %(what)s") % {"where": where, "what": FAULT_WORDS.get(code, code)}


def country_word(code: str) -> str:
    """A country's name in the reader's language."""
    return country_name(code, "ja" if is_japanese() else "en")


def country_choices() -> list[tuple[str, str]]:
    """Countries with names; the codes that have none can be imported but are not offered."""
    return [(code, country_word(code)) for code in COUNTRY_NAMES]


def value_word(field: str, value: Any) -> str:
    """A staged value as a reader says it."""
    if value in (None, "", []):
        return "–"
    if field in {"capital_yen", "headcount"}:
        return figure(int(value))
    if field == "country":
        return country_word(str(value))
    if field == "kind":
        kind, what = value if isinstance(value, list) else (value, "")
        return " ".join(filter(None, (str(KIND_WORDS.get(kind, kind)), what)))
    if field == "purposes":
        return "、".join(str(PURPOSE_WORDS.get(one, one)) for one in value)
    return str(LANGUAGE_WORDS.get(value, value)) if field == "language" else str(value)
