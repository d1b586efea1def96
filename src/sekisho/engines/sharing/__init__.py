"""Which questions of two question sets are the same, so that one answer may serve both.

Pure: two sets in, pairs of keys out. Must not know who asks or who answers, nor whether anybody
agreed. Rules with worked numbers: docs/*/rules/sharing.md.
"""

from __future__ import annotations

from sekisho.engines.sharing.matching import is_same_question, same_questions
from sekisho.engines.sharing.span import months_before

__all__ = ["is_same_question", "months_before", "same_questions"]
