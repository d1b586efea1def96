"""One reply as its reviewer reads it: answers, score with its arithmetic, gaps, what changed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sekisho.apps.asks.models import Assignment, Submission
from sekisho.apps.asks.queries.drafts import AskView, frozen_ask
from sekisho.apps.asks.queries.lines import AssignmentLine, lines_of
from sekisho.apps.asks.queries.respondent import stored_reply
from sekisho.apps.asks.queries.respondent_files import EvidenceView, evidence_views
from sekisho.apps.asks.queries.respondent_receipts import Receipt, receipt_of
from sekisho.apps.asks.queries.respondent_standing import role_of
from sekisho.apps.asks.queries.reviews import ReviewView, reviews_of
from sekisho.apps.asks.queries.submitted import answers_in
from sekisho.apps.asks.queries.tallies import part_filter, set_of_ask
from sekisho.apps.measures.queries.findings import FindingView, findings_of_source
from sekisho.apps.organisations.queries import asking_filter
from sekisho.apps.partners.queries import ContactView, contacts_by_ids
from sekisho.engines.questionnaire import (
    Answer,
    AnswerChange,
    Gap,
    Question,
    QuestionSetVersion,
    Score,
    StoredAnswer,
    answers_of,
    diff_answers,
    gaps,
    score,
    shown_questions,
)
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One shown question with all that was said to it. `change` is None when nothing changed."""

    number: int
    question: Question
    stored: StoredAnswer | None
    gap: Gap | None
    change: AnswerChange | None
    files: tuple[EvidenceView, ...]
    remark: str
    finding: FindingView | None

    @property
    def answer(self) -> Answer:
        """The bare answer; an empty one when the question was left open."""
        return self.stored.answer if self.stored else Answer()


@dataclass(frozen=True, slots=True)
class ReplyPage:
    """Everything on the page of one reply. `revision` is 0 while nothing was saved.

    `is_draft` is True when what stands here has not been submitted; `receipts` newest first.
    """

    ask: AskView
    line: AssignmentLine
    contact: ContactView | None
    question_set: QuestionSetVersion
    revision: int
    is_draft: bool
    questions: tuple[QuestionLine, ...]
    score: Score
    gaps: tuple[Gap, ...]
    receipts: tuple[Receipt, ...]
    reviews: tuple[ReviewView, ...]
    findings: tuple[FindingView, ...]
    has_compared: bool

    @property
    def last_return(self) -> ReviewView | None:
        """The latest decision to send it back."""
        return next((one for one in self.reviews if one.decision == "returned"), None)


def reply_page_for(
    actor: Actor, uid: uuid.UUID, *, now: datetime, capability: Capability = Capability.VIEW
) -> ReplyPage:
    """One reply within reach, asked by one's own part of the group or above. Raises NotFound."""
    row = _row(actor, uid, capability)
    stored, revision = stored_reply(row)
    question_set, answers, role = set_of_ask(row), answers_of(stored), role_of(row)
    receipts = _receipts(row)
    reviews = reviews_of(row)
    found = gaps(question_set, answers, role)
    findings = findings_of_source(actor, source="ask", source_id=row.pk, today=now.date())
    parts = _Parts(
        stored=stored,
        gaps={gap.question_key: gap for gap in found},
        changes=_changes(answers, revision, receipts),
        files=evidence_views(row),
        remarks=next((one.remarks for one in reviews if one.decision == "returned"), {}),
        findings={finding.words.key: finding for finding in findings},
    )
    shown = shown_questions(question_set, answers, role)
    return ReplyPage(
        ask=frozen_ask(row.ask),
        line=lines_of(actor, [row.pk], now)[0],
        contact=contacts_by_ids([row.contact_id]).get(row.contact_id) if row.contact_id else None,
        question_set=question_set,
        revision=revision,
        is_draft=not receipts or receipts[0].reply_revision != revision,
        questions=tuple(parts.line(number, one) for number, one in enumerate(shown, start=1)),
        score=score(question_set, answers, role),
        gaps=found,
        receipts=receipts,
        reviews=reviews,
        findings=findings,
        has_compared=bool(parts.changes),
    )


def assignment_row_for(
    actor: Actor, uid: uuid.UUID, capability: Capability = Capability.VIEW
) -> int:
    """The inside number of an assignment within reach. Raises NotFound."""
    return _row(actor, uid, capability).pk


def _row(actor: Actor, uid: uuid.UUID, capability: Capability = Capability.VIEW) -> Assignment:
    rows = Assignment.objects.filter(
        part_filter(actor, capability),
        asking_filter(actor, capability=capability, path="ask__organisation"),
    )
    rows = rows.select_related("ask__question_set").defer("ask__question_set__content")
    row = rows.filter(uid=uid).first()
    if row is None:
        raise NotFound("asks.not_there")
    return row


def _receipts(row: Assignment) -> tuple[Receipt, ...]:
    rows = Submission.objects.filter(assignment_id=row.pk).order_by("-id")
    return tuple(receipt_of(row, one) for one in rows)


def _changes(
    answers: Mapping[str, Answer], revision: int, receipts: tuple[Receipt, ...]
) -> dict[str, AnswerChange]:
    """Against the submission before: of a draft the last one, of a submitted reply the last but
    one.
    """
    is_draft = bool(receipts) and receipts[0].reply_revision != revision
    before = receipts[:1] if is_draft else receipts[1:2]
    if not before:
        return {}
    changes = diff_answers(answers_in(before[0]), answers)
    return {change.question_key: change for change in changes}


@dataclass(frozen=True, slots=True)
class _Parts:
    """What stands beside each question, by its key."""

    stored: Mapping[str, StoredAnswer]
    gaps: Mapping[str, Gap]
    changes: Mapping[str, AnswerChange]
    files: tuple[EvidenceView, ...]
    remarks: Mapping[str, str]
    findings: Mapping[str, FindingView]

    def line(self, number: int, question: Question) -> QuestionLine:
        key = question.key
        return QuestionLine(
            number=number,
            question=question,
            stored=self.stored.get(key),
            gap=self.gaps.get(key),
            change=self.changes.get(key),
            files=tuple(file for file in self.files if file.question_key == key),
            remark=self.remarks.get(key, ""),
            finding=self.findings.get(key),
        )
