"""Erasing consents with the answers that they brought. The room that keeps the times records it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from sekisho.apps.asks.queries.erasing import assignments_naming
from sekisho.apps.asks.queries.scopes import scopes_by_ids
from sekisho.apps.partners.queries.erasing import Traces
from sekisho.apps.sharing.models import Consent
from sekisho.apps.sharing.queries.consents import frozen_consents, sealed_consent
from sekisho.kernel.actor import Actor


@transaction.atomic
def erase_consents(actor: Actor, *, assignment_ids: Sequence[int]) -> None:
    """Erase the consents by which these assignments were filled.

    One whose source alone is erased stays: it says where the answers that are kept came from. The
    calling action records the audit entry for `actor`.
    """
    Consent.objects.filter(target_id__in=list(assignment_ids)).delete()


@transaction.atomic
def take_name_out(actor: Actor, *, traces: Traces, now: datetime) -> int:
    """Take a person's name out of consents; returns how many were changed.

    The calling action records the audit entry for `actor`.
    """
    ends = scopes_by_ids(assignments_naming(traces), now=now)
    changed = 0
    for one in frozen_consents(Consent.objects.filter(target_id__in=list(ends)), now=now):
        if traces.is_named(one.by):
            sealed = sealed_consent(one.target, one.uid, by="", revisions=one.revisions)
            changed += Consent.objects.filter(uid=one.uid).update(sealed=sealed)
    return changed
