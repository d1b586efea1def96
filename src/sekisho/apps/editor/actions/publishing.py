"""Publishing a draft as a version that never changes, with the map of which answers live on."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from sekisho.apps.asks.actions.sets import publish_set
from sekisho.apps.asks.queries.set_documents import set_values, versions_of
from sekisho.apps.asks.queries.sets import SetView, set_for
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.editor.models import CarryMap, DraftSet
from sekisho.apps.editor.queries.drafts import DraftView, draft_for
from sekisho.engines.question_diff import carry_faults
from sekisho.engines.question_drafts import document_from, draft_faults
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Conflict, Forbidden, Invalid


@transaction.atomic
def publish_draft(
    actor: Actor,
    *,
    uid: uuid.UUID,
    seen: int,
    carry: Mapping[str, str] | None,
    now: datetime,
) -> uuid.UUID:
    """Publish a draft; returns the outside id of the version.

    `carry` is the confirmed map from the version the draft was begun from: old key -> new key or
    empty. Raises NotFound, Conflict when the draft changed since it was looked over (`seen`) or
    its version exists, Invalid for a draft with faults or a map that cannot stand.
    """
    view = draft_for(actor, uid, Capability.RUN)
    row = DraftSet.objects.select_for_update().get(pk=view.line.id)
    if row.revision != seen:
        raise Conflict("editor.changed_meanwhile")
    faults = draft_faults(view.draft)
    if faults:
        raise Invalid("editor.not_ready", count=len(faults))
    document = document_from(view.draft)
    if document["version"] in versions_of(document["id"]):
        raise Conflict("editor.version_exists", key=document["id"], version=document["version"])
    set_uid = publish_set(actor, document=document, now=now, is_own=True)
    published, _value = set_for(actor, set_uid)
    if view.base is not None and carry is not None:
        _keep_map(actor, older=view.base, newer=published, carry=carry, now=now)
    row.published_id = row.base_id = published.id
    row.save(update_fields=["published", "base"])
    _record(actor, view, published, now)
    return set_uid


@transaction.atomic
def confirm_carry(
    actor: Actor,
    *,
    older_uid: uuid.UUID,
    newer_uid: uuid.UUID,
    carry: Mapping[str, str],
    now: datetime,
) -> None:
    """Confirm which answers live on between any two published versions.

    Raises Forbidden, NotFound, Invalid for a map that cannot stand.
    """
    if not actor.can(Capability.RUN):
        raise Forbidden("editor.not_granted")
    (older, _old), (newer, _new) = set_for(actor, older_uid), set_for(actor, newer_uid)
    _keep_map(actor, older=older, newer=newer, carry=carry, now=now)
    change = Change("editor.carry_confirmed", "question_set", newer.uid, payload=dict(carry))
    record_entry(actor, change=change, now=now)


def _keep_map(
    actor: Actor, *, older: SetView, newer: SetView, carry: Mapping[str, str], now: datetime
) -> None:
    values = set_values([older.id, newer.id])
    if wrong := carry_faults(values[older.id], values[newer.id], carry):
        raise Invalid("editor.carry_wrong", keys=", ".join(wrong))
    facts = {"content": dict(carry), "by_uid": actor.uid or new_id(), "at": now}
    CarryMap.objects.update_or_create(older_id=older.id, newer_id=newer.id, defaults=facts)


def _record(actor: Actor, view: DraftView, published: SetView, now: datetime) -> None:
    payload = {"key": published.key, "version": published.version}
    where = view.line.organisation.uid
    change = Change("editor.published", "draft_set", view.line.uid, where, payload)
    record_entry(actor, change=change, now=now)
