"""Sentences for letters that cannot be merged; faults of a text stand where it is written."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sekisho.ui.problems import Sentence

LETTER_SENTENCES: dict[str, Sentence] = {
    "letters.file_wrong": (
        _("The shipped letter is not in order (%(part)s)."),
        _("Please install Sekisho again."),
    ),
    "letters.value_missing": (
        _("There is nothing to put into the field “%(field)s” of the letter."),
        _("Please fill in the data, or take the field out of the letter."),
    ),
    "letters.value_too_long": (
        _("What goes into the field “%(field)s” of the letter is too long."),
        _("Please shorten it."),
    ),
}
