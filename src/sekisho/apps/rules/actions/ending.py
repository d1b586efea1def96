"""Withdrawing a whole rule: it holds no more, and whoever was asked to attest it is told."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from sekisho.apps.asks.actions.changing import withdraw_ask
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.rules.models import Rule
from sekisho.apps.rules.queries.attested import open_sendings
from sekisho.apps.rules.queries.rules import rule_for, sealed_end
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import Conflict, Invalid
from sekisho.kernel.text import Bilingual


@transaction.atomic
def end_rule(
    actor: Actor, *, uid: uuid.UUID, revision: int, because: Bilingual, now: datetime
) -> int:
    """Withdraw a rule with its open asks; returns how many asks were taken back.

    Each of those writes to whoever has not answered yet. Answers, editions and exceptions stay.
    Raises NotFound, Invalid (rules.reason_missing) without a reason in both languages, Conflict
    when it changed meanwhile or was withdrawn before.
    """
    found = rule_for(actor, uid, today=timezone.localdate(now), capability=Capability.RUN)
    row = Rule.objects.select_for_update().get(pk=found.id)
    if row.ended_at is not None:
        raise Conflict("rules.ended")
    if row.revision != revision:
        raise Conflict("rules.changed_meanwhile")
    if not because.is_complete:
        raise Invalid("rules.reason_missing")
    row.ended_at, row.ended_by_uid, row.updated_at = now, actor.uid, now
    row.ended_sealed = sealed_end(row.uid, because)
    row.revision += 1
    row.save()
    asks = open_sendings(actor, found)
    for ask in asks:
        withdraw_ask(actor, uid=ask.uid, revision=ask.revision, now=now)
    change = Change("rules.ended", "rule", row.uid, payload=because.as_dict(), count=len(asks))
    record_entry(actor, change=change, now=now)
    return len(asks)
