"""Changing what the register knows of partners: master data, tags, owner, note, relations."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db import transaction

from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.organisations.actions import (
    NewOrganisation,
    NewRelation,
    add_relations,
    create_organisations,
    refresh_reach,
    remove_relation,
    update_organisations,
)
from sekisho.apps.organisations.queries import (
    group_members_for,
    is_taken,
    organisation_for,
    organisations_by_ids,
    relations_for,
    seal_for,
)
from sekisho.apps.partners.actions.rows import ensure_partners
from sekisho.apps.partners.models import Partner
from sekisho.apps.partners.queries.pages import note_place
from sekisho.engines.identity import corporate_number_fault, normalise_corporate_number
from sekisho.kernel.actor import SYSTEM, Actor, Capability
from sekisho.kernel.errors import Conflict, Forbidden, Invalid, NotFound


@dataclass(frozen=True, slots=True)
class PartnerDraft:
    """Master data as a person types it; blank code and number mean there is none."""

    name: str
    name_en: str = ""
    name_kana: str = ""
    country: str = "JP"
    own_code: str = ""
    corporate_number: str = ""
    capital_yen: int | None = None
    headcount: int | None = None


@dataclass(frozen=True, slots=True)
class RelationDraft:
    """An edge as seen from one partner: the other end, and which of the two supplies."""

    other_uid: uuid.UUID
    is_supplier: bool = True  # the partner supplies the other end
    kind: str = "procurement"
    what: str = ""


@transaction.atomic
def create_partner(
    actor: Actor, *, partner: PartnerDraft, relation: RelationDraft, now: datetime
) -> uuid.UUID:
    """Add a partner with its first relation, which makes it visible; returns its outside id.

    Raises Invalid or Conflict for a corporate number or code that will not do, NotFound when the
    other end is out of reach.
    """
    if not actor.can(Capability.RUN):
        raise Forbidden("partners.not_granted")
    other = organisation_for(actor, relation.other_uid, Capability.RUN)
    values = _checked(partner, None)
    new = NewOrganisation(**values)
    (own,) = create_organisations(actor, organisations=[new], now=now)
    edge = _edge(own, other.id, relation)
    add_relations(actor, relations=[edge], now=now)
    ensure_partners([own])
    refresh_reach(actor, now=now)
    return organisations_by_ids(SYSTEM, [own])[own].uid


@transaction.atomic
def update_partner(actor: Actor, *, uid: uuid.UUID, partner: PartnerDraft, now: datetime) -> None:
    """Replace the master data of a partner or group company."""
    found = organisation_for(actor, uid, Capability.RUN)
    values = _checked(partner, found.id)
    changed = {name: value for name, value in values.items() if getattr(found, name) != value}
    if changed:
        update_organisations(actor, changes={found.id: changed}, now=now)


@transaction.atomic
def set_partner_active(actor: Actor, *, uid: uuid.UUID, is_active: bool, now: datetime) -> None:
    """Take a partner out of lists and audiences, or bring it back; nothing is erased."""
    found = organisation_for(actor, uid, Capability.RUN)
    if found.is_home:
        raise Conflict("partners.home_stays")
    update_organisations(actor, changes={found.id: {"is_active": is_active}}, now=now)


@transaction.atomic
def set_note(actor: Actor, *, uid: uuid.UUID, text: str, now: datetime) -> None:
    """Keep a free note about a partner, encrypted with its key; an empty text removes it."""
    found = organisation_for(actor, uid, Capability.FOLLOW_UP)
    ensure_partners([found.id])
    plain = text.strip().encode()
    sealed = seal_for(found.id, note_place(found.id), plain) if plain else None
    Partner.objects.filter(organisation_id=found.id).update(note_sealed=sealed)
    _record(actor, "partners.note_set", found.uid, {"length": len(text)}, now)


@transaction.atomic
def add_relation(actor: Actor, *, uid: uuid.UUID, relation: RelationDraft, now: datetime) -> None:
    """Add an edge at a partner, between two that the actor runs.

    An edge brings each end into the reach of whoever sees the other, so that reading alone may draw
    none. Raises NotFound when either end is out of that reach, Invalid for an edge to itself.
    """
    found = organisation_for(actor, uid, Capability.RUN)
    other = organisation_for(actor, relation.other_uid, Capability.RUN)
    if found.id == other.id:
        raise Invalid("partners.relation_to_itself")
    add_relations(actor, relations=[_edge(found.id, other.id, relation)], now=now)
    refresh_reach(actor, now=now)


@transaction.atomic
def drop_relation(
    actor: Actor, *, uid: uuid.UUID, relation_uid: uuid.UUID, now: datetime
) -> RelationDraft:
    """Remove an edge at a partner; returns it as a draft, with which it can be put back."""
    found = organisation_for(actor, uid, Capability.RUN)
    for row in relations_for(actor, found.id):
        if row.uid == relation_uid:
            is_supplier = row.supplier.id == found.id
            other = row.customer if is_supplier else row.supplier
            remove_relation(actor, uid=relation_uid, now=now)
            refresh_reach(actor, now=now)
            return RelationDraft(other.uid, is_supplier, row.kind, row.what)
    raise NotFound("partners.no_relation")


@transaction.atomic
def add_group_company(
    actor: Actor, *, company: PartnerDraft, parent_uid: uuid.UUID, now: datetime
) -> uuid.UUID:
    """Add a group company below another; administrators only."""
    parent = _group_member(actor, parent_uid)
    values = _checked(company, None)
    new = NewOrganisation(**values, parent_id=parent, is_group=True)
    (own,) = create_organisations(actor, organisations=[new], now=now)
    refresh_reach(actor, now=now)
    return organisations_by_ids(SYSTEM, [own])[own].uid


@transaction.atomic
def move_group_company(
    actor: Actor, *, uid: uuid.UUID, parent_uid: uuid.UUID, now: datetime
) -> None:
    """Hang a group company below another one. Raises Conflict for a circle."""
    own, parent = _group_member(actor, uid), _group_member(actor, parent_uid)
    parents = {row.id: row.parent_id for row in group_members_for(SYSTEM)}
    above: int | None = parent
    while above is not None:
        if above == own:
            raise Conflict("partners.group_circle")
        above = parents.get(above)
    update_organisations(actor, changes={own: {"parent_id": parent}}, now=now)
    refresh_reach(actor, now=now)


def _group_member(actor: Actor, uid: uuid.UUID) -> int:
    found = organisation_for(actor, uid, Capability.ADMINISTER)
    if not found.is_group:
        raise NotFound("organisations.not_there")
    return found.id


def _edge(own: int, other: int, relation: RelationDraft) -> NewRelation:
    ends = (own, other) if relation.is_supplier else (other, own)
    return NewRelation(*ends, relation.kind, relation.what)


def _checked(partner: PartnerDraft, own: int | None) -> dict[str, Any]:
    """Values to store; code and number are unique over the whole register."""
    values: dict[str, Any] = {
        field.name: getattr(partner, field.name) for field in fields(PartnerDraft)
    }
    number = normalise_corporate_number(partner.corporate_number)
    if number and corporate_number_fault(number):
        raise Invalid("partners.corporate_number", number=partner.corporate_number)
    values |= {"own_code": partner.own_code.strip() or None, "corporate_number": number or None}
    if not partner.name.strip():
        raise Invalid("partners.no_name")
    if values["own_code"] and is_taken("own_code", values["own_code"], but=own):
        raise Conflict("partners.code_taken", code_given=partner.own_code)
    if number and is_taken("corporate_number", number, but=own):
        raise Conflict("partners.number_taken", number=number)
    return values


def _record(
    actor: Actor, verb: str, uid: uuid.UUID, payload: Mapping[str, Any], now: datetime
) -> None:
    change = Change(verb, "partner", uid, organisation_uid=uid, payload=payload)
    record_entry(actor, change=change, now=now)
