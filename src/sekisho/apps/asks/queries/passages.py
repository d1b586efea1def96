"""What rooms above add to the reason that a letter gives, as what makes answering easier."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sekisho.apps.asks.queries.drafts import AskView
from sekisho.kernel.text import LANGUAGES, Bilingual

Source = Callable[[AskView], Bilingual]
_sources: dict[str, Source] = {}


def register_passage(name: str, source: Source) -> None:
    """Let an upper room add a paragraph to the reason of an ask; the same name replaces."""
    _sources[name] = source


def with_passages(ask: AskView) -> AskView:
    """The ask as its letters tell of it: with the paragraphs that upper rooms add."""
    found = [source(ask) for source in _sources.values()]
    if not any(one.ja or one.en for one in found):
        return ask
    said = {
        language: "\n\n".join(
            filter(None, (getattr(one, language) for one in (ask.reason, *found)))
        )
        for language in LANGUAGES
    }
    return replace(ask, reason=Bilingual(**said))
