"""Changing organisations and relations; keeps tiers, reach and search text true."""

from __future__ import annotations

from sekisho.apps.organisations.actions.reach import refresh_reach
from sekisho.apps.organisations.actions.register import (
    NewOrganisation,
    NewRelation,
    add_relations,
    create_home,
    create_organisations,
    remove_relation,
    update_organisations,
)

__all__ = [
    "NewOrganisation",
    "NewRelation",
    "add_relations",
    "create_home",
    "create_organisations",
    "refresh_reach",
    "remove_relation",
    "update_organisations",
]
