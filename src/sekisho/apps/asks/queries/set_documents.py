"""Published question sets as the documents they were published from, for the room that writes."""

from __future__ import annotations

import copy
import uuid
from typing import Any

from sekisho.apps.asks.models import QuestionSetVersion
from sekisho.apps.asks.queries.sets import SetView, set_for, set_value
from sekisho.engines.questionnaire import QuestionSetVersion as SetValue
from sekisho.kernel.actor import Actor


def set_document_for(actor: Actor, uid: uuid.UUID) -> tuple[SetView, dict[str, Any]]:
    """One version with its form-1 document, a copy. Raises NotFound, Forbidden."""
    view, _value = set_for(actor, uid)
    row = QuestionSetVersion.objects.get(uid=uid)
    return view, copy.deepcopy(row.content)


def versions_of(key: str) -> tuple[str, ...]:
    """The versions that exist of a question set, listed or not; question sets are no secret."""
    rows = QuestionSetVersion.objects.filter(key=key).order_by("id")
    return tuple(rows.values_list("version", flat=True))


def version_ids(key: str) -> dict[str, int]:
    """Inside numbers of a question set's versions by version; question sets are no secret."""
    return dict(QuestionSetVersion.objects.filter(key=key).values_list("version", "pk"))


def set_values(ids: list[int]) -> dict[int, SetValue]:
    """The engine's values of stored versions by inside number; question sets are no secret."""
    rows = QuestionSetVersion.objects.filter(pk__in=ids).values_list("pk", "content_hash")
    return {pk: set_value(pk, held) for pk, held in rows}
