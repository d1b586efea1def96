"""Which partners may stand under the laws on fair subcontracting, seen from a company of ours."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sekisho.apps.asks.queries.audience import AskAudience
from sekisho.apps.asks.queries.drafts import AskView
from sekisho.apps.organisations.queries import (
    OrganisationView,
    granted_ids,
    home_view,
    organisation_for,
    organisations_by_ids,
    relations_for,
)
from sekisho.engines.fairness import Cover, Coverage, Size, coverage_of
from sekisho.kernel.actor import SYSTEM, Actor, Capability

_BATCH = 5_000


@dataclass(frozen=True, slots=True)
class CoveredPartner:
    """One partner with the answer and what it rests on."""

    organisation: OrganisationView
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class AudienceCover:
    """How many of those asked may be covered, are unknown, are abroad or are not, by size.

    `flagged` holds the first kind, in the order of the audience.
    """

    flagged: tuple[CoveredPartner, ...] = ()
    unknown: int = 0
    abroad: int = 0
    others: int = 0


@dataclass(frozen=True, slots=True)
class PartnerCover:
    """One partner seen from one company of ours to which it delivers."""

    buyer: OrganisationView
    coverage: Coverage


def cover_of_audience(ask: AskView, audience: AskAudience) -> AudienceCover:
    """The partners that would be asked; group companies are left out."""
    known = organisations_among((ask.organisation_id, *subjects_of(audience)))
    ours = size_of(known[ask.organisation_id])
    found = [
        CoveredPartner(one, coverage_of(ours, size_of(one), country=one.country))
        for own in subjects_of(audience)
        if (one := known.get(own)) is not None and not one.is_group
    ]
    covers = [one.coverage.cover for one in found]
    return AudienceCover(
        flagged=tuple(one for one in found if one.coverage.cover is Cover.MAY_APPLY),
        unknown=covers.count(Cover.UNKNOWN),
        abroad=covers.count(Cover.ABROAD),
        others=covers.count(Cover.BELOW),
    )


def cover_of_partner(actor: Actor, uid: uuid.UUID) -> tuple[PartnerCover, ...]:
    """One partner as each of our companies that it supplies sees it, within reach; a partner that
    delivers to others only is seen from home, if that is within the actor's grants.

    Empty for group companies and for those who only buy from us. Raises NotFound.
    """
    partner = organisation_for(actor, uid)
    if partner.is_group:
        return ()
    edges = relations_for(actor, partner.id)
    supplies = [edge for edge in edges if edge.supplier.id == partner.id and edge.kind != "sales"]
    buyers = {edge.customer.id: edge.customer for edge in supplies if edge.customer.is_group}
    if not buyers and supplies and granted_ids(actor, Capability.VIEW) is None:
        home = home_view()
        buyers = {home.id: home}
    theirs = size_of(partner)
    return tuple(
        PartnerCover(buyer, coverage_of(size_of(buyer), theirs, country=partner.country))
        for buyer in sorted(buyers.values(), key=lambda one: (not one.is_home, one.name))
    )


def organisations_among(ids: Iterable[int]) -> dict[int, OrganisationView]:
    """Organisations by inside number, in batches that a statement can hold."""
    wanted, found = sorted(set(ids)), {}
    for start in range(0, len(wanted), _BATCH):
        found.update(organisations_by_ids(SYSTEM, wanted[start : start + _BATCH]))
    return found


def subjects_of(audience: AskAudience) -> Iterator[int]:
    """The organisations that would be asked about."""
    return (one.subject_id for one in audience.recipients)


def size_of(organisation: OrganisationView) -> Size:
    """What the register knows of its size."""
    return Size(organisation.capital_yen, organisation.headcount)
