"""Taking a consent back, until the reply is submitted with its answers."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from sekisho.apps.asks.actions.taking_back import take_back_answers
from sekisho.apps.asks.queries.scopes import scope_of
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.sharing.models import Consent
from sekisho.apps.sharing.queries.consents import frozen_consents
from sekisho.kernel.actor import Actor, ActorKind
from sekisho.kernel.errors import NotFound


@transaction.atomic
def withdraw_consent(actor: Actor, *, uid: uuid.UUID, now: datetime) -> int:
    """Take back one press: its answers go as far as nobody changed them; returns how many went.

    Any holder of the link may, as any may answer. Raises NotFound for another reply's consent or
    one taken back, Conflict once the answers were submitted or the reply is read only.
    """
    if actor.kind is not ActorKind.LINK or actor.name:
        raise NotFound("sharing.no_consent")
    own = scope_of(actor, now=now)
    rows = Consent.objects.select_for_update().filter(target_id=own.id, withdrawn_at=None)
    found = frozen_consents(rows.filter(uid=uid), now=now)
    if not found:
        raise NotFound("sharing.no_consent")
    one = found[0]
    count = take_back_answers(actor, revisions=one.revisions, given_at=one.at, now=now)
    Consent.objects.filter(uid=uid).update(withdrawn_at=now)
    payload = {"consent": str(uid), "from": str(one.source.uid)}
    change = Change("sharing.withdrawn", "assignment", own.uid, payload=payload, count=count)
    record_entry(actor, change=change, now=now)
    return count
