"""Bring the shipped question sets into the database; a version that was sent never changes."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from sekisho.adapters.content import content_folder, load_schema, read_question_set
from sekisho.apps.asks.models import QuestionSetVersion
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.engines.questionnaire import QuestionSetVersion as SetValue
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Conflict, Forbidden


def load_question_sets(actor: Actor, *, now: datetime) -> int:
    """Add the versions that are not there yet; returns how many are new.

    A shipped version that was frozen and differs from its file raises Conflict: a published
    version never changes, a correction is a new version.
    """
    folder = content_folder() / "question-sets"
    schema = load_schema(folder)
    added = 0
    for path in sorted(folder.glob("*.yaml")):
        value, document = read_question_set(path.read_bytes(), file=path.name, schema=schema)
        added += _keep(actor, value=value, document=document, now=now)
    return added


@transaction.atomic
def publish_set(
    actor: Actor, *, document: Mapping[str, Any], now: datetime, is_listed: bool = False
) -> uuid.UUID:
    """Keep a question set that another room has drawn up; returns its outside id.

    Only a listed one is offered for asks of every kind.

    The same words again change nothing. Raises Forbidden, Invalid for a document that is not of
    form 1, Conflict (asks.set_frozen) when that version was sent with other words.
    """
    if not actor.can(Capability.RUN):
        raise Forbidden("asks.not_granted")
    schema = load_schema(content_folder() / "question-sets")
    text = json.dumps(document, ensure_ascii=False).encode()
    value, read = read_question_set(text, file=f"{document['id']}.yaml", schema=schema)
    _keep(actor, value=value, document=read, now=now, is_listed=is_listed)
    return QuestionSetVersion.objects.get(key=value.key, version=value.version).uid


@transaction.atomic
def _keep(
    actor: Actor,
    *,
    value: SetValue,
    document: dict[str, Any],
    now: datetime,
    is_listed: bool = True,
) -> int:
    text = json.dumps(document, sort_keys=True, ensure_ascii=False, default=str)
    digest = hashlib.sha256(text.encode()).hexdigest()
    known = QuestionSetVersion.objects.filter(key=value.key, version=value.version).first()
    if known is not None and known.content_hash == digest:
        return 0
    if known is not None and known.is_frozen:
        raise Conflict("asks.set_frozen", key=value.key, version=value.version)
    row = known or QuestionSetVersion(uid=new_id(), key=value.key, version=value.version)
    row.title = value.title.as_dict()
    row.content, row.content_hash = json.loads(text), digest
    row.respondent, row.question_count = value.respondent.value, len(value.questions)
    row.created_at, row.is_listed = now, is_listed
    row.save()
    change = Change("asks.question_set_loaded", "question_set", row.uid, payload={"hash": digest})
    record_entry(actor, change=change, now=now)
    return 0 if known else 1
