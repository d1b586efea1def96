"""People of the office, their grants, and the one-time way in."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from sekisho.adapters.vault import hash_token
from sekisho.apps.accounts.models import Person, PersonGrant, SignInLink
from sekisho.apps.accounts.queries import person_for
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.organisations.queries import granted_ids
from sekisho.kernel.actor import Actor, ActorKind, Capability, Role
from sekisho.kernel.entropy import new_id, random_bytes
from sekisho.kernel.errors import Conflict, Forbidden, Invalid, NotFound

SIGN_IN_HOURS = 24
_TOKEN_BYTES = 32


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
    """Block or unblock somebody; takes effect at the next request."""
    _check_may_grant(actor, ())
    Person.objects.filter(uid=person_for(actor, uid).uid).update(is_active=is_active)
    _keep_an_administrator()
    _record(actor, "accounts.active_set", uid, {"is_active": is_active}, now)


def _keep_an_administrator() -> None:
    people = Person.objects.filter(is_active=True, grants__role=Role.ADMINISTRATOR.value)
    if not people.exists():
        raise Conflict("accounts.last_administrator")


@transaction.atomic
def set_language(actor: Actor, *, language: str, now: datetime) -> None:
    """Remember the language in which this person reads."""
    if actor.uid is not None:
        Person.objects.filter(uid=actor.uid).update(language=language)
        _record(actor, "accounts.language_set", actor.uid, {"language": language}, now)


@transaction.atomic
def issue_sign_in_link(actor: Actor, *, uid: uuid.UUID, now: datetime) -> str:
    """Make a fresh one-time link; earlier unused ones die. Returns the token, kept nowhere."""
    if actor.kind is not ActorKind.SYSTEM:
        _check_may_grant(actor, ())
        person_for(actor, uid)
    person = Person.objects.get(uid=uid)
    SignInLink.objects.filter(person=person, used_at=None).delete()
    token = base64.urlsafe_b64encode(random_bytes(_TOKEN_BYTES)).decode("ascii").rstrip("=")
    SignInLink.objects.create(
        person=person,
        keyed_hash=hash_token(settings.SEKISHO_KEYRING, token),
        expires_at=now + timedelta(hours=SIGN_IN_HOURS),
    )
    _record(actor, "accounts.sign_in_link_issued", uid, {}, now)
    return token


@transaction.atomic
def use_sign_in_link(actor: Actor, *, token: str, password: str, now: datetime) -> int:
    """Burn a one-time link and set the password; returns the person's inside number.

    Raises NotFound for a used or unknown link, Invalid when the password is too weak.
    """
    rows = SignInLink.objects.select_for_update().select_related("person")
    row = rows.filter(
        keyed_hash=hash_token(settings.SEKISHO_KEYRING, token), used_at=None, expires_at__gt=now
    ).first()
    if row is None or not row.person.is_active:
        raise NotFound("accounts.sign_in_link_closed")
    try:
        validate_password(password, row.person)
    except ValidationError as error:
        raise Invalid("accounts.weak_password", reason=" ".join(error.messages)) from error
    row.person.set_password(password)
    row.person.save(update_fields=["password"])
    row.used_at = now
    row.save(update_fields=["used_at"])
    _record(actor, "accounts.first_sign_in", row.person.uid, {}, now)
    return int(row.person.pk)


def _record(
    actor: Actor, verb: str, uid: uuid.UUID, payload: Mapping[str, object], now: datetime
) -> None:
    record_entry(actor, change=Change(verb, "person", uid, payload=payload), now=now)
