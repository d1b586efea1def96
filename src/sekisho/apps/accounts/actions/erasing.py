"""Erasing links that have ended. The room that keeps the times records one entry for each batch."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from sekisho.apps.accounts.models import Link
from sekisho.apps.accounts.queries import ended_before
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.kernel.actor import Actor


@transaction.atomic
def erase_links(actor: Actor, *, ids: Sequence[int], before: datetime) -> int:
    """Erase ended links with their tokens and codes; returns how many.

    The calling action records the audit entry for `actor`.
    """
    rows = Link.objects.filter(ended_before(before), pk__in=ids)
    found = list(rows.values_list("id", flat=True))
    Link.objects.filter(pk__in=found).delete()
    return len(found)


@transaction.atomic
def revoke_links_of_holders(
    actor: Actor, *, holder_ids: Collection[int], purpose: str, now: datetime
) -> int:
    """Close the links of several holders at once; returns how many were open."""
    rows = Link.objects.filter(holder_id__in=list(holder_ids), purpose=purpose, revoked_at=None)
    count = rows.update(revoked_at=now)
    if count:
        change = Change("accounts.links_revoked", "link", count=count)
        record_entry(actor, change=change, now=now)
    return count
