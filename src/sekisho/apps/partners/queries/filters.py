"""What a filtered list of partners means, as one condition over organisations."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from sekisho.apps.organisations.queries import IN_GROUP, search_filter, trading_filter
from sekisho.apps.partners.models import Contact, Partner


@dataclass(frozen=True, slots=True)
class PartnerFilter:
    """Which partners: values of one field are alternatives, fields add up; empty asks nothing.

    `tags` are names, `kinds` kinds of relation, `group_company_id` and `owner_id` inside numbers
    (an organisation of ours, a contact of ours). `is_group`: True for group companies, False for
    partners, None for both. `sort` is one of organisations.queries.SORTS.
    """

    query: str = ""
    tiers: tuple[int, ...] = ()
    tags: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    group_company_id: int | None = None
    kinds: tuple[str, ...] = ()
    is_group: bool | None = None
    has_contact: bool | None = None
    owner_id: int | None = None
    sort: str = "name"
    is_active: bool = True


def condition_of(criteria: PartnerFilter) -> Q:
    """The filter as a condition whose model is Organisation."""
    where = Q(is_active=criteria.is_active)
    if criteria.query.strip():
        where &= search_filter(criteria.query)
    if criteria.tiers:
        where &= Q(tier__in=criteria.tiers)
    if criteria.countries:
        where &= Q(country__in=criteria.countries)
    if criteria.is_group is not None:
        where &= IN_GROUP if criteria.is_group else Q(is_group=False)
    if criteria.group_company_id is not None or criteria.kinds:
        where &= trading_filter(criteria.group_company_id, criteria.kinds)
    return where & _own_condition(criteria)


def _own_condition(criteria: PartnerFilter) -> Q:
    where = Q()
    if criteria.tags:
        tagged = Partner.objects.filter(tags__name__in=criteria.tags)
        where &= Q(id__in=tagged.values("organisation_id"))
    if criteria.owner_id is not None:
        owned = Partner.objects.filter(owner_id=criteria.owner_id)
        where &= Q(id__in=owned.values("organisation_id"))
    if criteria.has_contact is not None:
        reachable = Q(id__in=Contact.objects.filter(USABLE).values("organisation_id"))
        where &= reachable if criteria.has_contact else ~reachable
    return where


# A contact to whom a letter can go.
USABLE = Q(is_active=True, bounced_at=None) & ~Q(email="")


def uids_condition(uids: Iterable[uuid.UUID]) -> Q:
    """Organisations by outside id, as a condition whose model is Organisation."""
    return Q(uid__in=list(uids))


def group_condition(*, is_group: bool | None) -> Q:
    """Active group companies, active partners, or (None) both."""
    return condition_of(PartnerFilter(is_group=is_group))
