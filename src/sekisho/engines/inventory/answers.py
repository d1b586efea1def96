"""Answers that tell of things: which proposals follow from a reply.

The mapping is data (content/inventory/answers.yaml). Nothing here is taken over by itself: a
reviewer reads each proposal beside the words of the answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sekisho.engines.inventory.kinds import Catalogue, Value
from sekisho.engines.inventory.values import LONGEST_TEXT
from sekisho.engines.questionnaire import Answer
from sekisho.kernel.errors import Invalid
from sekisho.kernel.text import Bilingual

MOST_LINES = 2_000  # as many as an answer of the longest length can have
_LONGEST_NAME = 120
_BREAKS = re.compile(r"[\r\n;；]+")
_MARKS = " 　・-*•、,。."


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """What one answer tells: a thing of a kind, under these choices.

    `unless` names a question whose explanation tells of the same things better.
    """

    question: str
    choices: frozenset[str]
    kind: str
    name: Bilingual = field(default_factory=Bilingual)
    facts: Mapping[str, Value] = field(default_factory=dict)
    unless: str = ""
    by_line: bool = False
    needs_text: bool = False
    text_into: str = ""


@dataclass(frozen=True, slots=True)
class AnswerMap:
    """The rows of one question set, and those that add facts to the things of the others."""

    set_key: str
    rows: tuple[AnswerRow, ...]
    more: tuple[AnswerRow, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A thing that an answer tells of. `key` is the same for the same answer place each time."""

    key: str
    question: str
    kind: str
    name: str
    facts: Mapping[str, Value]
    said: str


def parse_answer_maps(document: Mapping[str, Any], catalogue: Catalogue) -> dict[str, AnswerMap]:
    """The maps by key of the question set. Raises Invalid (inventory.catalogue_wrong)."""
    maps = {}
    for one in document["sets"]:
        rows = tuple(_row(row, catalogue) for row in one["rows"])
        more = tuple(_row(row, catalogue) for row in one.get("more", ()))
        maps[one["set"]] = AnswerMap(one["set"], rows, more)
    return maps


def proposals_in(
    told: AnswerMap, answers: Mapping[str, Answer], language: str
) -> tuple[Proposal, ...]:
    """What a reply proposes, in the order of the map; names stand-in in that language."""
    found: list[Proposal] = []
    for row in told.rows:
        answer = answers.get(row.question)
        if answer is None or not row.choices & set(answer.choice_keys):
            continue
        if row.unless and _is_told_elsewhere(row.unless, told.rows, answers):
            continue
        facts = _with_more(row, told.more, answers)
        found += _of_row(row, answer, facts, language)
    return tuple(found)


def _is_told_elsewhere(
    question: str, rows: Sequence[AnswerRow], answers: Mapping[str, Answer]
) -> bool:
    """Whether a row of that question really makes proposals of its explanation."""
    answer = answers.get(question)
    if answer is None or not _lines(answer):
        return False
    return any(one.question == question and one.choices & set(answer.choice_keys) for one in rows)


def _of_row(
    row: AnswerRow, answer: Answer, facts: Mapping[str, Value], language: str
) -> Sequence[Proposal]:
    mark = f"{row.question}:{'+'.join(sorted(row.choices))}"
    stand_in, lines = row.name.in_language(language), _lines(answer)
    if not row.by_line or not lines:
        if row.needs_text:
            return ()
        return (Proposal(f"{mark}:0", row.question, row.kind, stand_in, facts, answer.followup),)
    return [
        Proposal(
            key=f"{mark}:{place}",
            question=row.question,
            kind=row.kind,
            name=line[:_LONGEST_NAME],
            facts={**facts, **({row.text_into: line[:LONGEST_TEXT]} if row.text_into else {})},
            said=line,
        )
        for place, line in enumerate(lines)
    ]


def _with_more(
    row: AnswerRow, more: Sequence[AnswerRow], answers: Mapping[str, Answer]
) -> dict[str, Value]:
    found = dict(row.facts)
    for one in more:
        answer = answers.get(one.question)
        if one.kind == row.kind and answer is not None and one.choices & set(answer.choice_keys):
            found |= {key: value for key, value in one.facts.items() if key not in found}
    return found


def _lines(answer: Answer | None) -> list[str]:
    if answer is None:
        return []
    parts = (part.strip(_MARKS) for part in _BREAKS.split(answer.followup))
    return [part for part in parts if part][:MOST_LINES]


def _row(given: Mapping[str, Any], catalogue: Catalogue) -> AnswerRow:
    kind = catalogue.kind(given["kind"])
    named = {*given.get("facts", {}), *filter(None, [given.get("text_into")])}
    if not all(kind.field_of(key) for key in named):
        raise Invalid("inventory.catalogue_wrong", place=given["question"])
    return AnswerRow(
        question=given["question"],
        choices=frozenset(given["choices"]),
        kind=kind.key,
        name=Bilingual.from_dict(given.get("name", {})),
        facts=dict(given.get("facts", {})),
        unless=given.get("unless", ""),
        by_line=given.get("lines", False),
        needs_text=given.get("needs_text", False),
        text_into=given.get("text_into", ""),
    )
