"""What the holder of a personal link may read: who asks, the questions, the own answers.

Everything here starts from the link's own assignment; there is no way to name another one. Until
the mailed code was given, only `door_for` answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from sekisho.apps.accounts.queries import NO_PERSON
from sekisho.apps.asks.models import Assignment, Reply, Review
from sekisho.apps.asks.queries.respondent_files import ErasedFile, EvidenceView, kept_and_erased
from sekisho.apps.asks.queries.respondent_standing import Visit, visit_of
from sekisho.apps.asks.queries.sealed import open_part, reply_text
from sekisho.apps.asks.queries.sets import set_value
from sekisho.apps.partners.queries import contacts_by_ids
from sekisho.apps.work.queries.worded import NUMBER, Worded
from sekisho.engines.questionnaire import (
    Answer,
    Completeness,
    Gap,
    Question,
    QuestionSetVersion,
    StoredAnswer,
    answers_of,
    completeness,
    gaps,
    questions_for,
    reply_from_json,
    shown_questions,
)
from sekisho.kernel.actor import Actor, ActorKind, LinkScope
from sekisho.kernel.errors import NotFound
from sekisho.kernel.reading import remembered

VERB = "answer"
NO_CONTACT = NO_PERSON
# A person of the office writes here only when a room above has lent the scope of one assignment,
# for answers given by telephone; nobody who signs in has one.
_WRITERS = frozenset({ActorKind.LINK, ActorKind.PERSON})


@dataclass(frozen=True, slots=True)
class Door:
    """What stands before the code: who asks, whom to ring, and where the code would go.

    `masked_address` is empty when no letter reaches the contact.
    """

    visit: Visit
    masked_address: str


@dataclass(frozen=True)
class ReplyView:
    """The whole conversation: the visit, its questions, what was answered, remarks, files.

    `revision` counts every save of the reply; `remarks` are by question key, of the latest return.
    """

    visit: Visit
    question_set: QuestionSetVersion
    stored: Mapping[str, StoredAnswer]
    revision: int
    remarks: Mapping[str, str]
    general_remark: str
    evidence: tuple[EvidenceView, ...]
    erased_files: tuple[ErasedFile, ...] = ()

    @cached_property
    def answers(self) -> Mapping[str, Answer]:
        """The bare answers by question key."""
        return answers_of(self.stored)

    @cached_property
    def asked(self) -> tuple[Question, ...]:
        """Every question this respondent may be asked, conditions aside, in order."""
        return questions_for(self.question_set, self.visit.role)

    @cached_property
    def shown(self) -> tuple[Question, ...]:
        """The questions shown with these answers, in order."""
        return shown_questions(self.question_set, self.answers, self.visit.role)

    @cached_property
    def progress(self) -> Completeness:
        """How far the reply is."""
        return completeness(self.question_set, self.answers, self.visit.role)

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """What the answers leave open, in the order of the set."""
        return gaps(self.question_set, self.answers, self.visit.role)

    def is_changed(self, key: str) -> bool:
        """Whether this answer was saved after the last submission."""
        at = self.visit.submitted_at
        stored = self.stored.get(key)
        return at is not None and stored is not None and stored.saved_at > at.isoformat()


def assignment_rows() -> QuerySet[Assignment]:
    """Assignments with all that a page needs, and no column more: the statement is built anew at
    every request, and its columns are what that costs.
    """
    rows = Assignment.objects.select_related(
        "ask__organisation", "ask__question_set", "subject", "respondent"
    )
    return rows.only(*_OWN_COLUMNS, *_ASK_COLUMNS, *_NAMES, "respondent__country")


_OWN_COLUMNS = (
    *("uid", "ask_id", "subject_id", "respondent_id", "contact_id", "language", "state", "due_at"),
    *("answered", "shown", "is_returned", "returned_until", "opened_at", "submitted_at"),
    *("closed_at", "erased_at"),
)
_ASK_COLUMNS = tuple(
    f"ask__{name}"
    for name in (
        *("uid", "organisation_id", "title", "reason", "question_set_id", "sender", "state"),
        *("needs_approver", "question_set__content_hash", "created_at"),
    )
)
_NAMES = tuple(
    f"{place}__{name}"
    for place in ("ask__organisation", "subject", "respondent")
    for name in ("name", "name_en")
)


def assignment_of(actor: Actor, rows: QuerySet[Assignment] | None = None) -> Assignment:
    """The row of a confirmed link; for this room's own modules. Raises NotFound."""
    require_answering(actor)
    return door_row(actor, rows)


def require_answering(actor: Actor) -> LinkScope:
    """The link of whoever may answer: open, and its code given. Raises NotFound."""
    link = actor.link
    if link is None or not link.is_confirmed:
        raise NotFound("entrance.link_closed")
    if actor.kind not in _WRITERS or VERB not in link.verbs:
        raise NotFound("entrance.link_closed")
    return link


def door_row(actor: Actor, rows: QuerySet[Assignment] | None = None) -> Assignment:
    """The row of a link, confirmed or not; for this room's own modules. Raises NotFound."""
    link = actor.link
    if actor.kind not in _WRITERS or link is None or VERB not in link.verbs:
        raise NotFound("entrance.link_closed")
    own = link.subject_id
    if rows is not None:
        # No order: `first` would sort by the key, which costs more here than the look-up itself.
        return _usable(next(iter(rows.filter(pk=own)), None))
    return remembered((actor, door_row), lambda: _usable(_ROW.first(own=own)))


def locked_row(actor: Actor) -> Assignment:
    """The row of a confirmed link, locked until the caller's transaction ends; for this room's own
    modules. Raises NotFound.
    """
    link = require_answering(actor)
    return _usable(_LOCKED.first(own=link.subject_id))


_ROW = Worded(lambda own: assignment_rows().filter(pk=own), own=NUMBER)
_LOCKED = Worded(
    lambda own: assignment_rows().select_for_update(of=("self",)).filter(pk=own), own=NUMBER
)
_REPLY = Worded(
    lambda own: Reply.objects.filter(assignment__id=own).only("sealed", "revision"), own=NUMBER
)


def _usable(found: Assignment | None) -> Assignment:
    if found is None or found.ask.question_set_id is None:
        raise NotFound("entrance.link_closed")
    return found


def door_for(actor: Actor, *, now: datetime) -> Door:
    """What may be shown before the code. Raises NotFound for a closed link."""
    row = door_row(actor)
    holder = actor.link.holder_id if actor.link else NO_CONTACT
    if holder == NO_CONTACT:
        return Door(visit_of(row, now), "")
    contact = contacts_by_ids([holder]).get(holder)
    if contact is None or not contact.is_active:
        raise NotFound("entrance.link_closed")
    return Door(visit_of(row, now), masked(contact.email) if contact.is_usable else "")


def ask_of_link(actor: Actor) -> int:
    """The inside number of the ask behind a link, confirmed or not. Raises NotFound."""
    return door_row(actor).ask_id


def masked(address: str) -> str:
    """An address as a page may show it: "c•••@a.example"."""
    name, _at, domain = address.rpartition("@")
    return f"{name[:1]}•••@{domain}"


def holder_name(actor: Actor) -> str:
    """What to call the holder of the link; empty when only an address is known.

    An actor that was lent the scope says its own name.
    """
    if actor.name:
        return actor.name
    if actor.link is None:
        return ""
    contact = contacts_by_ids([actor.link.holder_id]).get(actor.link.holder_id)
    return contact.name if contact else ""


def visit_for(actor: Actor, *, now: datetime) -> Visit:
    """Who asks what until when. Raises NotFound before the code."""
    return visit_of(assignment_of(actor), now)


def reply_for(actor: Actor, *, now: datetime) -> ReplyView:
    """The questions with the answers given so far. Raises NotFound before the code."""
    row = assignment_of(actor)
    stored, revision = stored_reply(row)
    general, remarks = _remarks(row) if row.is_returned else ("", {})
    files, erased = kept_and_erased(row)
    return ReplyView(
        visit=visit_of(row, now),
        question_set=set_of(row),
        stored=stored,
        revision=revision,
        remarks=remarks,
        general_remark=general,
        evidence=files,
        erased_files=erased,
    )


def set_of(row: Assignment) -> QuestionSetVersion:
    """The question set of an assignment; for this room's own modules."""
    held = row.ask.question_set
    if held is None:
        raise NotFound("entrance.link_closed")
    return set_value(held.pk, held.content_hash)


def stored_reply(row: Assignment) -> tuple[dict[str, StoredAnswer], int]:
    """The stored answers and the reply's revision, 0 when there is none yet."""
    reply = _REPLY.first(own=row.pk)
    if reply is None:
        return {}, 0
    return reply_from_json(reply_text(row, reply.sealed).encode()), reply.revision


def _remarks(row: Assignment) -> tuple[str, dict[str, str]]:
    """The general remark and those by question of the latest return."""
    latest = Review.objects.filter(assignment=row, decision="returned").order_by("-id").first()
    if latest is None:
        return "", {}
    content: dict[str, Any] = open_part(row, part="review", row=latest.uid, sealed=latest.sealed)
    return str(content.get("general", "")), dict(content.get("remarks", {}))
