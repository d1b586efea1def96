"""What is wrong in a cell, and what to write instead, in words that accuse nobody."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sekisho.engines.questionnaire import Question
from sekisho.engines.workbook import CellFault

_FAULTS: dict[str, str | Promise] = {
    "choice_unknown": _("“%(text)s” is none of the answers. Please write one of: %(choices)s"),
    "mark_unknown": _("“%(text)s” cannot be read as a mark. Please put ○, or leave the cell open."),
    "error_value": _("The cell shows the error %(text)s. Please write the value itself."),
    "row_twice": _(
        "This question stands in the file twice with different answers (also at %(other)s). "
        "Please leave one of them."
    ),
    "row_unknown": _("This row belongs to no question of this request, so it was not read."),
    "row_changed": _(
        "The hidden key of this row was changed. The answer was read by its question; please "
        "check that it is the right one."
    ),
    "not_used": _("With this answer nothing is asked for here, so it is not kept."),
    "file_elsewhere": _("Files cannot be given in this cell. Please add them on the answer page."),
    "reason_missing": _("Please write in a few words why it does not apply."),
    "text_too_long": _("Please shorten this to %(limit)s characters (now %(length)s)."),
    "number_unreadable": _("“%(text)s” cannot be read as a number. Please write for example 120."),
    "number_not_whole": _("“%(text)s”: please write a whole number."),
    "number_too_low": _("“%(text)s”: please write a number of at least %(limit)s."),
    "number_too_high": _("“%(text)s”: please write a number of at most %(limit)s."),
    "date_unreadable": _(
        "“%(text)s” cannot be read as a date. Please write for example 2026-12-07."
    ),
    "due_unreadable": _(
        "“%(text)s” cannot be read as a date. Please write for example 2026-12-07."
    ),
    "choice_alone": _("One of the marked answers cannot stand beside the others. Please check."),
    "choose_one": _("Please choose one answer only."),
}
_OTHER = _("This cell could not be read. Please check it.")


def fault_sentence(fault: CellFault, question: Question | None, language: str) -> str:
    """The sentence of one fault; the answers that may be given are named where that helps."""
    labels = (one.label.in_language(language) for one in question.choices) if question else ()
    params = {**fault.params, "choices": " / ".join(labels)}
    sentence = _FAULTS.get(fault.code.rpartition(".")[2], _OTHER)
    return str(sentence) % params
