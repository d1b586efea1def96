"""People of the office and their grants: who may do what at which group company."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import F, QuerySet

from sekisho.apps.accounts.models import Person, PersonGrant
from sekisho.apps.accounts.queries import is_decided_by, person_for
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.organisations.actions import NewOrganisation, create_home
from sekisho.apps.organisations.queries import granted_ids, has_home, home_id
from sekisho.kernel.actor import Actor, Capability, Role
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Conflict, Forbidden, NotFound

HOME_PLACEHOLDER = NewOrganisation(name="自社", name_en="Our company")


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Who is to join the office."""

    email: str
    name: str
    language: str = "ja"
    grants: tuple[tuple[Role, int], ...] = ()


def _check_may_grant(actor: Actor, grants: Sequence[tuple[Role, int]]) -> None:
    """Grants are given only at organisations that the actor administers."""
    if not actor.can(Capability.ADMINISTER):
        raise Forbidden("accounts.not_granted")
    own = granted_ids(actor, Capability.ADMINISTER)
    if own is not None and any(organisation_id not in own for _role, organisation_id in grants):
        raise NotFound("organisations.not_there")


@transaction.atomic
def create_person(actor: Actor, *, person: NewPerson, now: datetime) -> uuid.UUID:
    """Add somebody without a password. Raises Conflict for an address already in use."""
    _check_may_grant(actor, person.grants)
    email = person.email.strip().lower()
    if Person.objects.filter(email=email).exists():
        raise Conflict("accounts.email_taken", email=email)
    row = Person(
        uid=new_id(), email=email, name=person.name, language=person.language, created_at=now
    )
    row.set_unusable_password()
    row.save()
    PersonGrant.objects.bulk_create(
        PersonGrant(person=row, role=role.value, organisation_id=at) for role, at in person.grants
    )
    payload = {"email": email, "grants": [[role.value, at] for role, at in person.grants]}
    _record(actor, "accounts.person_created", row.uid, payload, now)
    return row.uid


@transaction.atomic
def set_grants(
    actor: Actor, *, uid: uuid.UUID, grants: Sequence[tuple[Role, int]], now: datetime
) -> None:
    """Replace the grants that the actor may decide on; the last administrator stays one."""
    _check_may_grant(actor, grants)
    _hold_administrators()
    person = Person.objects.get(uid=person_for(actor, uid).uid)
    own = granted_ids(actor, Capability.ADMINISTER)
    rows = PersonGrant.objects.filter(person=person)
    (rows if own is None else rows.filter(organisation_id__in=own)).delete()
    PersonGrant.objects.bulk_create(
        PersonGrant(person=person, role=role.value, organisation_id=at) for role, at in grants
    )
    _keep_an_administrator()
    payload = {"grants": [[role.value, at] for role, at in grants]}
    _record(actor, "accounts.grants_set", uid, payload, now)


@transaction.atomic
def set_active(actor: Actor, *, uid: uuid.UUID, is_active: bool, now: datetime) -> None:
    """Block or unblock somebody; takes effect at the next request, in every browser."""
    rows = decided_person(actor, uid)
    _hold_administrators()
    rows.update(is_active=is_active, session_round=F("session_round") + 1)
    _keep_an_administrator()
    _record(actor, "accounts.active_set", uid, {"is_active": is_active}, now)


@transaction.atomic
def reset_second_factor(actor: Actor, *, uid: uuid.UUID, now: datetime) -> None:
    """Forget the app and the recovery codes of somebody who lost them; all sessions end."""
    rows = decided_person(actor, uid)
    Authenticator.objects.filter(user_id__in=list(rows.values_list("id", flat=True))).delete()
    rows.update(session_round=F("session_round") + 1)
    _record(actor, "accounts.second_factor_reset", uid, {}, now)


def decided_person(actor: Actor, uid: uuid.UUID) -> QuerySet[Person]:
    """The row of somebody whom this actor may decide on; for this room's own actions.

    Raises NotFound out of reach, Forbidden when roles elsewhere put the person above the actor.
    """
    _check_may_grant(actor, ())
    if not is_decided_by(actor, person_for(actor, uid)):
        raise Forbidden("accounts.also_elsewhere")
    return Person.objects.filter(uid=uid)


def person_rows(actor: Actor) -> QuerySet[Person]:
    """The row of the person who acts, none for any other kind; for this room's own actions."""
    return Person.objects.none() if actor.uid is None else Person.objects.filter(uid=actor.uid)


def _hold_administrators() -> None:
    """Keep everybody waiting who would take one away too: two at once could take the last two."""
    list(_administrators_at_home().select_for_update().order_by("id"))


def _keep_an_administrator() -> None:
    """The lead company keeps somebody who can sign in and administer."""
    if has_home() and not _administrators_at_home().filter(person__is_active=True).exists():
        raise Conflict("accounts.last_administrator")


def _administrators_at_home() -> QuerySet[PersonGrant]:
    rows = PersonGrant.objects.filter(role=Role.ADMINISTRATOR.value)
    return rows.filter(organisation_id=home_id()) if has_home() else rows.none()


@transaction.atomic
def create_first_administrator(
    actor: Actor, *, email: str, now: datetime, name: str = "", language: str = "ja"
) -> uuid.UUID:
    """Open a new installation: the home organisation under a placeholder name, and who runs it.

    Without a name the person is called as the address begins.
    Called again it changes nothing and answers the same person. Raises Conflict when somebody else
    administers already.
    """
    if not has_home():
        create_home(actor, organisation=HOME_PLACEHOLDER, now=now)
    email = email.strip().lower()
    known = Person.objects.filter(email=email, grants__role=Role.ADMINISTRATOR.value).first()
    if known is not None:
        return known.uid
    if PersonGrant.objects.filter(role=Role.ADMINISTRATOR.value).exists():
        raise Conflict("accounts.administrator_exists")
    called = name.strip() or email.partition("@")[0]
    person = NewPerson(email, called, language, ((Role.ADMINISTRATOR, home_id()),))
    return create_person(actor, person=person, now=now)


def _record(
    actor: Actor, verb: str, uid: uuid.UUID, payload: Mapping[str, object], now: datetime
) -> None:
    record_entry(actor, change=Change(verb, "person", uid, payload=payload), now=now)
