"""What the same respondent submitted to the same asking company in an earlier ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sekisho.apps.asks.models import Assignment, Submission
from sekisho.apps.asks.queries.respondent import assignment_of, set_of
from sekisho.apps.asks.queries.respondent_receipts import receipt_of
from sekisho.apps.asks.queries.submitted import answers_in
from sekisho.apps.work.queries.worded import MOMENT, NUMBER, WORD, Worded
from sekisho.engines.questionnaire import Answer
from sekisho.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class SubmittedBefore:
    """The newest earlier submission: which set in which version, when, and its answers."""

    set_key: str
    version: str
    at: datetime
    answers: Mapping[str, Answer]


def submitted_before(actor: Actor, *, now: datetime) -> SubmittedBefore | None:
    """The newest submission of the same set to the same asking company about the same subject.

    None when there is none. What was said to another company of the group is never looked at.
    Raises NotFound before the code.
    """
    row = assignment_of(actor)
    found = _BEFORE.first(
        key=set_of(row).key,
        asking=row.ask.organisation_id,
        subject=row.subject_id,
        respondent=row.respondent_id,
        own=row.pk,
        now=now,
    )
    if found is None:
        return None
    receipt = receipt_of(found.assignment, found)
    record = receipt.record
    return SubmittedBefore(
        str(record["question_set"]), str(record["version"]), found.at, answers_in(receipt)
    )


_BEFORE = Worded(
    lambda key, asking, subject, respondent, own, now: (
        Submission.objects.filter(
            assignment__ask__question_set__key=key,
            assignment__ask__organisation_id=asking,
            assignment__subject_id=subject,
            assignment__respondent_id=respondent,
            at__lte=now,
        )
        .exclude(assignment_id=own)
        .select_related("assignment")
        .order_by("-at", "-id")[:1]
    ),
    key=WORD,
    asking=NUMBER,
    subject=NUMBER,
    respondent=NUMBER,
    own=NUMBER,
    now=MOMENT,
)


def erased_before(actor: Actor) -> datetime | None:
    """Since when the latest earlier conversation of the same kind is erased; None when it is not.

    The same set, asking company, subject and respondent. Raises NotFound before the code.
    """
    row = assignment_of(actor)
    rows = Assignment.objects.filter(
        ask__question_set__key=set_of(row).key,
        ask__organisation_id=row.ask.organisation_id,
        subject_id=row.subject_id,
        respondent_id=row.respondent_id,
        pk__lt=row.pk,
    )
    return rows.order_by("-id").values_list("erased_at", flat=True).first()
