"""The parts of a draft and how they are found."""

from __future__ import annotations

from typing import Any

from sekisho.kernel.errors import NotFound

Draft = dict[str, Any]
Row = dict[str, Any]
MOST_QUESTIONS, MOST_SECTIONS, MOST_CHOICES = 500, 50, 100


def question_in(draft: Draft, uid: str) -> Row:
    """The question of that id. Raises NotFound."""
    return _found(draft["questions"], uid, "question_drafts.no_question")


def section_in(draft: Draft, uid: str) -> Row:
    """The section of that id. Raises NotFound."""
    return _found(draft["sections"], uid, "question_drafts.no_section")


def ordered(draft: Draft) -> list[Row]:
    """The questions as respondents meet them: section by section, each in the order written."""
    inside: dict[str, list[Row]] = {section["uid"]: [] for section in draft["sections"]}
    for question in draft["questions"]:
        inside[question["section"]].append(question)
    return [question for questions in inside.values() for question in questions]


def _found(rows: list[Row], uid: str, code: str) -> Row:
    for row in rows:
        if row["uid"] == uid:
            return row
    raise NotFound(code)
