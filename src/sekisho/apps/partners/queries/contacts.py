"""Contacts as frozen values."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from sekisho.apps.organisations.queries import reach_filter
from sekisho.apps.partners.models import Contact
from sekisho.apps.work.queries.worded import NUMBER, Worded
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import NotFound

_BATCH = 500
PURPOSES = ("security", "sales", "executive", "out_of_hours")


@dataclass(frozen=True, slots=True)
class ContactView:
    """A person at an organisation; `bounced_at` is set when letters came back."""

    id: int
    uid: uuid.UUID
    organisation_id: int
    name: str
    department: str
    email: str
    phone: str
    language: str
    purposes: tuple[str, ...]
    is_active: bool
    bounced_at: datetime | None
    superior_id: int | None = None
    erased_at: datetime | None = None

    @property
    def is_usable(self) -> bool:
        """Whether a letter can go to this contact."""
        return self.is_active and bool(self.email) and self.bounced_at is None

    @property
    def label(self) -> str:
        """What to call this contact in a list."""
        if self.erased_at is not None:
            return gettext("Erased person")
        return self.name or self.department or self.email or self.phone


def contacts_by_ids(ids: Iterable[int]) -> dict[int, ContactView]:
    """Contacts by inside number, absent ones left out.

    Inside the house only, without a gate: for renderers of letters and other jobs.
    """
    wanted = sorted(set(ids))
    found: dict[int, ContactView] = {}
    for start in range(0, len(wanted), _BATCH):
        rows = _BY_IDS.rows(ids=wanted[start : start + _BATCH])
        found.update((view.id, view) for view in map(_view, rows))
    return found


def contacts_at(organisation_ids: Sequence[int]) -> list[ContactView]:
    """Those who work at organisations that the caller has fetched through their gate, in the order
    of their numbers.
    """
    return [_view(row) for row in _AT.rows(ids=organisation_ids)]


def addresses_of(ids: Iterable[int]) -> dict[int, str]:
    """The present addresses of these contacts, those without one left out.

    Inside the house only, without a gate: for the mail room's jobs.
    """
    rows = Contact.objects.filter(id__in=list(ids)).exclude(email="")
    return dict(rows.values_list("id", "email"))


def contacts_of(
    actor: Actor, organisation_id: int, *, is_active: bool | None = True
) -> tuple[ContactView, ...]:
    """The contacts of an organisation within reach, security first, then by name."""
    rows = Contact.objects.filter(reach_filter(actor, path="organisation"))
    rows = rows.filter(organisation_id=organisation_id)
    if is_active is not None:
        rows = rows.filter(is_active=is_active)
    contacts = (frozen_contact(row) for row in rows.order_by("name", "id"))
    return tuple(sorted(contacts, key=lambda contact: rank_of(contact.purposes)))


def contact_for(
    actor: Actor, uid: uuid.UUID, capability: Capability = Capability.VIEW
) -> ContactView:
    """One contact at an organisation within reach. Raises NotFound otherwise."""
    reached = reach_filter(actor, capability=capability, path="organisation")
    row = Contact.objects.filter(reached).filter(uid=uid).first()
    if row is None:
        raise NotFound("partners.no_contact")
    return frozen_contact(row)


def rank_of(purposes: Iterable[str]) -> int:
    """Whom to write to first: security, then the rest in the order of PURPOSES, then no purpose."""
    places = [PURPOSES.index(purpose) for purpose in purposes if purpose in PURPOSES]
    return min(places, default=len(PURPOSES))


_NAMES = tuple(ContactView.__dataclass_fields__)


_PURPOSES = _NAMES.index("purposes")
_BY_IDS = Worded(
    lambda ids: Contact.objects.filter(id__in=ids).values_list(*_NAMES),
    lists=("ids",),
    ids=NUMBER,
)
_AT = Worded(
    lambda ids: (
        Contact.objects.filter(organisation__id__in=ids, is_active=True)
        .order_by("id")
        .values_list(*_NAMES)
    ),
    lists=("ids",),
    ids=NUMBER,
)


def _view(row: Sequence[Any]) -> ContactView:
    values = list(row)
    values[_PURPOSES] = tuple(values[_PURPOSES])
    return ContactView(*values)


def frozen_contact(row: Contact) -> ContactView:
    """The value of a row; for this room's own modules."""
    return ContactView(
        id=row.pk,
        uid=row.uid,
        organisation_id=row.organisation_id,
        name=row.name,
        department=row.department,
        email=row.email,
        phone=row.phone,
        language=row.language,
        purposes=tuple(row.purposes),
        is_active=row.is_active,
        bounced_at=row.bounced_at,
        superior_id=row.superior_id,
        erased_at=row.erased_at,
    )
