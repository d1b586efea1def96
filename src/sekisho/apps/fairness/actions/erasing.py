"""Erasing a name from the log of talks. The room that keeps the times records the entry."""

from __future__ import annotations

import re
from dataclasses import replace

from django.db import transaction

from sekisho.apps.fairness.models import Consultation
from sekisho.apps.fairness.queries.consultations import opened_talk, sealed_talk
from sekisho.apps.partners.queries.erasing import Traces
from sekisho.kernel.actor import Actor

_BETWEEN_NAMES = re.compile(r"[、，,;；/／・\n]")


@transaction.atomic
def take_name_out(actor: Actor, *, traces: Traces) -> int:
    """Take a person out of those with whom was talked; returns how many entries were changed.

    Not where a namesake works. The calling action records the audit entry for `actor`.
    """
    changed = 0
    rows = Consultation.objects.select_for_update().filter(partner_id=traces.organisation_id)
    for row in rows if traces.is_only else ():
        words = opened_talk(row)
        kept = _without(words.with_whom, traces)
        if kept != words.with_whom:
            sealed = sealed_talk(row.uid, replace(words, with_whom=kept))
            changed += Consultation.objects.filter(pk=row.pk).update(sealed=sealed)
    return changed


def _without(names: str, traces: Traces) -> str:
    """The same list of names without this one; untouched where it does not stand."""
    parts = _BETWEEN_NAMES.split(names)
    left = [part.strip() for part in parts if not traces.is_named(part)]
    return names if len(left) == len(parts) else "、".join(filter(None, left))
