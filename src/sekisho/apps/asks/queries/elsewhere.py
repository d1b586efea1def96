"""The same partner asked by several companies of the group.

The partner's side starts from the link's own assignment and stays with the same organisation, which
speaks of itself. The office's side says that somebody asked, never what was answered.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from sekisho.apps.asks.models import Ask, AskState, Assignment, AssignmentState, Submission, Wave
from sekisho.apps.asks.queries.changing import WITHDRAWN
from sekisho.apps.asks.queries.drafts import visible_asks
from sekisho.apps.asks.queries.respondent import assignment_of
from sekisho.apps.asks.queries.respondent_receipts import receipt_of
from sekisho.apps.asks.queries.submitted import answers_in
from sekisho.engines.questionnaire import Answer
from sekisho.kernel.actor import Actor
from sekisho.kernel.text import Bilingual

_BATCH = 500
_MOST = 20  # what one organisation is asked at a time by other companies of the group


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """One assignment of the link's organisation, asked by another company of the group."""

    id: int
    uid: uuid.UUID
    asker_id: int
    asker: Bilingual
    title: Bilingual
    set_id: int
    contact_id: int | None
    country: str
    due_at: datetime
    is_submitted: bool


@dataclass(frozen=True, slots=True)
class SubmittedElsewhere:
    """Its newest submission: when, which revision, and the answers by question key."""

    place: Elsewhere
    submission_uid: uuid.UUID
    revision: int
    at: datetime
    answers: Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class AskOfOther:
    """That another company asked: who, when, with which questions."""

    id: int
    asker_id: int
    set_id: int
    sent_at: datetime


def open_elsewhere(actor: Actor) -> tuple[Elsewhere, ...]:
    """Open asks of other companies to the same organisation about itself, by due date.

    Raises NotFound before the code.
    """
    rows = _others(actor).filter(ask__state=AskState.OPEN).exclude(state=AssignmentState.DECLINED)
    return tuple(_place(row) for row in rows.order_by("due_at", "id")[:_MOST])


def submitted_elsewhere(
    actor: Actor, *, since: datetime, only: uuid.UUID | None = None
) -> tuple[SubmittedElsewhere, ...]:
    """What the same organisation last submitted to each other company, the newest first.

    `only` names one assignment. Raises NotFound before the code.
    """
    others = _others(actor)
    rows = Submission.objects.filter(assignment_id__in=others.values("pk"), at__gte=since)
    if only is not None:
        rows = rows.filter(assignment__uid=only)
    picked: dict[int, tuple[int, int]] = {}
    order = rows.order_by("-at", "-id").values_list("id", "assignment_id")
    for own, assignment_id in order:
        picked.setdefault(assignment_id, (own, assignment_id))
    places = {row.pk: row for row in others.filter(pk__in=list(picked)[:_MOST])}
    found = Submission.objects.in_bulk([own for own, at in picked.values() if at in places])
    return tuple(_submitted(row, places[row.assignment_id]) for row in _newest(found.values()))


def asks_of_others(
    actor: Actor, *, asker_id: int, telling: Collection[int], since: datetime
) -> tuple[AskOfOther, ...]:
    """Sent asks of other companies of the group that partners answer about themselves, newest
    first: those whose asks the actor sees anyhow, and those of companies in `telling`.

    Asks that were taken back are left out.
    """
    seen = visible_asks(actor)
    if seen != Q():  # an empty condition beside "or" would count for nothing
        seen |= Q(organisation_id__in=list(telling))
    rows = Ask.objects.filter(seen, sent_at__gte=since, question_set__isnull=False)
    rows = rows.exclude(organisation_id=asker_id).exclude(state=AskState.DRAFT)
    taken_back = Wave.objects.filter(ask=OuterRef("pk"), kind=WITHDRAWN)
    rows = rows.filter(~Exists(taken_back)).order_by("-sent_at", "-id")
    names = ("id", "organisation_id", "question_set_id", "sent_at")
    return tuple(AskOfOther(*values) for values in rows.values_list(*names))


def subjects_asked(ask_id: int, subject_ids: Iterable[int]) -> frozenset[int]:
    """Which of these organisations an ask went to, answering for themselves; the caller has looked
    whether its actor may know of ask and organisations.
    """
    wanted = sorted(set(subject_ids))
    found: set[int] = set()
    for start in range(0, len(wanted), _BATCH):
        rows = Assignment.objects.filter(ask_id=ask_id, respondent_id=F("subject_id"))
        rows = rows.filter(subject_id__in=wanted[start : start + _BATCH])
        found.update(rows.values_list("subject_id", flat=True))
    return frozenset(found)


def _others(actor: Actor) -> QuerySet[Assignment]:
    """Assignments of the same organisation about itself from other companies; none for a link
    about somebody else.
    """
    own = assignment_of(actor)
    rows = Assignment.objects.select_related("ask__organisation", "respondent")
    if own.subject_id != own.respondent_id:
        return rows.none()
    rows = rows.filter(subject_id=own.subject_id, respondent_id=own.respondent_id)
    taken_back = Wave.objects.filter(ask=OuterRef("ask"), kind=WITHDRAWN)
    rows = rows.filter(~Exists(taken_back), ask__question_set__isnull=False)
    return rows.exclude(ask__organisation_id=own.ask.organisation_id)


def _place(row: Assignment) -> Elsewhere:
    at = row.ask.organisation
    return Elsewhere(
        id=row.pk,
        uid=row.uid,
        asker_id=at.pk,
        asker=Bilingual(at.name, at.name_en),
        title=Bilingual.from_dict(row.ask.title),
        set_id=row.ask.question_set_id or 0,
        contact_id=row.contact_id,
        country=row.respondent.country,
        due_at=row.due_at,
        is_submitted=row.state in {AssignmentState.SUBMITTED, AssignmentState.CLOSED},
    )


def _newest(rows: Iterable[Submission]) -> list[Submission]:
    return sorted(rows, key=lambda row: (row.at, row.pk), reverse=True)


def _submitted(row: Submission, at: Assignment) -> SubmittedElsewhere:
    receipt = receipt_of(at, row)
    return SubmittedElsewhere(_place(at), row.uid, row.reply_revision, row.at, answers_in(receipt))
