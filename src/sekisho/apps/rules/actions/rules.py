"""Writing down a rule and changing what stands of it apart from its editions."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.organisations.queries import group_members_for
from sekisho.apps.rules.models import Rule
from sekisho.apps.rules.queries.rules import RuleWords, require_standing, rule_for
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Conflict, Invalid, NotFound


@dataclass(frozen=True, slots=True)
class RuleFacts:
    """What somebody says of a rule: its words, and the day of its next review."""

    words: RuleWords
    review_on: date | None = None


@transaction.atomic
def create_rule(
    actor: Actor, *, organisation_uid: uuid.UUID, facts: RuleFacts, now: datetime
) -> uuid.UUID:
    """Write down a rule in a group company's name; returns its outside id.

    Raises NotFound, Invalid (rules.title_missing) without a title in both languages.
    """
    ours = {one.uid: one for one in group_members_for(actor, Capability.RUN)}
    if organisation_uid not in ours:
        raise NotFound("rules.not_there")
    _require_title(facts)
    row = Rule(uid=new_id(), organisation_id=ours[organisation_uid].id)
    row.content, row.review_on = facts.words.as_dict(), facts.review_on
    row.created_by_uid = actor.uid or new_id()
    row.created_at = row.updated_at = now
    row.save()
    _record(actor, "rules.created", row, now)
    return row.uid


@transaction.atomic
def change_rule(
    actor: Actor, *, uid: uuid.UUID, revision: int, facts: RuleFacts, now: datetime
) -> int:
    """Keep other words or another review day; returns the new revision.

    Raises NotFound, Conflict when it changed meanwhile, Invalid (rules.title_missing).
    """
    found = rule_for(actor, uid, today=timezone.localdate(now), capability=Capability.RUN)
    row = Rule.objects.select_for_update().get(pk=found.id)
    if row.revision != revision:
        raise Conflict("rules.changed_meanwhile")
    require_standing(found)
    _require_title(facts)
    row.content, row.review_on = facts.words.as_dict(), facts.review_on
    row.revision += 1
    row.updated_at = now
    row.save()
    _record(actor, "rules.changed", row, now)
    return row.revision


def _require_title(facts: RuleFacts) -> None:
    if not facts.words.title.is_complete:
        raise Invalid("rules.title_missing")


def _record(actor: Actor, verb: str, row: Rule, now: datetime) -> None:
    payload = {"revision": row.revision}
    record_entry(actor, change=Change(verb, "rule", row.uid, payload=payload), now=now)
