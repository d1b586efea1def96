"""Erasing scores that were frozen for feedback. The room that keeps the times records the entry."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from sekisho.apps.reports.models import Feedback
from sekisho.kernel.actor import Actor


@transaction.atomic
def erase_feedback(actor: Actor, *, ask_ids: Sequence[int]) -> None:
    """Erase the feedback of asks of which nothing else is left.

    Not sooner: figures with one member less would tell that member's score to the others. The
    calling action records the audit entry for `actor`.
    """
    Feedback.objects.filter(pk__in=list(ask_ids)).delete()
