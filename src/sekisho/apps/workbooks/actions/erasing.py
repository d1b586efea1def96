"""Erasing what was read from workbooks. The room that keeps the times records the entry."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from sekisho.apps.workbooks.models import Filing
from sekisho.kernel.actor import Actor


@transaction.atomic
def erase_filings(
    actor: Actor, *, assignment_ids: Sequence[int], ask_ids: Sequence[int] = ()
) -> None:
    """Erase the filings of assignments, and of whole asks those that belong to nobody yet.

    The calling action records the audit entry for `actor`.
    """
    Filing.objects.filter(assignment_id__in=list(assignment_ids)).delete()
    Filing.objects.filter(ask_id__in=list(ask_ids), assignment=None).delete()
