"""What a file would change: against what is stored now and what the file was filled with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sekisho.engines.questionnaire import Answer, Question, StoredAnswer
from sekisho.engines.workbook.reading import FileReading, ReadLine
from sekisho.engines.workbook.structure import plain_answer


class Standing(StrEnum):
    """How the answer of a file stands to the stored one."""

    NEW = "new"  # nothing is stored
    CHANGED = "changed"  # stored as the file was filled with; the file says something else
    DIFFERS = "differs"  # somebody saved another answer since: a person decides
    KEPT = "kept"  # the same, or untouched in the file
    EMPTIED = "emptied"  # blank in the file: what is stored stays


@dataclass(frozen=True, slots=True)
class Difference:
    """One question of a file: its answer there and the stored one (None: nothing was said)."""

    question_key: str
    standing: Standing
    line: ReadLine
    stored: StoredAnswer | None

    @property
    def revision(self) -> int:
        """The revision of the stored answer, 0 for none."""
        return self.stored.revision if self.stored else 0


def compare(
    reading: FileReading, questions: Sequence[Question], stored: Mapping[str, StoredAnswer]
) -> tuple[Difference, ...]:
    """Every answer of the file with its standing, in the order of the questions.

    Questions that say nothing on either side are left out. A file without sound keys cannot tell
    what it was filled with: each answer in it that is not the stored one differs.
    """
    found = []
    for question in questions:
        line, held = reading.lines.get(question.key), stored.get(question.key)
        if line is None:
            continue
        before = plain_answer(question, held.answer) if held else Answer()
        if line.is_blank and before == Answer():
            continue
        standing = _standing(line, before, held)
        found.append(Difference(question.key, standing, line, held))
    return tuple(found)


def _standing(line: ReadLine, before: Answer, held: StoredAnswer | None) -> Standing:
    if line.answer == before:
        return Standing.KEPT
    if not line.is_changed:
        return Standing.KEPT
    if line.is_blank:
        return Standing.EMPTIED
    if held is None or before == Answer():
        return Standing.NEW
    is_known = line.base is not None and line.base.revision == held.revision
    return Standing.CHANGED if is_known else Standing.DIFFERS
