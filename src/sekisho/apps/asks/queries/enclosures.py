"""What rooms above put beside a mailed letter: files made at hand-over and kept nowhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from sekisho.adapters.channels import Enclosure
from sekisho.apps.asks.queries.drafts import AskView


@dataclass(frozen=True, slots=True)
class WrittenLetter:
    """A letter about to leave: which one of which ask, its values, and the day it carries."""

    ask: AskView
    key: str
    values: Mapping[str, str]
    language: str
    day: date


Source = Callable[[WrittenLetter], tuple[Enclosure, ...]]
_sources: dict[str, Source] = {}


def register_enclosures(name: str, source: Source) -> None:
    """Let an upper room put files beside letters; the same name replaces."""
    _sources[name] = source


def enclosures_of(letter: WrittenLetter) -> tuple[Enclosure, ...]:
    """The files that go with a letter. Raises what a source raises: the letter then waits."""
    return tuple(one for source in _sources.values() for one in source(letter))
