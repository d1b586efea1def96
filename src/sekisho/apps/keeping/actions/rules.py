"""Setting a time of keeping. A shorter one needs the number that was looked at."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.keeping.models import Rule
from sekisho.apps.keeping.queries.rules import KINDS, MOST_MONTHS, due_with, require_keeper
from sekisho.kernel.actor import Actor
from sekisho.kernel.errors import Conflict, Invalid, NotFound


def is_shorter(before: int | None, months: int | None) -> bool:
    """Whether a time is shorter than the one before; None is for good."""
    return months is not None and (before is None or months < before)


@transaction.atomic
def set_rule(
    actor: Actor, *, kind: str, months: int | None, seen_due: int | None = None, now: datetime
) -> None:
    """Keep a kind for so many months, None for good.

    A shorter time takes `seen_due`, how much would be erased tonight as it was shown. Raises
    Forbidden, NotFound for an unknown kind, Invalid for a number out of range, Conflict when more
    than shown would go or nothing was confirmed.
    """
    require_keeper(actor)
    if kind not in KINDS:
        raise NotFound("keeping.no_kind")
    if months is not None and not 1 <= months <= MOST_MONTHS:
        raise Invalid("keeping.months_out", most=MOST_MONTHS)
    row = Rule.objects.select_for_update().filter(pk=kind).first()
    before = row.months if row else None
    if before == months:
        return
    due = due_with(actor, kind, months, now=now)
    if is_shorter(before, months) and (seen_due is None or due > seen_due):
        raise Conflict("keeping.not_confirmed")
    held = {"months": months, "by_uid": actor.uid, "changed_at": now}
    Rule.objects.update_or_create(pk=kind, defaults=held)
    payload = {"kind": kind, "before": before, "months": months, "due": due}
    change = Change("keeping.rule_set", "rule", payload=payload, count=months or 0)
    record_entry(actor, change=change, now=now)
