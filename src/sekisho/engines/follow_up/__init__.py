"""When to write about a promised measure: before its day, on it, again, and to whom at last.

Must not know who promised what: dates, counts and the calendar come in. Rules with worked days:
docs/*/rules/follow-up.md.
"""

from __future__ import annotations

from sekisho.engines.follow_up.letters import (
    LetterKind,
    Promise,
    Rule,
    gathered,
    horizon,
    latest_acceptance,
    next_letter,
    noted,
)

__all__ = [
    "LetterKind",
    "Promise",
    "Rule",
    "gathered",
    "horizon",
    "latest_acceptance",
    "next_letter",
    "noted",
]
