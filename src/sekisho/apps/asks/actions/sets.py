"""Bring the shipped question sets into the database; a version that was sent never changes."""

from __future__ import annotations

import hashlib
import json
import logging
import uuid
from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any

from django.db import IntegrityError, transaction

from sekisho.adapters.content import content_folder, load_schema, read_question_set, shipped_sets
from sekisho.apps.asks.models import QuestionSetVersion
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.engines.questionnaire import QuestionSetVersion as SetValue
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Conflict, Forbidden

_log = logging.getLogger(__name__)


class _Origin(Enum):
    """Who drew a version up: that decides what happens where it exists with other words."""

    SHIPPED = "shipped"  # replaces an earlier file while it was not sent; spares our own
    DRAWN = "drawn"  # from an alert: replaces itself while it was not sent
    OWN = "own"  # published by a person here: replaces nothing, and nothing replaces it


def load_question_sets(actor: Actor, *, now: datetime) -> int:
    """Add the versions that are not there yet; returns how many are new.

    A shipped version that was frozen and differs from its file raises Conflict: a published
    version never changes, a correction is a new version. One that somebody here published under
    the same key and version stays; the log names it.
    """
    return sum(
        _keep(actor, value=value, document=document, now=now, origin=_Origin.SHIPPED)
        for value, document in shipped_sets(content_folder() / "question-sets")
    )


@transaction.atomic
def publish_set(
    actor: Actor, *, document: Mapping[str, Any], now: datetime, is_own: bool = False
) -> uuid.UUID:
    """Keep a question set that another room has drawn up; returns its outside id.

    Only a person's own one is offered for asks of every kind, and never replaced.

    The same words again change nothing. Raises Forbidden, Invalid for a document that is not of
    form 1, Conflict (asks.set_frozen) when that version was sent with other words,
    (asks.set_exists) when an own one meets a version with other words or the other way round.
    """
    if not actor.can(Capability.RUN):
        raise Forbidden("asks.not_granted")
    schema = load_schema(content_folder() / "question-sets")
    text = json.dumps(document, ensure_ascii=False).encode()
    value, read = read_question_set(text, file=f"{document['id']}.yaml", schema=schema)
    origin = _Origin.OWN if is_own else _Origin.DRAWN
    _keep(actor, value=value, document=read, now=now, origin=origin)
    return QuestionSetVersion.objects.get(key=value.key, version=value.version).uid


@transaction.atomic
def _keep(
    actor: Actor,
    *,
    value: SetValue,
    document: Mapping[str, Any],
    now: datetime,
    origin: _Origin,
) -> int:
    text = json.dumps(document, sort_keys=True, ensure_ascii=False, default=str)
    digest = hashlib.sha256(text.encode()).hexdigest()
    same = QuestionSetVersion.objects.filter(key=value.key, version=value.version)
    known = same.select_for_update().first()
    if known is not None and (known.content_hash == digest or _is_spared(known, origin)):
        return 0
    row = known or QuestionSetVersion(uid=new_id(), key=value.key, version=value.version)
    row.title = value.title.as_dict()
    row.content, row.content_hash = json.loads(text), digest
    row.respondent, row.question_count = value.respondent.value, len(value.questions)
    row.created_at, row.is_listed = now, origin is not _Origin.DRAWN
    row.is_own = origin is _Origin.OWN
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:  # somebody published the same version at the same moment
        raise Conflict("asks.set_exists", key=value.key, version=value.version) from error
    change = Change("asks.question_set_loaded", "question_set", row.uid, payload={"hash": digest})
    record_entry(actor, change=change, now=now)
    return 0 if known else 1


def _is_spared(known: QuestionSetVersion, origin: _Origin) -> bool:
    """Whether a version stays as it is; raises Conflict where a person must decide."""
    if known.is_own and origin is _Origin.SHIPPED:
        _log.warning("%s %s was published here; not replaced", known.key, known.version)
        return True
    if known.is_own or origin is _Origin.OWN:
        raise Conflict("asks.set_exists", key=known.key, version=known.version)
    if known.is_frozen:
        raise Conflict("asks.set_frozen", key=known.key, version=known.version)
    return False
