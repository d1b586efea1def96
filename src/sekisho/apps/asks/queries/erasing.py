"""What the time of keeping concerns: what was said in asks that were closed, and the files given.

Inside the house only: the room that keeps the times has checked its actor.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from sekisho.apps.asks.models import (
    Ask,
    AskState,
    Assignment,
    EvidenceFile,
    Review,
    Submission,
)
from sekisho.apps.asks.queries.replies import assignment_row_for
from sekisho.apps.asks.queries.respondent import stored_reply
from sekisho.apps.asks.queries.respondent_files import (
    ErasedFile,
    EvidenceView,
    evidence_content_gate,
    evidence_views,
    kept_and_erased,
)
from sekisho.apps.asks.queries.respondent_receipts import receipt_of
from sekisho.apps.organisations.queries import asking_filter, reach_filter
from sekisho.apps.partners.queries.erasing import Traces
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class Spared:
    """What is on hold, by inside numbers: nothing of these partners and asks is erased."""

    organisation_ids: frozenset[int] = frozenset()
    ask_ids: frozenset[int] = frozenset()

    def condition(self, path: str = "") -> Q:
        """Over assignments: on hold."""
        at = list(self.organisation_ids)
        return (
            Q(**{f"{path}subject_id__in": at})
            | Q(**{f"{path}respondent_id__in": at})
            | Q(**{f"{path}ask_id__in": list(self.ask_ids)})
        )


def due_replies(before: datetime, spared: Spared) -> QuerySet[Assignment]:
    """Assignments of asks closed before a moment in which something was said; own modules only."""
    closed = Q(ask__state=AskState.CLOSED, ask__closed_at__lt=before, erased_at=None)
    return Assignment.objects.filter(closed).exclude(spared.condition())


def due_reply_ids(before: datetime, spared: Spared, *, size: int) -> tuple[int, ...]:
    """The first of them by number."""
    return tuple(due_replies(before, spared).order_by("id").values_list("id", flat=True)[:size])


def count_due_replies(before: datetime, spared: Spared) -> int:
    """How many would be erased now."""
    return due_replies(before, spared).count()


def count_replies() -> int:
    """How many assignments are not erased, answered or not."""
    return Assignment.objects.filter(erased_at=None).count()


def due_files(before: datetime, spared: Spared) -> QuerySet[EvidenceFile]:
    """Files of asks closed before a moment, withdrawn ones too; own modules only."""
    ask = {"assignment__ask__state": AskState.CLOSED, "assignment__ask__closed_at__lt": before}
    rows = EvidenceFile.objects.filter(**ask, erased_at=None)
    return rows.exclude(spared.condition("assignment__"))


def due_file_ids(before: datetime, spared: Spared, *, size: int) -> tuple[int, ...]:
    """The first of them by number."""
    return tuple(due_files(before, spared).order_by("id").values_list("id", flat=True)[:size])


def count_due_files(before: datetime, spared: Spared) -> int:
    """How many would be erased now."""
    return due_files(before, spared).count()


def count_files() -> int:
    """How many files are kept."""
    return EvidenceFile.objects.filter(erased_at=None).count()


def files_to_remove(*, size: int) -> tuple[tuple[int, str], ...]:
    """Erased files that may still be on the disk: number and stored name."""
    rows = EvidenceFile.objects.filter(erased_at__isnull=False).exclude(stored_name="")
    return tuple(rows.order_by("id").values_list("id", "stored_name")[:size])


def wholly_erased(ask_ids: Iterable[int]) -> tuple[int, ...]:
    """Those of these asks in which nothing is left to be erased."""
    kept = Assignment.objects.filter(ask=OuterRef("pk"), erased_at=None)
    rows = Ask.objects.filter(~Q(Exists(kept)), pk__in=list(ask_ids), erased_at__isnull=False)
    return tuple(rows.order_by("id").values_list("id", flat=True))


def asks_of(assignment_ids: Collection[int]) -> frozenset[int]:
    """The asks of these assignments."""
    rows = Assignment.objects.filter(pk__in=list(assignment_ids))
    return frozenset(rows.values_list("ask_id", flat=True))


def spared_assignments(spared: Spared) -> frozenset[int]:
    """The assignments that are on hold."""
    if not spared.organisation_ids and not spared.ask_ids:
        return frozenset()
    return frozenset(Assignment.objects.filter(spared.condition()).values_list("id", flat=True))


def reviews_of_assignments(assignment_ids: Collection[int]) -> frozenset[int]:
    """The reviews of these assignments: letters name them."""
    rows = Review.objects.filter(assignment_id__in=list(assignment_ids))
    return frozenset(rows.values_list("id", flat=True))


def in_open_asks(assignment_ids: Collection[int]) -> frozenset[int]:
    """Those of these assignments whose ask is not closed: their links may open again."""
    rows = Assignment.objects.filter(pk__in=list(assignment_ids))
    return frozenset(rows.exclude(ask__state=AskState.CLOSED).values_list("id", flat=True))


def erased_files_for(actor: Actor, assignment_uid: uuid.UUID) -> tuple[ErasedFile, ...]:
    """What is left of erased files of a reply within reach. Raises NotFound."""
    own = assignment_row_for(actor, assignment_uid)
    return kept_and_erased(Assignment.objects.get(pk=own))[1]


def erased_at_of(assignment_id: int) -> datetime | None:
    """Since when an assignment is erased; the caller has checked its actor."""
    rows = Assignment.objects.filter(pk=assignment_id)
    return rows.values_list("erased_at", flat=True).first()


def spoken_for(traces: Traces) -> QuerySet[Assignment]:
    """Where a person may have left a name; own modules only."""
    rows = Assignment.objects.filter(respondent_id=traces.organisation_id, erased_at=None)
    return rows if traces.is_only else rows.filter(contact_id=traces.contact_id)


def assignments_naming(traces: Traces) -> tuple[int, ...]:
    """The same by number, for the rooms that keep more of what was said there."""
    return tuple(spoken_for(traces).order_by("id").values_list("id", flat=True))


@dataclass(frozen=True, slots=True)
class Named:
    """What asks hold about a person: asked how often, submissions and answers with the name."""

    asked: int
    submissions: int
    answers: int


def named_in_asks(actor: Actor, traces: Traces) -> Named:
    """Count them in asks that the actor sees; opens every reply of the organisation there."""
    submissions = answers = 0
    seen = _in_sight(actor)
    for row in spoken_for(traces).filter(seen):
        is_own = row.contact_id == traces.contact_id
        for held in Submission.objects.filter(assignment_id=row.pk):
            receipt = receipt_of(row, held)
            submissions += any(
                is_theirs(traces, text, is_own=is_own) for text in (receipt.name, receipt.approver)
            )
        stored, _revision = stored_reply(row)
        answers += sum(is_theirs(traces, one.saved_by, is_own=is_own) for one in stored.values())
    asked = Assignment.objects.filter(seen, contact_id=traces.contact_id).count()
    return Named(asked, submissions, answers)


def seen_among(actor: Actor, assignment_ids: Collection[int]) -> frozenset[int]:
    """Those of these assignments that the actor sees."""
    rows = Assignment.objects.filter(_in_sight(actor), pk__in=list(assignment_ids))
    return frozenset(rows.values_list("id", flat=True))


def _in_sight(actor: Actor) -> Q:
    asked = asking_filter(actor, path="ask__organisation")
    return asked & reach_filter(actor, path="subject")


def is_theirs(traces: Traces, text: str, *, is_own: bool) -> bool:
    """Whether a name that was typed is this person's: in their own reply a part of it is enough."""
    return traces.is_like(text) if is_own else traces.is_named(text)


def file_facts_for(
    actor: Actor, uid: uuid.UUID, capability: Capability
) -> tuple[EvidenceView, uuid.UUID, int]:
    """A file that is kept, with the assignment it belongs to. Raises NotFound.

    Files that the partner has withdrawn are not shown any more, so they cannot be named either.
    """
    rows = EvidenceFile.objects.select_related("assignment").filter(uid=uid, is_withdrawn=False)
    row = rows.filter(evidence_content_gate(actor, capability), erased_at=None).first()
    if row is None:
        raise NotFound("asks.no_file")
    views = {one.uid: one for one in evidence_views(row.assignment)}
    return views[uid], row.assignment.uid, row.assignment_id


def files_named(names: Collection[str]) -> frozenset[str]:
    """Those of these stored names that belong to a file of a reply."""
    rows = EvidenceFile.objects.filter(stored_name__in=list(names))
    return frozenset(rows.values_list("stored_name", flat=True))
