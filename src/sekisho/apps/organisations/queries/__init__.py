"""Reading organisations: what an actor reaches, and opening what is sealed."""

from __future__ import annotations

from sekisho.apps.organisations.queries.keys import open_for, open_home, seal_for, seal_home
from sekisho.apps.organisations.queries.reach import (
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
    "OrganisationView",
    "RelationView",
    "asking_filter",
    "granted_ids",
    "group_members_for",
    "has_home",
    "home_id",
    "home_view",
    "is_reached",
    "open_for",
    "open_home",
    "organisation_for",
    "organisations_by_ids",
    "reach_filter",
    "relations_for",
    "seal_for",
    "seal_home",
    "search_filter",
]
