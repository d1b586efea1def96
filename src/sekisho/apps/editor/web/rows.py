"""A question of a draft as the list shows it, and faults in the reader's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sekisho.apps.editor.forms import KINDS
from sekisho.apps.editor.web.conditions import in_words
from sekisho.apps.editor.web.words import fault_sentence
from sekisho.engines.question_drafts import DraftFault
from sekisho.engines.question_drafts.parts import Draft, Row

Faults = dict[str, list[dict[str, str]]]


def faults_by_part(faults: Iterable[DraftFault]) -> Faults:
    """Part -> its faults, each with field and sentence."""
    found: Faults = {}
    for one in faults:
        sentence = fault_sentence(one.code, dict(one.params))
        found.setdefault(one.uid, []).append({"field": one.field, "sentence": sentence})
    return found


def question_row(
    draft: Draft, row: Row, numbers: Mapping[str, str], faults: Faults
) -> dict[str, Any]:
    """One line of the list."""
    return {
        "row": row,
        "number": numbers[row["uid"]],
        "kind": KINDS[row["kind"]],
        "condition": in_words(draft, row.get("condition"), numbers),
        "faults": faults.get(row["uid"], []),
    }
