"""How standings and states of alerts look, the same on every page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import get_language, pgettext_lazy

from sekisho.engines.notices import AlertText, Standing
from sekisho.kernel.text import Bilingual

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, slots=True)
class StandingLook:
    """Tone, word and icon of a standing."""

    tone: str
    word: _StrOrPromise
    icon: str


STANDINGS: dict[Standing, StandingLook] = {
    Standing.SILENT: StandingLook("attention", pgettext_lazy("standing", "No answer yet"), "clock"),
    Standing.RECEIVED: StandingLook("accent", pgettext_lazy("standing", "Received"), "inbox"),
    Standing.ACTING: StandingLook("accent", pgettext_lazy("standing", "Acting"), "progress"),
    Standing.DONE: StandingLook("done", pgettext_lazy("standing", "Done"), "circle-check"),
    Standing.PROVEN: StandingLook("done", pgettext_lazy("standing", "Proven"), "shield-check"),
    Standing.NOT_APPLICABLE: StandingLook(
        "neutral", pgettext_lazy("standing", "Does not apply"), "ban"
    ),
}
HUNT_RESULTS: dict[str, _StrOrPromise] = {
    "nothing": pgettext_lazy("search", "Nothing found"),
    "found": pgettext_lazy("search", "Something found"),
    "unknown": pgettext_lazy("search", "Not all searched"),
}
STATE_LOOKS = {"draft": "draft", "sent": "active", "withdrawn": "closed"}


def issued_on(text: AlertText) -> date | None:
    """The day of issue, None when the alert names none."""
    return date.fromisoformat(text.issued_on) if text.issued_on else None


def said(text: Bilingual) -> str:
    """A text in the language of the page."""
    return text.in_language((get_language() or "ja")[:2])
