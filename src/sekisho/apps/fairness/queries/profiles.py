"""What a group company has set for fair dealing; home's stands in, then the shipped words."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sekisho.apps.fairness.models import FairProfile
from sekisho.apps.organisations.queries import OrganisationView, group_members_for, home_id
from sekisho.engines.fairness import FairWords
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import NotFound
from sekisho.kernel.text import Bilingual

# Kinds of audience, in the order of the page.
AUDIENCES = ("tier1", "deeper", "service", "dealer")
MINIMUM_DAYS, NOTICE_DAYS = 5, 3
_NOTHING = Bilingual()


@dataclass(frozen=True, slots=True)
class FairSettings:
    """The sentences of one company. `purposes` are by kind of audience; an empty one is stood in
    for by the shipped words.
    """

    purposes: Mapping[str, Bilingual] = field(default_factory=dict)
    alternatives: Bilingual = _NOTHING
    cost_talk: Bilingual = _NOTHING
    contact: str = ""
    minimum_days: int = MINIMUM_DAYS
    notice_days: int = NOTICE_DAYS

    def words_for(self, audience: str) -> FairWords:
        """The sentences to propose to that kind of audience."""
        shipped = FairWords()
        cost = self._with_contact(_first(self.cost_talk, shipped.cost_talk))
        return FairWords(
            purpose=_first(self.purposes.get(audience, _NOTHING), shipped.purpose),
            alternatives=_first(self.alternatives, shipped.alternatives),
            cost_talk=cost,
        )

    def as_content(self) -> dict[str, Any]:
        """The stored form of the sentences."""
        return {
            "purposes": {key: text.as_dict() for key, text in self.purposes.items()},
            "alternatives": self.alternatives.as_dict(),
            "cost_talk": self.cost_talk.as_dict(),
            "contact": self.contact,
        }

    def _with_contact(self, text: Bilingual) -> Bilingual:
        if not self.contact:
            return text
        return Bilingual(
            f"{text.ja}（ご相談先: {self.contact}）", f"{text.en} (Contact: {self.contact})"
        )


@dataclass(frozen=True, slots=True)
class FairProfileView:
    """The settings of one company. `updated_at` is None before they were set."""

    organisation: OrganisationView
    settings: FairSettings
    updated_at: datetime | None


def fair_profiles_for(actor: Actor) -> tuple[FairProfileView, ...]:
    """The settings of the companies in whose name the actor may ask, home first."""
    members = group_members_for(actor, Capability.RUN)
    rows = FairProfile.objects.in_bulk([member.id for member in members])
    return tuple(_view(member, rows.get(member.id)) for member in members)


def fair_profile_for(actor: Actor, organisation_uid: uuid.UUID) -> FairProfileView:
    """The settings of one company that the actor may change. Raises NotFound."""
    for found in fair_profiles_for(actor):
        if found.organisation.uid == organisation_uid:
            return found
    raise NotFound("fairness.no_profile")


def settings_of(organisation_id: int) -> FairSettings:
    """What applies to asks of this company. Inside the house only, without a gate."""
    rows = FairProfile.objects.in_bulk([organisation_id, home_id()])
    row = rows.get(organisation_id) or rows.get(home_id())
    return _settings(row) if row else FairSettings()


def _view(organisation: OrganisationView, row: FairProfile | None) -> FairProfileView:
    settings = _settings(row) if row else FairSettings()
    return FairProfileView(organisation, settings, row.updated_at if row else None)


def _settings(row: FairProfile) -> FairSettings:
    held = row.content
    purposes = {
        key: Bilingual.from_dict(text)
        for key, text in held.get("purposes", {}).items()
        if key in AUDIENCES
    }
    return FairSettings(
        purposes=purposes,
        alternatives=Bilingual.from_dict(held.get("alternatives", {})),
        cost_talk=Bilingual.from_dict(held.get("cost_talk", {})),
        contact=str(held.get("contact", "")),
        minimum_days=row.minimum_days,
        notice_days=row.notice_days,
    )


def _first(own: Bilingual, shipped: Bilingual) -> Bilingual:
    return Bilingual(own.ja or shipped.ja, own.en or shipped.en)
