"""Which assignment a file of answers belongs to, for rooms that bring answers in from files."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from sekisho.apps.asks.models import Assignment
from sekisho.apps.asks.queries.drafts import frozen_ask
from sekisho.apps.asks.queries.respondent import assignment_of
from sekisho.apps.asks.queries.tallies import part_filter
from sekisho.apps.organisations.queries import asking_filter, granted_ids
from sekisho.apps.work.queries.worded import UID, Worded
from sekisho.kernel.actor import Actor, Capability, LinkScope
from sekisho.kernel.errors import NotFound
from sekisho.kernel.text import Bilingual

VERB = "answer"


@dataclass(frozen=True, slots=True)
class FilePlace:
    """One assignment as a file names it; it decides the key that seals what is kept of the file.

    `ask_number` is the reference that letters carry.
    """

    id: int
    uid: uuid.UUID
    ask_id: int
    ask_uid: uuid.UUID
    ask_number: str
    ask_title: Bilingual
    subject_id: int
    respondent_id: int
    contact_id: int | None
    subject: Bilingual
    language: str


def file_place_of(actor: Actor) -> FilePlace:
    """The assignment of a confirmed link, or of a scope that was lent. Raises NotFound."""
    return _place(Assignment.objects.select_related(*_WITH).get(pk=assignment_of(actor).pk))


def file_places_for(
    actor: Actor, uids: Sequence[uuid.UUID], capability: Capability = Capability.FOLLOW_UP
) -> dict[uuid.UUID, FilePlace]:
    """The assignments within reach among these; others are absent."""
    rows = Assignment.objects.filter(
        part_filter(actor, capability),
        asking_filter(actor, capability=capability, path="ask__organisation"),
        uid__in=list(uids),
    )
    return {row.uid: _place(row) for row in rows.select_related(*_WITH)}


def lent_scope(actor: Actor, place: FilePlace) -> Actor:
    """The person with the scope of one assignment, to write answers that came in by file.

    Raises NotFound for one out of reach now, wherever `place` came from.
    """
    if place.uid not in file_places_for(actor, [place.uid]):
        raise NotFound("asks.not_there")
    scope = LinkScope(0, place.contact_id or 0, place.id, frozenset({VERB}), is_confirmed=True)
    return Actor(actor.kind, actor.uid, actor.name, actor.grants, scope)


def asked_in(
    actor: Actor, ask_uid: uuid.UUID, capability: Capability = Capability.FOLLOW_UP
) -> tuple[int, str, Bilingual]:
    """Inside number, reference and title of an ask in which somebody is within reach.

    Raises NotFound.
    """
    row = _asked_in(actor, ask_uid, capability).select_related("ask").first()
    if row is None:
        raise NotFound("asks.not_there")
    ask = frozen_ask(row.ask)
    return ask.id, ask.number, ask.title


def is_asked_in(
    actor: Actor, ask_uid: uuid.UUID, capability: Capability = Capability.FOLLOW_UP
) -> bool:
    """Whether somebody in the ask is within reach."""
    if granted_ids(actor, capability) is None:
        return _ANYBODY.first(ask_uid=ask_uid) is not None
    return _asked_in(actor, ask_uid, capability).exists()


_ANYBODY = Worded(
    lambda ask_uid: Assignment.objects.filter(ask__uid=ask_uid).values_list("pk")[:1], ask_uid=UID
)


def _asked_in(actor: Actor, ask_uid: uuid.UUID, capability: Capability) -> QuerySet[Assignment]:
    return Assignment.objects.filter(
        part_filter(actor, capability),
        asking_filter(actor, capability=capability, path="ask__organisation"),
        ask__uid=ask_uid,
    )


_WITH = ("ask__organisation", "subject", "respondent")


def _place(row: Assignment) -> FilePlace:
    ask = frozen_ask(row.ask)
    return FilePlace(
        id=row.pk,
        uid=row.uid,
        ask_id=ask.id,
        ask_uid=ask.uid,
        ask_number=ask.number,
        ask_title=ask.title,
        subject_id=row.subject_id,
        respondent_id=row.respondent_id,
        contact_id=row.contact_id,
        subject=Bilingual(row.subject.name, row.subject.name_en),
        language=row.language,
    )


def places_by_ids(ids: Collection[int]) -> dict[int, FilePlace]:
    """Assignments by inside number. Inside the house only: the caller has found them in reach."""
    rows = Assignment.objects.filter(pk__in=list(ids)).select_related(*_WITH)
    return {row.pk: _place(row) for row in rows}
