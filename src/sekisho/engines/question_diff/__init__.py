"""What has changed between two versions of a question set, and which answers live on.

Pure: two versions in, values out. Must not know who answered. Rules with worked numbers:
docs/*/rules/question-sets.md.
"""

from __future__ import annotations

from sekisho.engines.question_diff.carry import (
    CarryOver,
    carried_answers,
    carry_faults,
    default_carry,
)
from sekisho.engines.question_diff.changes import (
    FieldChange,
    Part,
    QuestionChange,
    SectionChange,
    SetDiff,
    diff_sets,
)
from sekisho.engines.question_diff.pairs import LIKELY, Guess, guess_renames
from sekisho.engines.question_diff.words import is_small_change, likeness

__all__ = [
    "LIKELY",
    "CarryOver",
    "FieldChange",
    "Guess",
    "Part",
    "QuestionChange",
    "SectionChange",
    "SetDiff",
    "carried_answers",
    "carry_faults",
    "default_carry",
    "diff_sets",
    "guess_renames",
    "is_small_change",
    "likeness",
]
