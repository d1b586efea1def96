"""Reading organisations: what an actor reaches, and opening what is sealed."""

from __future__ import annotations

from sekisho.apps.organisations.queries.keys import open_for, open_home, seal_for, seal_home
from sekisho.apps.organisations.queries.listing import (
    SORTS,
    Selection,
    count_in,
    counts_by,
    identify_organisations,
    is_taken,
    organisations_in,
    trading_filter,
    values_in,
)
from sekisho.apps.organisations.queries.reach import (
    IN_GROUP,
    asking_filter,
    granted_ids,
    home_id,
    is_reached,
    reach_filter,
)
from sekisho.apps.organisations.queries.register import (
    OrganisationView,
    RelationView,
    group_members_for,
    has_home,
    home_view,
    organisation_for,
    organisations_by_ids,
    relations_for,
)
from sekisho.apps.organisations.queries.search import search_filter

__all__ = [
    "IN_GROUP",
    "SORTS",
    "OrganisationView",
    "RelationView",
    "Selection",
    "asking_filter",
    "count_in",
    "counts_by",
    "granted_ids",
    "group_members_for",
    "has_home",
    "home_id",
    "home_view",
    "identify_organisations",
    "is_reached",
    "is_taken",
    "open_for",
    "open_home",
    "organisation_for",
    "organisations_by_ids",
    "organisations_in",
    "reach_filter",
    "relations_for",
    "seal_for",
    "seal_home",
    "search_filter",
    "trading_filter",
    "values_in",
]
