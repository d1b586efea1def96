"""The shipped letters about open points, and merging them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from sekisho.adapters.content import content_folder
from sekisho.adapters.content.strict_yaml import read_yaml
from sekisho.engines.letters import (
    Letter,
    Template,
    fold_lines,
    parse_template,
    read_letter,
    render,
    sample_values,
)
from sekisho.kernel.errors import Invalid
from sekisho.kernel.text import LANGUAGES

LETTER_KEYS = (
    *("open-ahead", "open-due", "open-again", "open-news"),
    *("open-owner", "open-answer", "open-ended"),
)
_LINE_COLUMNS = 72


@lru_cache(maxsize=1)
def letters() -> dict[str, Letter]:
    """Every letter of this room by key."""
    folder, found = content_folder() / "letters", {}
    for key in LETTER_KEYS:
        text = (folder / f"{key}.yaml").read_text(encoding="utf-8")
        data = read_yaml(text, file=f"{key}.yaml")
        found[key] = read_letter(data if isinstance(data, Mapping) else {})
    return found


def merged(key: str, values: Mapping[str, str], language: str) -> tuple[str, str]:
    """Subject and text of a letter in one language, folded for mail."""
    letter = letters()[key]
    text = letter.en if language.startswith("en") else letter.ja
    subject = render(_template(text.subject), values)
    return subject, fold_lines(render(_template(text.body), values), _LINE_COLUMNS)


@dataclass(frozen=True, slots=True)
class SampleLetter:
    """A letter filled with sample values, in one language."""

    language: str
    subject: str
    body: str


def sample_of(key: str) -> tuple[SampleLetter, ...]:
    """A letter in both languages as somebody would read it."""
    return tuple(
        SampleLetter(language, *merged(key, sample_values(language), language))
        for language in LANGUAGES
    )


@lru_cache(maxsize=32)
def _template(text: str) -> Template:
    parsed = parse_template(text)
    if not isinstance(parsed, Template):
        raise Invalid(parsed[0].code, found=parsed[0].found)
    return parsed
