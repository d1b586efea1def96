"""Conditions of questions, in words for people and as formulas that grey a row in a spreadsheet.

A formula greys and nothing more: what counts is judged when the file is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sekisho.engines.questionnaire import (
    AllOf,
    Condition,
    Is,
    Kind,
    Not,
    Question,
    QuestionSetVersion,
)
from sekisho.engines.workbook.words import Words

_LONGEST_LITERAL = 255  # a longer text in a formula is refused by the spreadsheet
_LONGEST_FORMULA = 4_000


@dataclass(frozen=True, slots=True)
class Grid:
    """Where answers stand: question key, or (question key, choice key), to a cell as $G$5."""

    questions: Mapping[str, Question]
    cells: Mapping[str, str]
    choice_cells: Mapping[tuple[str, str], str]
    language: str

    def label(self, key: str, choice_key: str) -> str:
        """The words of a choice in the language of the sheet."""
        choice = self.questions[key].choice(choice_key)
        return choice.label.in_language(self.language) if choice else choice_key


def words_of(condition: Condition, numbers: Mapping[str, str], grid: Grid, words: Words) -> str:
    """The condition as a person reads it: 'question 3 is answered “Yes”'."""

    def said(part: Condition, *, is_not: bool) -> str:
        if isinstance(part, Not):
            return said(part.part, is_not=not is_not)
        if isinstance(part, Is):
            labels = (
                words.quoted % {"text": grid.label(part.question_key, key)}
                for key in part.choice_keys
            )
            form = words.not_answered if is_not else words.answered
            return form % {
                "number": numbers.get(part.question_key, part.question_key),
                "choices": words.or_word.join(labels),
            }
        is_all = isinstance(part, AllOf) is not is_not
        joint = words.both if is_all else words.either
        return joint.join(said(one, is_not=is_not) for one in part.parts)

    return words.only_if % {"conditions": said(condition, is_not=False)}


def hidden_formulas(questions: QuestionSetVersion, grid: Grid) -> dict[str, str]:
    """For each conditional question the formula that holds while it is not asked.

    A question that hangs on one which is itself not asked is not asked either. A formula that no
    spreadsheet would take is left out.
    """
    shown: dict[str, str] = {}
    for question in questions.questions:
        if question.condition is None or question.key not in grid.questions:
            continue
        formula = _formula(question.condition, grid)
        parents = (shown[key] for key in _named(question.condition) if key in shown)
        whole = f"AND({','.join(dict.fromkeys((formula, *parents)))})" if formula else ""
        if whole and len(whole) <= _LONGEST_FORMULA:
            shown[question.key] = whole
    return {key: f"NOT({formula})" for key, formula in shown.items()}


def answered_formula(grid: Grid, key: str, choice_keys: Iterable[str]) -> str:
    """The formula that holds while one of these choices is given; empty when there is none."""
    question = grid.questions.get(key)
    if question is None:
        return "FALSE"
    parts = []
    for choice_key in choice_keys:
        label = grid.label(key, choice_key)
        if question.kind is Kind.MULTIPLE:
            cell = grid.choice_cells.get((key, choice_key))
            parts.append(f'{cell}<>""' if cell else "FALSE")
        elif len(label) > _LONGEST_LITERAL:
            return ""
        else:
            parts.append(f"{grid.cells[key]}={literal(label)}")
    return f"OR({','.join(parts)})" if parts else "FALSE"


def literal(text: str) -> str:
    """A text inside a formula."""
    return '"' + text.replace('"', '""') + '"'


def _formula(condition: Condition, grid: Grid) -> str:
    if isinstance(condition, Is):
        return answered_formula(grid, condition.question_key, condition.choice_keys)
    parts = [condition.part] if isinstance(condition, Not) else list(condition.parts)
    formulas = [_formula(part, grid) for part in parts]
    if not all(formulas):
        return ""
    if isinstance(condition, Not):
        return f"NOT({formulas[0]})"
    return f"{'AND' if isinstance(condition, AllOf) else 'OR'}({','.join(formulas)})"


def _named(condition: Condition) -> tuple[str, ...]:
    """The questions that a condition looks at."""
    if isinstance(condition, Is):
        return (condition.question_key,)
    parts = (condition.part,) if isinstance(condition, Not) else condition.parts
    return tuple(key for part in parts for key in _named(part))
