"""What group companies tell each other, and how long earlier answers are worth offering."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sekisho.apps.organisations.queries import OrganisationView, group_members_for, home_id
from sekisho.apps.sharing.models import GroupSetting
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import NotFound

MONTHS, MOST_MONTHS = 12, 36


@dataclass(frozen=True, slots=True)
class Setting:
    """Whether the group may know that this company asked, and how far back earlier asks count."""

    tells_group: bool
    months: int = MONTHS


@dataclass(frozen=True, slots=True)
class SettingView:
    """The setting of one company. `updated_at` is None while the default holds."""

    organisation: OrganisationView
    setting: Setting
    updated_at: datetime | None


def settings_for(actor: Actor) -> tuple[SettingView, ...]:
    """The settings of the companies in whose name the actor may ask, home first."""
    members = group_members_for(actor, Capability.RUN)
    rows = GroupSetting.objects.in_bulk([member.id for member in members])
    return tuple(
        SettingView(member, _value(member.id, row), row.updated_at if row else None)
        for member in members
        for row in (rows.get(member.id),)
    )


def setting_for(actor: Actor, organisation_uid: uuid.UUID) -> SettingView:
    """The setting of one company that the actor may change. Raises NotFound."""
    for found in settings_for(actor):
        if found.organisation.uid == organisation_uid:
            return found
    raise NotFound("sharing.no_setting")


def setting_of(organisation_id: int) -> Setting:
    """What holds for one company. Inside the house only, without a gate."""
    return _value(organisation_id, GroupSetting.objects.filter(pk=organisation_id).first())


def telling_ids() -> frozenset[int]:
    """The companies that tell the group that they asked. Inside the house only."""
    rows = dict(GroupSetting.objects.values_list("organisation_id", "tells_group"))
    rows.setdefault(home_id(), True)
    return frozenset(own for own, tells in rows.items() if tells)


def _value(organisation_id: int, row: GroupSetting | None) -> Setting:
    if row is None:
        return Setting(tells_group=organisation_id == home_id())
    return Setting(row.tells_group, row.months)
