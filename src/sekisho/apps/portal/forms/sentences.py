"""What is wrong with an answer, in words that accuse nobody."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sekisho.engines.questionnaire import Fault

_SENTENCES: dict[str, str | Promise] = {
    "choice_unknown": _("Please choose one of the answers shown."),
    "choice_twice": _("Please choose one of the answers shown."),
    "choose_one": _("Please choose one answer only."),
    "choice_alone": _("One of the chosen answers cannot stand beside the others. Please check."),
    "evidence_missing": _("Please attach a file that shows it."),
    "reason_missing": _("Please write in a few words why it does not apply."),
    "text_too_long": _("Please shorten this to %(limit)s characters (now %(length)s)."),
    "number_unreadable": _("Please write a number, for example 120."),
    "number_not_whole": _("Please write a whole number."),
    "number_too_low": _("Please write a number of at least %(limit)s."),
    "number_too_high": _("Please write a number of at most %(limit)s."),
    "date_unreadable": _("Please write a date, for example 2026-12-07."),
    "due_unreadable": _("Please write a date, for example 2026-12-07."),
}


def fault_sentence(fault: Fault) -> str:
    """The sentence of one fault, in the reader's language."""
    code = fault.code.rpartition(".")[2]
    return str(_SENTENCES[code]) % dict(fault.params)
