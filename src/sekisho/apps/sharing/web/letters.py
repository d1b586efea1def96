"""What a letter says of answers that may be given again."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from sekisho.apps.asks.queries.drafts import AskView
from sekisho.apps.sharing.queries.before import REUSE, mode_of
from sekisho.kernel.text import LANGUAGES, Bilingual


def reuse_passage(ask: AskView) -> Bilingual:
    """One sentence where the offer comes first; whether anything was answered is not in it."""
    if mode_of(ask.id) != REUSE:
        return Bilingual()
    return Bilingual(**{language: _sentence(language) for language in LANGUAGES})


def _sentence(language: str) -> str:
    with translation.override(language):
        return _(
            "If you have answered the same questions for another company of our group, you can "
            "give the same answers again on the answer page."
        )
