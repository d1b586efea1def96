"""Saving one answer: one small transaction that touches one assignment.

Every question has its own revision. Who saves over a newer answer of a colleague gets both back
and decides; the same answer sent twice has one effect.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from django.db import transaction

from sekisho.apps.asks.events import REPLY_SAVED
from sekisho.apps.asks.models import Assignment, AssignmentState, Reply
from sekisho.apps.asks.queries.respondent import (
    holder_name,
    locked_row,
    set_of,
    stored_reply,
)
from sekisho.apps.asks.queries.respondent_standing import require_writable, role_of
from sekisho.apps.asks.queries.sealed import sealed_reply
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.work.actions import emit_event
from sekisho.engines.questionnaire import (
    Answer,
    Completeness,
    Fault,
    Question,
    QuestionSetVersion,
    Respondent,
    StoredAnswer,
    answers_of,
    calls_for_plan,
    check_answer,
    completeness,
    questions_for,
    reply_as_json,
    shown_questions,
    shows_followup,
)
from sekisho.engines.questionnaire.questions import NA
from sekisho.kernel.actor import Actor
from sekisho.kernel.errors import NotFound

# What cannot come from the page's own inputs, or is too long to keep: refused, not kept as a draft.
REFUSED = frozenset(
    f"questionnaire.answer.{code}"
    for code in ("choice_unknown", "choice_twice", "choose_one", "text_too_long")
)


class Outcome(StrEnum):
    """What became of an answer sent for saving."""

    SAVED = "saved"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"  # a colleague saved another answer meanwhile: nothing was written
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class SaveResult:
    """What is stored now, what is still wrong with it, and which questions are shown since.

    `stored` is None when nothing was ever saved; on a conflict it is the colleague's answer.
    """

    outcome: Outcome
    stored: StoredAnswer | None
    faults: tuple[Fault, ...]
    shown_before: tuple[str, ...]
    shown_after: tuple[str, ...]
    progress: Completeness


@transaction.atomic
def save_answer(
    actor: Actor, *, question_key: str, answer: Answer, base_revision: int, now: datetime
) -> SaveResult:
    """Save one answer as it is, complete or not, if nobody saved another one meanwhile.

    `base_revision` is the answer's revision that the writer saw, 0 for none. Files given earlier
    stay. Raises NotFound for a question that is not asked, Conflict when the reply is read only.
    """
    row = locked_assignment(actor, now)
    draft = Draft.of(row)
    question = draft.question(question_key)
    before = draft.stored.get(question_key)
    answer = kept_parts(question, answer, before)
    faults = check_answer(question, answer)
    if any(fault.code in REFUSED for fault in faults):
        return draft.result(Outcome.REFUSED, question_key, faults)
    if (before.answer if before else Answer()) == answer:
        return draft.result(Outcome.UNCHANGED, question_key, faults)
    if before is not None and before.revision != base_revision:
        return draft.result(Outcome.CONFLICT, question_key, faults)
    revision = (before.revision if before else 0) + 1
    stored = StoredAnswer(answer, revision, now.isoformat(), holder_name(actor))
    changed = draft.with_answer(question_key, stored)
    write_reply(actor, row=row, draft=changed, verb="asks.answer_saved", now=now)
    return replace(
        changed.result(Outcome.SAVED, question_key, faults), shown_before=draft.shown_keys
    )


@dataclass(frozen=True)
class Draft:
    """The reply in the hands of an action: its questions, answers and revision."""

    question_set: QuestionSetVersion
    role: Respondent
    stored: Mapping[str, StoredAnswer]
    revision: int

    @classmethod
    def of(cls, row: Assignment) -> Draft:
        """The reply of an assignment as it is stored now."""
        stored, revision = stored_reply(row)
        return cls(set_of(row), role_of(row), stored, revision)

    @cached_property
    def shown_keys(self) -> tuple[str, ...]:
        """The questions shown with these answers, in order."""
        shown = shown_questions(self.question_set, answers_of(self.stored), self.role)
        return tuple(question.key for question in shown)

    @cached_property
    def progress(self) -> Completeness:
        """How far the reply is."""
        return completeness(self.question_set, answers_of(self.stored), self.role)

    def question(self, key: str) -> Question:
        """A question of this respondent. Raises NotFound for any other."""
        for question in questions_for(self.question_set, self.role):
            if question.key == key:
                return question
        raise NotFound("asks.no_question")

    def with_answer(self, key: str, stored: StoredAnswer) -> Draft:
        """The draft with one answer put in; answers stand in the order of the questions."""
        answers = {**self.stored, key: stored}
        order = [
            question.key for question in self.question_set.questions if question.key in answers
        ]
        return replace(
            self, stored={one: answers[one] for one in order}, revision=self.revision + 1
        )

    def result(self, outcome: Outcome, key: str, faults: tuple[Fault, ...]) -> SaveResult:
        """What to tell about one question of this draft."""
        shown = self.shown_keys
        return SaveResult(outcome, self.stored.get(key), faults, shown, shown, self.progress)


def locked_assignment(actor: Actor, now: datetime) -> Assignment:
    """The assignment of a confirmed link, locked until the transaction ends; own modules only.

    Raises NotFound for a closed link, Conflict when nothing may be written.
    """
    row = locked_row(actor)
    require_writable(row, now)
    return row


def write_reply(actor: Actor, *, row: Assignment, draft: Draft, verb: str, now: datetime) -> None:
    """Store a changed draft with its counts, event and audit entry, in the caller's transaction."""
    sealed = sealed_reply(row, reply_as_json(draft.stored).decode())
    values = {"sealed": sealed, "revision": draft.revision, "updated_at": now}
    if not Reply.objects.filter(pk=row.pk).update(**values):
        Reply.objects.create(assignment_id=row.pk, **values)
    progress = draft.progress
    row.answered, row.shown = progress.answered, progress.total_shown
    row.state = AssignmentState.ANSWERING
    row.save(update_fields=["answered", "shown", "state"])
    emit_event(REPLY_SAVED, now=now, assignment_id=row.pk)
    change = Change(verb, "assignment", row.uid, payload={"revision": draft.revision})
    record_entry(actor, change=change, now=now)


def kept_parts(question: Question, answer: Answer, before: StoredAnswer | None) -> Answer:
    """The answer with the parts that its choice calls for, and the files given earlier."""
    return replace(
        answer,
        reason=answer.reason if NA in answer.choice_keys else "",
        followup=answer.followup if shows_followup(question, answer) else "",
        plan=answer.plan if calls_for_plan(question, answer) else None,
        evidence_ids=before.answer.evidence_ids if before else (),
    )
