"""Attesting a rule: the questions drawn from an edition, and what an answer amounts to.

Pure: given data in, values out. Must not know who is asked. Rules with worked examples:
docs/*/rules/attestations.md.
"""

from __future__ import annotations

from sekisho.engines.attestations.changes import ADDED, REMOVED, SAME, LineChange, line_changes
from sekisho.engines.attestations.editions import EditionState, edition_states
from sekisho.engines.attestations.questions import (
    EXCEPT,
    KEPT,
    MOST_EXCEPTIONS,
    NO,
    YES,
    exception_key,
    question_document,
)
from sekisho.engines.attestations.standing import (
    AnsweredException,
    Attested,
    attested_of,
    exceptions_in,
)

__all__ = [
    "ADDED",
    "EXCEPT",
    "KEPT",
    "MOST_EXCEPTIONS",
    "NO",
    "REMOVED",
    "SAME",
    "YES",
    "AnsweredException",
    "Attested",
    "EditionState",
    "LineChange",
    "attested_of",
    "edition_states",
    "exception_key",
    "exceptions_in",
    "line_changes",
    "question_document",
]
