"""Setting the sentences of fair dealing for a company."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.fairness.models import FairProfile
from sekisho.apps.fairness.queries.profiles import FairSettings, fair_profile_for
from sekisho.kernel.actor import Actor
from sekisho.kernel.errors import Invalid

MOST_DAYS = 60


@transaction.atomic
def save_fair_settings(
    actor: Actor, *, organisation_uid: uuid.UUID, settings: FairSettings, now: datetime
) -> None:
    """Keep what this company has set. Raises NotFound, Invalid for days that cannot be."""
    organisation = fair_profile_for(actor, organisation_uid).organisation
    if not all(1 <= days <= MOST_DAYS for days in (settings.minimum_days, settings.notice_days)):
        raise Invalid("fairness.days_out_of_range", most=MOST_DAYS)
    FairProfile.objects.update_or_create(
        organisation_id=organisation.id,
        defaults={
            "content": settings.as_content(),
            "minimum_days": settings.minimum_days,
            "notice_days": settings.notice_days,
            "updated_at": now,
        },
    )
    payload = {"minimum": settings.minimum_days, "notice": settings.notice_days}
    change = Change(
        "fairness.settings_saved", "fair_profile", organisation.uid, organisation.uid, payload
    )
    record_entry(actor, change=change, now=now)
