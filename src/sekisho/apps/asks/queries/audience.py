"""Who would be asked: subjects and respondents kept apart, and who cannot be reached.

A supplier set is answered by the partner about itself. A buyer set is answered about a partner by
the partner's owner at our group company; a partner without an owner cannot be asked.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sekisho.apps.asks.models import QuestionSetVersion
from sekisho.apps.asks.queries.drafts import AskView, AudienceSpec
from sekisho.apps.asks.queries.zones import due_moment
from sekisho.apps.organisations.queries import (
    OrganisationView,
    group_members_for,
    organisations_by_ids,
)
from sekisho.apps.partners.queries import (
    AudienceMember,
    PartnerFilter,
    audience_for,
    contacts_by_ids,
)
from sekisho.apps.partners.queries.pages import facets_for, tags_for
from sekisho.engines.identity.characters import fold_characters
from sekisho.kernel.actor import SYSTEM, Actor, Capability
from sekisho.kernel.text import Bilingual

BUYER = "buyer"


@dataclass(frozen=True, slots=True)
class Recipient:
    """One respondent to be asked about one subject. `contact_id` is None without an address.

    `has_bounced` then tells that there is one, but letters came back from it.
    """

    subject_id: int
    name: str
    name_en: str
    tier: int | None
    respondent_id: int
    contact_id: int | None
    language: str
    country: str
    has_bounced: bool = False

    def as_row(self) -> list[int | str | None]:
        """The form in which a wave keeps it."""
        return [self.subject_id, self.respondent_id, self.contact_id, self.language, self.country]


@dataclass(frozen=True, slots=True)
class AudienceChoices:
    """What a filter may choose from, with how many there are of each."""

    tiers: tuple[tuple[int, int], ...]
    countries: tuple[tuple[str, int], ...]
    tags: tuple[tuple[str, int], ...]
    group_companies: tuple[tuple[uuid.UUID, Bilingual], ...]


@dataclass(frozen=True, slots=True)
class AskAudience:
    """Recipients by name; partners whom nobody answers for; list lines that named nobody; whether
    one of them names home.
    """

    recipients: tuple[Recipient, ...] = ()
    unowned: tuple[AudienceMember, ...] = ()
    unknown: tuple[str, ...] = ()
    names_home: bool = False

    @property
    def reachable(self) -> int:
        """How many get a letter."""
        return sum(recipient.contact_id is not None for recipient in self.recipients)

    @property
    def silent(self) -> tuple[Recipient, ...]:
        """Those to whom no letter can go, because nobody there has an address that works."""
        return tuple(one for one in self.recipients if one.contact_id is None)

    @property
    def bounced(self) -> int:
        """How many of those have an address from which letters came back."""
        return sum(one.has_bounced for one in self.recipients)

    @property
    def readers(self) -> dict[str, int]:
        """How many letters would be written in each language."""
        return Counter(one.language for one in self.recipients if one.contact_id is not None)


def audience_of(actor: Actor, ask: AskView) -> AskAudience:
    """Whom this ask would go to as it stands, within what the actor may ask."""
    spec = ask.audience
    if not spec.mode or (spec.mode == "list" and not spec.listed):
        return AskAudience()
    criteria = _criteria(actor, spec)
    listed = spec.listed if spec.mode == "list" else ()
    found = audience_for(actor, criteria, listed=listed, is_home_asked=spec.is_home_asked)
    if is_buyer_set(ask.question_set_id):
        recipients, unowned = _owners_of(found.members)
        return AskAudience(recipients, unowned, found.unknown, found.names_home)
    return AskAudience(tuple(map(_itself, found.members)), (), found.unknown, found.names_home)


def recipients_named(recipients: Sequence[Recipient], words: str) -> tuple[Recipient, ...]:
    """The recipients whose name in either language holds these words, in the given order."""
    wanted = fold_characters(words.strip())
    return tuple(
        one for one in recipients if wanted in fold_characters(f"{one.name}\n{one.name_en}")
    )


def audience_choices(actor: Actor) -> AudienceChoices:
    """Tiers, countries, tags and companies that the filter offers this actor."""
    facets = facets_for(actor)
    members = group_members_for(actor, Capability.RUN)
    return AudienceChoices(
        tiers=tuple((tier, count) for tier, count in facets.tiers if tier is not None),
        countries=facets.countries,
        tags=tags_for(actor),
        group_companies=tuple((member.uid, member.names) for member in members),
    )


def is_buyer_set(question_set_id: int | None) -> bool:
    """Whether the owner on our side answers about the partner."""
    rows = QuestionSetVersion.objects.filter(pk=question_set_id or 0, respondent=BUYER)
    return rows.exists()


def due_of(ask: AskView, country: str, now: datetime) -> datetime:
    """When this ask, sent now, is due in that country."""
    return due_moment(country, answer_days=ask.answer_days, due_on=ask.due_on, now=now)


def _criteria(actor: Actor, spec: AudienceSpec) -> PartnerFilter:
    if not spec.group_company:
        return spec.criteria(None)
    wanted = uuid.UUID(spec.group_company)
    members = group_members_for(actor, Capability.RUN)
    own = next((member.id for member in members if member.uid == wanted), 0)
    return spec.criteria(own)


def _itself(member: AudienceMember) -> Recipient:
    return _recipient(member, member.organisation_id, member.contact_id, member.language)


def _recipient(
    member: AudienceMember,
    respondent_id: int,
    contact_id: int | None,
    language: str,
    country: str = "",
) -> Recipient:
    return Recipient(
        subject_id=member.organisation_id,
        name=member.name,
        name_en=member.name_en,
        tier=member.tier,
        respondent_id=respondent_id,
        contact_id=contact_id,
        language=language,
        country=country or member.country,
        has_bounced=member.has_bounced,
    )


def _owners_of(
    members: Sequence[AudienceMember],
) -> tuple[tuple[Recipient, ...], tuple[AudienceMember, ...]]:
    owner_ids = {m.owner_contact_id for m in members if m.owner_contact_id is not None}
    owners = contacts_by_ids(owner_ids)
    own_side: dict[int, OrganisationView] = organisations_by_ids(
        SYSTEM, {owner.organisation_id for owner in owners.values()}
    )
    asked, unowned = [], []
    for member in members:
        owner = owners.get(member.owner_contact_id or 0)
        if owner is None:
            unowned.append(member)
            continue
        contact_id = owner.id if owner.is_usable else None
        country = own_side[owner.organisation_id].country
        one = _recipient(member, owner.organisation_id, contact_id, owner.language, country)
        asked.append(replace(one, has_bounced=owner.bounced_at is not None))
    return tuple(asked), tuple(unowned)
