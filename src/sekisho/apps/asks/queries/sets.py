"""Question sets as engine values; parsed once a process, because a version never changes."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Q

from sekisho.apps.asks.models import QuestionSetVersion
from sekisho.engines.questionnaire import QuestionSetVersion as SetValue
from sekisho.engines.questionnaire import parse_set
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import Forbidden, NotFound
from sekisho.kernel.text import Bilingual


@dataclass(frozen=True, slots=True)
class SetView:
    """One version of a question set in a list."""

    id: int
    uid: uuid.UUID
    key: str
    version: str
    title: Bilingual
    respondent: str
    question_count: int
    is_frozen: bool


def sets_for(actor: Actor, *, chosen_id: int | None = None) -> tuple[SetView, ...]:
    """Every version that may be asked, by key and version; question sets are no secret.

    A set drawn from an alert is offered only where it is already `chosen_id`.
    """
    if not actor.can(Capability.VIEW):
        raise Forbidden("asks.not_granted")
    rows = QuestionSetVersion.objects.filter(Q(is_listed=True) | Q(pk=chosen_id or 0))
    return tuple(_view(row) for row in rows.order_by("key", "version"))


def set_for(actor: Actor, uid: uuid.UUID) -> tuple[SetView, SetValue]:
    """One version with its questions, for reading. Raises NotFound."""
    if not actor.can(Capability.VIEW):
        raise Forbidden("asks.not_granted")
    row = QuestionSetVersion.objects.filter(uid=uid).first()
    if row is None:
        raise NotFound("asks.no_set")
    return _view(row), set_value(row.pk, row.content_hash)


def sets_by_ids(ids: Iterable[int]) -> dict[int, SetView]:
    """Versions by inside number; question sets are no secret."""
    return {row.pk: _view(row) for row in QuestionSetVersion.objects.filter(pk__in=set(ids))}


def set_of(set_id: int | None) -> SetView | None:
    """One version by inside number, None when none is chosen."""
    return sets_by_ids([set_id or 0]).get(set_id or 0)


def minutes_for(question_count: int) -> int:
    """How long answering takes, in steps of five minutes: just under a minute a question."""
    return max(5, -(-question_count * 9 // 50) * 5)


def stored_set(set_id: int) -> SetValue:
    """The engine's value of a stored version by its inside number; question sets are no secret."""
    held = QuestionSetVersion.objects.values_list("content_hash", flat=True).get(pk=set_id)
    return set_value(set_id, held)


@lru_cache(maxsize=64)
def set_value(set_id: int, content_hash: str) -> SetValue:
    """The engine's value of a stored version. The hash keys the cache of unfrozen ones."""
    return parse_set(QuestionSetVersion.objects.get(pk=set_id, content_hash=content_hash).content)


def _view(row: QuestionSetVersion) -> SetView:
    return SetView(
        id=row.pk,
        uid=row.uid,
        key=row.key,
        version=row.version,
        title=Bilingual.from_dict(row.title),
        respondent=row.respondent,
        question_count=row.question_count,
        is_frozen=row.is_frozen,
    )
