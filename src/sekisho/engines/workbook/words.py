"""The words of a workbook in one language; who writes one brings them along."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """Headings and sentences of one language.

    With places: `only_if` %(conditions)s; `answered` and `not_answered` %(number)s %(choices)s;
    `quoted` %(text)s; `remark_when` %(choices)s %(text)s; `remark_always` %(text)s; `unit`
    %(unit)s; `at_least` and `at_most` %(limit)s.
    """

    language: str
    guide: str
    questions: str
    headings: Mapping[str, str]
    lead: str
    choose: str
    mark_below: str
    mark_here: str
    file_elsewhere: str
    write_text: str
    write_date: str
    write_number: str
    whole_number: str
    unit: str
    at_least: str
    at_most: str
    only_if: str
    answered: str
    not_answered: str
    both: str
    either: str
    or_word: str
    quoted: str
    remark_when: str
    remark_always: str
    list_error: str
