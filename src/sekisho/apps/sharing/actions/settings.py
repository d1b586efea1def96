"""Setting what the group may know of a company's asks."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.sharing.models import GroupSetting
from sekisho.apps.sharing.queries.settings import MOST_MONTHS, Setting, setting_for
from sekisho.kernel.actor import Actor
from sekisho.kernel.errors import Invalid


@transaction.atomic
def save_setting(
    actor: Actor, *, organisation_uid: uuid.UUID, setting: Setting, now: datetime
) -> None:
    """Keep what this company has set. Raises NotFound, Invalid for months that cannot be."""
    at = setting_for(actor, organisation_uid).organisation
    if not 1 <= setting.months <= MOST_MONTHS:
        raise Invalid("sharing.months_out_of_range", most=MOST_MONTHS)
    values = {"tells_group": setting.tells_group, "months": setting.months}
    GroupSetting.objects.update_or_create(
        organisation_id=at.id, defaults={**values, "updated_at": now}
    )
    change = Change("sharing.setting_saved", "sharing_setting", at.uid, at.uid, values)
    record_entry(actor, change=change, now=now)
