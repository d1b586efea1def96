"""Reads a whole letter before it may be used: both languages, subjects and bodies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sekisho.engines.letters.faults import Fault
from sekisho.engines.letters.fields import FIELD_BY_NAME, REQUIRED
from sekisho.engines.letters.folding import columns
from sekisho.engines.letters.links import link_faults
from sekisho.engines.letters.sources import LetterText
from sekisho.engines.letters.templates import Template, one_line, parse_template

# Longer subjects are cut by mail programs; fields count as they are written.
SUBJECT_COLUMNS = 100

# What opens a formal letter, and what must then close it.
_PAIRS = (
    (re.compile(r"拝啓"), re.compile(r"敬具|拝具"), "敬具"),
    (re.compile(r"謹啓"), re.compile(r"謹言|謹白|敬白|敬具"), "謹言"),
    (re.compile(r"前略"), re.compile(r"草々|早々"), "草々"),
    (re.compile(r"^[\s　]*記[\s　]*$", re.MULTILINE), re.compile(r"以[\s　]*上"), "以上"),
)
_CARRIES_HONORIFIC = r"\{\{\s*(?:addressee|honorific|salutation)\s*\}\}"
_HONORIFIC = r"(?:御中|様|殿|さま)"
_DOUBLED = re.compile(
    rf"{_CARRIES_HONORIFIC}[ 　]*{_HONORIFIC}|(?:様|殿|さま)[ 　]*御中"
    r"|御中[^\n]{0,30}(?:様|殿|さま)[ 　]*$",
    re.MULTILINE,
)


def letter_faults(
    letter_ja: LetterText,
    letter_en: LetterText,
    base_url: str,
    required: Sequence[str] = REQUIRED,
) -> tuple[Fault, ...]:
    """All that keeps a letter from being used, Japanese first; empty when it is sound.

    Besides the faults of templates and links: letters.subject_empty, .body_empty,
    .subject_several_lines, .subject_too_long, .field_missing (one of `required` stands in neither
    subject nor body), .honorific_doubled, .closing_missing (拝啓 without 敬具, 記 without 以上).
    """
    return tuple(
        fault
        for language, letter in (("ja", letter_ja), ("en", letter_en))
        for fault in _text_faults(language, letter, base_url, required)
    )


def _text_faults(
    language: str, letter: LetterText, base_url: str, required: Sequence[str]
) -> Iterator[Fault]:
    for part, text in (("subject", letter.subject), ("body", letter.body)):
        parsed = parse_template(text)
        faults = [
            *(() if isinstance(parsed, Template) else parsed),
            *(_subject_faults(text, parsed) if part == "subject" else _body_faults(text)),
            *link_faults(text, base_url),
        ]
        yield from (replace(fault, place=f"{language}.{part}") for fault in faults)
    for name in required:
        if not re.search(rf"\{{\{{\s*{name}\s*\}}\}}", f"{letter.subject}\n{letter.body}"):
            yield Fault("letters.field_missing", len(letter.body), name, f"{language}.body")


def _subject_faults(text: str, parsed: Template | tuple[Fault, ...]) -> Iterator[Fault]:
    if not text.strip():
        yield Fault("letters.subject_empty", 0, "")
    fields = parsed.fields if isinstance(parsed, Template) else ()
    several = [name for name in fields if FIELD_BY_NAME[name].is_multiline]
    if several or one_line(text) != text.strip():
        yield Fault("letters.subject_several_lines", 0, ", ".join(several))
    if columns(text) > SUBJECT_COLUMNS:
        yield Fault("letters.subject_too_long", 0, str(columns(text)))


def _body_faults(text: str) -> Iterator[Fault]:
    if not text.strip():
        yield Fault("letters.body_empty", 0, "")
    for found in _DOUBLED.finditer(text):
        yield Fault("letters.honorific_doubled", found.start(), found[0])
    for opening, closing, expected in _PAIRS:
        opened = opening.search(text)
        if opened and not closing.search(text, opened.end()):
            yield Fault("letters.closing_missing", opened.start(), expected)
