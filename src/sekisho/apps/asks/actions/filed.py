"""Saving many answers at once, as they come in from a file: one transaction, one assignment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sekisho.apps.asks.actions.replies import (
    REFUSED,
    Draft,
    kept_parts,
    locked_assignment,
    write_reply,
)
from sekisho.apps.asks.models import AssignmentState
from sekisho.apps.asks.queries.respondent import holder_name
from sekisho.engines.questionnaire import Answer, StoredAnswer, check_answer
from sekisho.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class FiledAnswer:
    """An answer of a file, and the revision of the stored one that was looked at (0 for none)."""

    answer: Answer
    seen_revision: int


@dataclass(frozen=True, slots=True)
class FiledResult:
    """What became of the answers: new revisions of the saved ones by key, keys of the others.

    `overtaken`: a colleague saved another answer after it was looked at; nothing was written there.
    `has_reopened`: the reply had been submitted, and must be submitted anew.
    """

    assignment_id: int
    saved: Mapping[str, int]
    unchanged: tuple[str, ...]
    overtaken: tuple[str, ...]
    refused: tuple[str, ...]
    has_reopened: bool = False


@transaction.atomic
def save_answers(
    actor: Actor,
    *,
    answers: Mapping[str, FiledAnswer],
    verb: str = "asks.answers_filed",
    now: datetime,
) -> FiledResult:
    """Save answers as they are, complete or not, each if nobody saved another one meanwhile.

    `verb` is what the record says. Files given earlier stay. Raises NotFound for a question that
    is not asked and for a closed link, Conflict when the reply is read only.
    """
    row = locked_assignment(actor, now)
    was_submitted = row.state == AssignmentState.SUBMITTED
    draft, by = Draft.of(row), holder_name(actor)
    saved: dict[str, int] = {}
    others: dict[str, list[str]] = {"unchanged": [], "overtaken": [], "refused": []}
    changed = draft
    for key, filed in answers.items():
        question, before = draft.question(key), draft.stored.get(key)
        answer = kept_parts(question, filed.answer, before)
        if any(fault.code in REFUSED for fault in check_answer(question, answer)):
            others["refused"].append(key)
        elif (before.answer if before else Answer()) == answer:
            others["unchanged"].append(key)
        elif before is not None and before.revision != filed.seen_revision:
            others["overtaken"].append(key)
        else:
            saved[key] = (before.revision if before else 0) + 1
            stored = StoredAnswer(answer, saved[key], now.isoformat(), by)
            changed = changed.with_answer(key, stored)
    if saved:
        write_reply(actor, row=row, draft=changed, verb=verb, now=now)
    lists = {name: tuple(keys) for name, keys in others.items()}
    return FiledResult(row.pk, saved, **lists, has_reopened=bool(saved) and was_submitted)
