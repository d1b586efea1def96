"""Who on our side is in charge of a partner. Inside the house only, without a gate."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from sekisho.apps.partners.models import Partner


def owners_of(organisation_ids: Iterable[int]) -> dict[int, int]:
    """The owner's contact number by partner; partners without one are absent."""
    rows = Partner.objects.filter(organisation_id__in=set(organisation_ids)).exclude(owner=None)
    return {own: owner for own, owner in rows.values_list("organisation_id", "owner_id") if owner}


def owned_filter(owner_id: int, *, path: str) -> Q:
    """A condition that keeps what is looked after by one of ours; `path` leads to the partner."""
    rows = Partner.objects.filter(owner_id=owner_id).values("organisation_id")
    return Q(**{f"{path}_id__in": rows})
