"""How states of editions, answers and exceptions look, the same on every page."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy

from sekisho.engines.attestations import Attested, EditionState
from sekisho.kernel import clock
from sekisho.kernel.text import Bilingual

# Tone, word and icon.
EDITION_LOOKS = {
    EditionState.DRAFT: ("neutral", pgettext_lazy("edition", "Draft"), "pencil"),
    EditionState.COMING: ("accent", pgettext_lazy("edition", "Not in force yet"), "calendar"),
    EditionState.IN_FORCE: ("done", pgettext_lazy("edition", "In force"), "circle-check"),
    EditionState.SUPERSEDED: ("neutral", pgettext_lazy("edition", "Superseded"), "history"),
}
ATTESTED_LOOKS = {
    Attested.SILENT: ("attention", pgettext_lazy("attested", "Not attested"), "clock"),
    Attested.NOT_KEPT: ("critical", pgettext_lazy("attested", "Cannot be kept"), "circle-x"),
    Attested.WITH_EXCEPTIONS: (
        *("accent", pgettext_lazy("attested", "Kept with exceptions"), "circle-half-2"),
    ),
    Attested.KEPT: ("done", pgettext_lazy("attested", "Kept"), "circle-check"),
}
EXCEPTION_LOOKS = {
    "asked": ("attention", pgettext_lazy("exception", "Asked for"), "flag"),
    "proposed": ("accent", pgettext_lazy("exception", "Waits for a second person"), "user-check"),
    "granted": ("done", pgettext_lazy("exception", "Granted"), "circle-check"),
    "ran_out": ("critical", pgettext_lazy("exception", "Has run out"), "calendar-due"),
    "refused": ("neutral", pgettext_lazy("exception", "Refused"), "ban"),
    "ended": ("neutral", pgettext_lazy("exception", "Ended"), "archive"),
}


def said(text: Bilingual) -> str:
    """A text in the language of the page."""
    return text.in_language((get_language() or "ja")[:2])


def today() -> date:
    """The calendar day of the house."""
    return timezone.localdate(clock.now())
