"""One change of a draft each. A part that somebody changed meanwhile is not overwritten: the
revision that the writer saw must still be the part's own, else Conflict.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sekisho.engines.question_drafts.parts import (
    MOST_QUESTIONS,
    MOST_SECTIONS,
    Draft,
    Row,
    question_in,
    section_in,
)
from sekisho.kernel.errors import Conflict, TooLarge

_BLANK = {"ja": "", "en": ""}


def put_head(draft: Draft, fields: Mapping[str, Any], *, seen: int) -> Draft:
    """Title, key, version and the like. Raises Conflict."""
    if draft["rev"] != seen:
        raise Conflict("question_drafts.changed_meanwhile")
    return {**draft, **fields, "rev": seen + 1}


def put_question(draft: Draft, uid: str, fields: Mapping[str, Any], *, seen: int) -> Draft:
    """The fields of one question; a field of None goes. Raises NotFound, Conflict."""
    row = _changed(question_in(draft, uid), fields, seen)
    return {**draft, "questions": _replaced(draft["questions"], row)}


def put_section(draft: Draft, uid: str, fields: Mapping[str, Any], *, seen: int) -> Draft:
    """The fields of one section. Raises NotFound, Conflict."""
    row = _changed(section_in(draft, uid), fields, seen)
    return {**draft, "sections": _replaced(draft["sections"], row)}


def add_question(draft: Draft, *, section: str, uid: str, after: str = "") -> Draft:
    """A blank question at the end of a section, or behind the question `after`.

    Raises NotFound, TooLarge.
    """
    section_in(draft, section)
    if len(draft["questions"]) >= MOST_QUESTIONS:
        raise TooLarge("question_drafts.too_many_questions", limit=MOST_QUESTIONS)
    taken = {row["id"] for row in draft["questions"]}
    key = next(f"Q{n}" for n in range(len(taken) + 1, 2 * len(taken) + 2) if f"Q{n}" not in taken)
    row = {"uid": uid, "rev": 1, "section": section, "id": key, "kind": "yes_no", **_BLANK}
    row |= {"help": dict(_BLANK), "choices": []}
    rows = list(draft["questions"])
    place = rows.index(question_in(draft, after)) + 1 if after else len(rows)
    return {**draft, "questions": [*rows[:place], row, *rows[place:]]}


def remove_question(draft: Draft, uid: str) -> Draft:
    """Without that question; conditions on it stay and are told as faults. Raises NotFound."""
    question_in(draft, uid)
    return {**draft, "questions": [row for row in draft["questions"] if row["uid"] != uid]}


def move_question(draft: Draft, uid: str, *, section: str, place: int) -> Draft:
    """To that place (from 0) among the questions of a section. Raises NotFound."""
    row = question_in(draft, uid)
    section_in(draft, section)
    others = [other for other in draft["questions"] if other["uid"] != uid]
    inside = [number for number, other in enumerate(others) if other["section"] == section]
    place = max(0, min(place, len(inside)))
    at = inside[place] if place < len(inside) else (inside[-1] + 1 if inside else len(others))
    moved = {**row, "section": section}
    return {**draft, "questions": [*others[:at], moved, *others[at:]]}


def add_section(draft: Draft, *, uid: str) -> Draft:
    """A blank section at the end. Raises TooLarge."""
    if len(draft["sections"]) >= MOST_SECTIONS:
        raise TooLarge("question_drafts.too_many_sections", limit=MOST_SECTIONS)
    taken = {row["key"] for row in draft["sections"]}
    count = len(taken) + 1
    key = next(f"part-{n}" for n in range(count, 2 * count + 1) if f"part-{n}" not in taken)
    row = {"uid": uid, "rev": 1, "key": key, "weight": 1, **_BLANK}
    return {**draft, "sections": [*draft["sections"], row]}


def remove_section(draft: Draft, uid: str) -> Draft:
    """Without that section, which must be empty and not the last. Raises NotFound, Conflict."""
    section_in(draft, uid)
    if any(row["section"] == uid for row in draft["questions"]) or len(draft["sections"]) == 1:
        raise Conflict("question_drafts.section_in_use")
    return {**draft, "sections": [row for row in draft["sections"] if row["uid"] != uid]}


def move_section(draft: Draft, uid: str, *, place: int) -> Draft:
    """To that place (from 0). Raises NotFound."""
    row = section_in(draft, uid)
    others = [other for other in draft["sections"] if other["uid"] != uid]
    at = max(0, min(place, len(others)))
    return {**draft, "sections": [*others[:at], row, *others[at:]]}


def _changed(row: Row, fields: Mapping[str, Any], seen: int) -> Row:
    if row["rev"] != seen:
        raise Conflict("question_drafts.changed_meanwhile")
    merged = {**row, **fields, "rev": seen + 1}
    return {name: value for name, value in merged.items() if value is not None}


def _replaced(rows: list[Row], row: Row) -> list[Row]:
    return [row if other["uid"] == row["uid"] else other for other in rows]
