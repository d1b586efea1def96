"""Sentences for printed documents."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sekisho.ui.problems import Sentence

DOCUMENT_SENTENCES: dict[str, Sentence] = {
    "documents.font_missing": (
        _("The font for printed letters is not installed (%(font)s)."),
        _("Run `python -m sekisho assets` and try again."),
    ),
    "documents.not_laid_out": (
        _("This document could not be laid out on paper."),
        _("Look at the letter in the browser and shorten what is unusually long."),
    ),
}
