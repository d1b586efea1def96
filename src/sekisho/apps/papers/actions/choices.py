"""Choosing how an ask uses paper."""

from __future__ import annotations

import uuid
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from sekisho.apps.asks.queries.drafts import ask_for
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.papers.models import PaperChoice
from sekisho.apps.papers.queries.choices import PaperChoices
from sekisho.kernel.actor import Actor, Capability


@transaction.atomic
def save_choices(actor: Actor, *, uid: uuid.UUID, choices: PaperChoices, now: datetime) -> None:
    """Keep them; sent letters stay as they were. Raises NotFound, as for sending the ask."""
    ask = ask_for(actor, uid, Capability.RUN)
    values = asdict(choices)
    PaperChoice.objects.update_or_create(ask_id=ask.id, defaults={**values, "updated_at": now})
    record_entry(actor, change=Change("papers.chosen", "ask", uid, payload=values), now=now)
