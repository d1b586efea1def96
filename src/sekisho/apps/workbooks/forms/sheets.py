"""The columns of a check sheet in words, what was chosen for them, and faults of its cells."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sekisho.engines.checksheets import FIELDS, SheetFault

_MOST_DIGITS = 5
COLUMN_WORDS: dict[str, str | Promise] = {
    "number": pgettext_lazy("workbook", "No."),
    "large": _("Category (large)"),
    "middle": _("Category (middle)"),
    "small": _("Category (small)"),
    "question_ja": _("Question in Japanese"),
    "question_en": _("Question in English"),
    "help": _("Explanation"),
    "kind": _("Kind of answer"),
    "choices": _("Choices"),
    "weight": _("Weight (1 to 3)"),
    "required": _("Required or optional"),
}
_FAULTS: dict[str, str | Promise] = {
    "error_value": _("The cell shows the error %(text)s. Please write the value itself."),
    "number_twice": _("The number %(text)s stands there twice; a further mark was added."),
    "weight_unknown": _("“%(text)s” is no weight. Please write 1, 2 or 3; 1 was taken."),
    "kind_unknown": _(
        "“%(text)s” is no kind of answer. Please write for example yes/no, single, multiple, text, "
        "number, date or file; yes/no or the choices were taken."
    ),
    "too_long": _("The question is longer than %(limit)s characters. Please shorten it."),
    "too_many": _("At most %(limit)s questions are taken."),
    "choices_missing": _("A choice needs at least two answers. You can add them in the editor."),
}


def cell_sentence(fault: SheetFault) -> str:
    """The sentence of one fault."""
    return str(_FAULTS[fault.code.rpartition(".")[2]]) % dict(fault.params)


def columns_sent(data: Mapping[str, str]) -> dict[int, str]:
    """Which column was said to be what; what is no field is left out."""
    found = {}
    for name, value in data.items():
        position = name.removeprefix("column-")
        is_column = name != position and position.isdecimal() and len(position) <= _MOST_DIGITS
        if is_column and value in FIELDS:
            found[int(position)] = str(value)
    return found


def row_sent(data: Mapping[str, str]) -> int | None:
    """The heading row as typed, None when it is no number."""
    text = str(data.get("heading_row", "")).strip()
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else None
