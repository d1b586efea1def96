"""How far answers cover a scheme. One answer counts for every item that its question maps to.

Unknown is never met: an open question, "do not know", and an answer that nobody can judge by rule
(text, number, date) all leave an item unknown.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from sekisho.engines.questionnaire import Answer, Question, QuestionSetVersion, chosen, points_of
from sekisho.engines.questionnaire.questions import NA, UNKNOWN
from sekisho.engines.schemes.catalogue import Item, Scheme, Verified

SCS = "scs-2026"
_PARTS = re.compile(r"([0-9]+)")


class Standing(StrEnum):
    """How an item stands, worst first; UNTOUCHED when no question maps to it."""

    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    PARTLY = "partly"
    MET = "met"
    NOT_APPLICABLE = "not_applicable"
    UNTOUCHED = "untouched"


@dataclass(frozen=True, slots=True)
class Covered:
    """A question set and what was answered to it."""

    question_set: QuestionSetVersion
    answers: Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class ItemCoverage:
    """One item, how it stands, and the questions that speak for it, as (set key, question key)."""

    item: Item
    standing: Standing
    questions: tuple[tuple[str, str], ...]


def touched(question: Question) -> tuple[str, ...]:
    """The "scheme:id" that a question maps to; requirement numbers of SCS count as such."""
    scs = (f"{SCS}:{number}" for number in question.reference_ids)
    return tuple(dict.fromkeys((*question.maps, *scs)))


def judge(question: Question, answer: Answer | None) -> Standing:
    """What one answer says for the items of its question."""
    choices = chosen(question, answer)
    keys = {choice.key for choice in choices}
    if NA in keys:
        return Standing.NOT_APPLICABLE
    if not choices or UNKNOWN in keys or not question.is_scored:
        return Standing.UNKNOWN
    points = points_of(question, choices) or Decimal(0)
    if points >= 1:
        return Standing.MET
    return Standing.PARTLY if points else Standing.NOT_MET


def cover(scheme: Scheme, replies: Sequence[Covered]) -> tuple[ItemCoverage, ...]:
    """Every item of the scheme in its order, over all replies together.

    The worst judged answer decides; answers that cannot be judged by rule count only where no
    other does. Questions that do not apply are left out unless all do not. A scheme whose items
    are not shipped has those that questions map to, in the order of their numbers.
    """
    found: dict[str, list[tuple[Standing, bool, tuple[str, str]]]] = defaultdict(list)
    prefix = f"{scheme.key}:"
    for reply in replies:
        for question in reply.question_set.questions:
            standing = judge(question, reply.answers.get(question.key))
            place = (reply.question_set.key, question.key)
            for name in touched(question):
                if name.startswith(prefix):
                    row = (standing, question.is_scored, place)
                    found[name.removeprefix(prefix)].append(row)
    items = scheme.items or _mapped(prefix, replies)
    return tuple(_covered(item, found.get(item.id, [])) for item in items)


def _mapped(prefix: str, replies: Sequence[Covered]) -> tuple[Item, ...]:
    """The items that questions name themselves, each with the words of its first question."""
    items: dict[str, Item] = {}
    for reply in replies:
        for question in reply.question_set.questions:
            for name in touched(question):
                key = name.removeprefix(prefix)
                if key != name and key not in items:
                    items[key] = Item(key, "", question.text, (), Verified.UNVERIFIED)
    return tuple(items[key] for key in sorted(items, key=_in_order))


def _in_order(number: str) -> list[tuple[int, int | str]]:
    """1-2 before 1-10: figures count as numbers."""
    parts = (part for part in _PARTS.split(number) if part)
    return [(0, int(part)) if part.isdecimal() else (1, part) for part in parts]


def _covered(item: Item, rows: list[tuple[Standing, bool, tuple[str, str]]]) -> ItemCoverage:
    places = tuple(place for _standing, _is_judged, place in rows)
    if not rows:
        return ItemCoverage(item, Standing.UNTOUCHED, ())
    judged = [row for row in rows if row[1]] or rows
    standings = {standing for standing, _is_judged, _place in judged}
    worst = next(standing for standing in Standing if standing in standings)
    return ItemCoverage(item, worst, places)
