"""Changing the partner register."""

from __future__ import annotations

from sekisho.apps.partners.actions.contacts import (
    ContactDraft,
    clear_bounce,
    mark_contacts_bounced,
    remove_contact,
    restore_contact,
    save_contact,
)
from sekisho.apps.partners.actions.marks import Targets, change_tags, set_owner, set_tags
from sekisho.apps.partners.actions.register import (
    PartnerDraft,
    RelationDraft,
    add_group_company,
    add_relation,
    create_partner,
    drop_relation,
    move_group_company,
    set_note,
    set_partner_active,
    update_partner,
)

__all__ = [
    "ContactDraft",
    "PartnerDraft",
    "RelationDraft",
    "Targets",
    "add_group_company",
    "add_relation",
    "change_tags",
    "clear_bounce",
    "create_partner",
    "drop_relation",
    "mark_contacts_bounced",
    "move_group_company",
    "remove_contact",
    "restore_contact",
    "save_contact",
    "set_note",
    "set_owner",
    "set_partner_active",
    "set_tags",
    "update_partner",
]
