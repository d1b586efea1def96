"""This room's sentences, entries of the record, and small words."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sekisho.kernel.text import Bilingual

_BACK = _("Go back to the first page and look at how it stands now.")
SENTENCES = {
    "sharing.no_setting": (
        _("There is no such company to set this for."),
        _("Choose one in whose name you may ask."),
    ),
    "sharing.months_out_of_range": (
        _("Months can be 1 to %(most)s."),
        _("Write a whole number within these bounds."),
    ),
    "sharing.no_mode": (_("Nothing was chosen."), _("Choose one of the two ways.")),
    "sharing.no_name": (
        _("A name is needed to agree."),
        _("Write your name, %(limit)s characters at most."),
    ),
    "sharing.nothing_offered": (_("Nothing is offered here any more."), _BACK),
    "sharing.source_changed": (
        _("The other answers were submitted anew just now."),
        _("Look at them as they are now and decide again. Nothing was passed on."),
    ),
    "sharing.nothing_given": (
        _("A colleague has answered these questions meanwhile. Nothing was written over."),
        _BACK,
    ),
    "sharing.no_consent": (_("There is nothing to take back."), _BACK),
    "sharing.submit_first": (
        _("These answers have not been submitted yet."),
        _("Submit them first; then give them to the others."),
    ),
    "sharing.nobody_chosen": (_("No company was chosen."), _("Choose at least one.")),
    "asks.submitted_meanwhile": (
        _("The answers have been submitted; they can no longer be taken back."),
        _("Correct them and submit again, or call the office that asked."),
    ),
}
VERBS = {
    "sharing.setting_saved": _("Set what the group is told of asks"),
    "sharing.reuse_chosen": _("Chose how partners asked before are met"),
    "sharing.answers_given": _("Answers filled from those to another company of the group"),
    "sharing.consented": _("Agreed that %(count)s answers go to another company of the group"),
    "sharing.withdrawn": _("Took back %(count)s answers given to another company of the group"),
    "asks.answers_taken_back": _("Answers taken back before submitting"),
}


def said(text: Bilingual) -> str:
    """A text in the language of the page."""
    return text.in_language((get_language() or "ja")[:2])
