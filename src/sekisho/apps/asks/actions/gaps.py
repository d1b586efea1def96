"""What a submitted reply leaves open becomes findings; what it closes is withdrawn."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sekisho.apps.asks.models import Assignment, Submission
from sekisho.apps.asks.queries.drafts import ask_for
from sekisho.apps.asks.queries.respondent_receipts import receipt_of
from sekisho.apps.asks.queries.respondent_standing import role_of
from sekisho.apps.asks.queries.submitted import answers_in
from sekisho.apps.asks.queries.tallies import set_of_ask
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.measures.actions.findings import NewFinding, open_findings, withdraw_findings
from sekisho.apps.measures.queries.sealed import FindingWords
from sekisho.apps.work.actions import start_job
from sekisho.engines.questionnaire import (
    Answer,
    Gap,
    GapReason,
    QuestionSetVersion,
    Respondent,
    Severity,
    gaps,
    read_date,
)
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import Conflict

SOURCE = "ask"


@transaction.atomic
def settle_findings(actor: Actor, *, assignment_id: int, now: datetime) -> int:
    """Open, update and withdraw findings so that they are the gaps of the latest submission.

    Returns how many changed; a second call changes nothing.
    """
    rows = Assignment.objects.select_related("ask__question_set").filter(pk=assignment_id)
    row = rows.first()
    latest = Submission.objects.filter(assignment_id=assignment_id).order_by("-id").first()
    if row is None or latest is None:
        return 0
    question_set = set_of_ask(row)
    answers = answers_in(receipt_of(row, latest))
    left = [gap for gap in gaps(question_set, answers, role_of(row)) if _is_finding(gap)]
    told = _Told(row, question_set, answers, latest.at)
    new = [told.finding(gap) for gap in left]
    changed = open_findings(actor, findings=new, now=now)
    kept = frozenset(gap.question_key for gap in left)
    changed += withdraw_findings(actor, source=SOURCE, source_id=row.pk, keep_keys=kept, now=now)
    if changed:
        change = Change("asks.findings_settled", "assignment", row.uid, count=changed)
        record_entry(actor, change=change, now=now)
    return changed


@transaction.atomic
def recount_answers(actor: Actor, *, uid: uuid.UUID, now: datetime) -> None:
    """Have the answers of an ask counted anew from nothing.

    Raises NotFound, Conflict once answers were erased: then the counts are all that is left.
    """
    ask = ask_for(actor, uid, Capability.RUN)
    if ask.erased_at is not None:
        raise Conflict("asks.erased_uncounted")
    start_job("sekisho.apps.asks.jobs.tally.recount_tally", ask_id=ask.id)
    record_entry(actor, change=Change("asks.recount_started", "ask", uid), now=now)


def _is_finding(gap: Gap) -> bool:
    """A critical question said not to apply is looked at by a person; it is no finding yet."""
    return gap.reason is not GapReason.TO_REVIEW


@dataclass(frozen=True, slots=True)
class _Told:
    """A submission with its answers."""

    row: Assignment
    question_set: QuestionSetVersion
    answers: Mapping[str, Answer]
    at: datetime

    def finding(self, gap: Gap) -> NewFinding:
        question = self.question_set.question(gap.question_key)
        assert question is not None  # noqa: S101 - gaps come from this very set
        plan = self.answers.get(gap.question_key, Answer()).plan
        words = FindingWords(
            key=gap.question_key,
            kind=self.question_set.key,
            question=question.text,
            answer=gap.answer_key,
            what=plan.what if plan else "",
            who=plan.who if plan else "",
        )
        return NewFinding(
            organisation_id=self.row.subject_id,
            asked_by_id=self.row.ask.organisation_id,
            source=SOURCE,
            source_id=self.row.pk,
            is_high=gap.severity is Severity.HIGH,
            words=words,
            due_on=read_date(plan.due) if plan else None,
            reported_at=self.at,
            told_by_id=None if role_of(self.row) is Respondent.SUPPLIER else self.row.respondent_id,
        )
