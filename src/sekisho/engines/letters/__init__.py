"""Letters to partners: templates that can do nothing but name fields, and what is wrong with them.

Must not know who is written to, nor read links, codes or addresses from anywhere: all come in as
values. Rules with worked numbers: docs/*/rules/letters.md.
"""

from __future__ import annotations

from sekisho.engines.letters.addressee import addressee_lines, honorific, salutation
from sekisho.engines.letters.faults import Fault
from sekisho.engines.letters.fields import FIELDS, Field, sample_values
from sekisho.engines.letters.folding import columns, fold_lines
from sekisho.engines.letters.formal import (
    Block,
    BlockKind,
    FormalLetter,
    Head,
    formal_letter,
    paper_words,
)
from sekisho.engines.letters.links import SHORTENERS, link_faults
from sekisho.engines.letters.review import letter_faults
from sekisho.engines.letters.seasons import season_greeting, with_season
from sekisho.engines.letters.sources import Letter, LetterText, read_letter
from sekisho.engines.letters.templates import Template, one_line, parse_template, render

__all__ = [
    "FIELDS",
    "SHORTENERS",
    "Block",
    "BlockKind",
    "Fault",
    "Field",
    "FormalLetter",
    "Head",
    "Letter",
    "LetterText",
    "Template",
    "addressee_lines",
    "columns",
    "fold_lines",
    "formal_letter",
    "honorific",
    "letter_faults",
    "link_faults",
    "one_line",
    "paper_words",
    "parse_template",
    "read_letter",
    "render",
    "salutation",
    "sample_values",
    "season_greeting",
    "with_season",
]
