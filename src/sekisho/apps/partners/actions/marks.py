"""Tags and owner of many partners at once."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.organisations.queries import Selection, values_in
from sekisho.apps.partners.actions.rows import attach_tags, ensure_partners, ensure_tags
from sekisho.apps.partners.models import Contact, Partner
from sekisho.apps.partners.queries.filters import PartnerFilter, condition_of, uids_condition
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import NotFound

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Targets:
    """Which partners: the ticked ones, or everything a filter keeps."""

    uids: tuple[uuid.UUID, ...] = ()
    criteria: PartnerFilter | None = None


def change_tags(
    actor: Actor,
    *,
    targets: Targets,
    add: Sequence[str] = (),
    remove: Sequence[str] = (),
    now: datetime,
) -> int:
    """Add and remove tags at these partners; returns how many partners were meant."""
    ids = _target_ids(actor, targets)
    for start in range(0, len(ids), _BATCH):
        _change_tags(actor, ids[start : start + _BATCH], add, remove, now)
    return len(ids)


def set_tags(actor: Actor, *, uid: uuid.UUID, names: Sequence[str], now: datetime) -> None:
    """Let a partner have exactly these tags."""
    (own,) = _target_ids(actor, Targets((uid,))) or (None,)
    if own is None:
        raise NotFound("organisations.not_there")
    current = Partner.objects.filter(organisation_id=own).values_list("tags__name", flat=True)
    gone = [name for name in current if name and name not in names]
    _change_tags(actor, [own], names, gone, now)


@transaction.atomic
def _change_tags(
    actor: Actor, ids: list[int], add: Sequence[str], remove: Sequence[str], now: datetime
) -> None:
    ensure_partners(ids)
    if add:
        tags = ensure_tags(add).values()
        attach_tags((own, tag) for own in ids for tag in tags)
    if remove:
        links = Partner.tags.through.objects.filter(partner_id__in=ids, tag__name__in=list(remove))
        links.delete()
    payload = {"partners": ids, "add": list(add), "remove": list(remove)}
    change = Change("partners.tags_changed", "partner", payload=payload, count=len(ids))
    record_entry(actor, change=change, now=now)


def set_owner(actor: Actor, *, targets: Targets, owner_uid: uuid.UUID | None, now: datetime) -> int:
    """Name the person on our side who looks after these partners; None takes the name away.

    Raises NotFound when the owner is not an active contact of a group company.
    """
    owner = None if owner_uid is None else _owner_id(owner_uid)
    ids = _target_ids(actor, targets)
    for start in range(0, len(ids), _BATCH):
        _set_owner(actor, ids[start : start + _BATCH], owner, now)
    return len(ids)


def _owner_id(uid: uuid.UUID) -> int:
    rows = Contact.objects.filter(uid=uid, is_active=True, organisation__is_group=True)
    found = rows.values_list("id", flat=True).first()
    if found is None:
        raise NotFound("partners.no_contact")
    return found


@transaction.atomic
def _set_owner(actor: Actor, ids: list[int], owner: int | None, now: datetime) -> None:
    ensure_partners(ids)
    Partner.objects.filter(organisation_id__in=ids).update(owner_id=owner)
    payload = {"partners": ids, "owner": owner}
    change = Change("partners.owner_set", "partner", payload=payload, count=len(ids))
    record_entry(actor, change=change, now=now)


def _target_ids(actor: Actor, targets: Targets) -> list[int]:
    """Those of the targets at which the actor may act."""
    by_filter = targets.criteria is not None
    where = condition_of(targets.criteria) if by_filter else uids_condition(targets.uids)  # type: ignore[arg-type]
    selection = Selection(where, capability=Capability.FOLLOW_UP)
    return [row[0] for row in values_in(actor, selection, "id")]
