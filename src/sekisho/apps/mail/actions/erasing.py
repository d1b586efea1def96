"""Erasing records of letters. The room that keeps the times records one entry for each batch."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from sekisho.apps.mail.models import LetterState, LocalLetter, OutboxLetter, Returned
from sekisho.apps.mail.queries.erasing import Ids, Spared, due_letters, due_local
from sekisho.kernel.actor import Actor


@transaction.atomic
def erase_letters(actor: Actor, *, ids: Ids, before: datetime, spared: Spared) -> int:
    """Erase those of these records of letters that are due; returns how many.

    The calling action records the audit entry for `actor`.
    """
    count = 0
    for rows, chosen in (
        (due_letters(before, spared), ids.letters),
        (due_local(before, spared), ids.local),
    ):
        due = list(rows.filter(pk__in=chosen).values_list("id", flat=True))
        rows.model.objects.filter(pk__in=due).delete()
        count += len(due)
    return count


@transaction.atomic
def cancel_letters_to(actor: Actor, *, names: Collection[str], recipient_id: int) -> int:
    """Cancel the letters of these names to one recipient that still wait; returns how many.

    The calling action records the audit entry for `actor`.
    """
    rows = OutboxLetter.objects.filter(
        letter__in=list(names), recipient_id=recipient_id, state=LetterState.QUEUED
    )
    return rows.update(state=LetterState.CANCELLED, leased_by="", leased_until=None)


@transaction.atomic
def erase_returns_of(actor: Actor, *, recipient_id: int) -> int:
    """Erase what came back from one contact; returns how many.

    The calling action records the audit entry for `actor`.
    """
    rows = Returned.objects.filter(recipient_id=recipient_id, is_to_contact=True)
    return rows.delete()[0]


@transaction.atomic
def erase_local_letters(actor: Actor, *, ids: Collection[int]) -> int:
    """Erase these letters of the trial mailbox; returns how many.

    The calling action records the audit entry for `actor`.
    """
    return LocalLetter.objects.filter(pk__in=list(ids)).delete()[0]
