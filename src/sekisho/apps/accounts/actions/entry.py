"""The one-time way in: a link that sets the first password, or a new one when it was lost."""

from __future__ import annotations

import base64
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from sekisho.adapters.vault import hash_token
from sekisho.apps.accounts.actions.people import decided_person, person_rows
from sekisho.apps.accounts.models import Person, SignInLink
from sekisho.apps.accounts.queries import actor_of_person, is_opening
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.kernel.actor import Actor, ActorKind
from sekisho.kernel.entropy import random_bytes
from sekisho.kernel.errors import Invalid, NotFound

SIGN_IN_HOURS = 24
_TOKEN_BYTES = 32


@transaction.atomic
def issue_sign_in_link(actor: Actor, *, uid: uuid.UUID, now: datetime) -> str:
    """Make a fresh one-time link; earlier unused ones die. Returns the token, kept nowhere."""
    rows = Person.objects.filter(uid=uid)
    if actor.kind is not ActorKind.SYSTEM:
        rows = decided_person(actor, uid)
    person = rows.get()
    SignInLink.objects.filter(person=person, used_at=None).delete()
    token = base64.urlsafe_b64encode(random_bytes(_TOKEN_BYTES)).decode("ascii").rstrip("=")
    SignInLink.objects.create(
        person=person,
        keyed_hash=hash_token(settings.SEKISHO_KEYRING, token),
        expires_at=now + timedelta(hours=SIGN_IN_HOURS),
    )
    _record(actor, "accounts.sign_in_link_issued", uid, now)
    return token


@transaction.atomic
def use_sign_in_link(
    actor: Actor, *, token: str, password: str, now: datetime, name: str = "", email: str = ""
) -> int:
    """Burn a one-time link and set the password; returns the person's inside number.

    Who opens a new installation gives name and address as well; of anybody else's link they are
    not taken.

    The entry names the person as the one who acted. Raises NotFound for a used, expired or unknown
    link and for a blocked person, Invalid when the password is too weak (the link then stays).
    """
    rows = SignInLink.objects.select_for_update().select_related("person")
    row = rows.filter(
        keyed_hash=hash_token(settings.SEKISHO_KEYRING, token), used_at=None, expires_at__gt=now
    ).first()
    if row is None or not row.person.is_active:
        raise NotFound("accounts.sign_in_link_closed")
    changed = _introduce(row.person, name, email)
    try:
        validate_password(password, row.person)
    except ValidationError as error:
        raise Invalid("accounts.weak_password", reason=" ".join(error.messages)) from error
    row.person.set_password(password)
    row.person.save(update_fields=["password", *changed])
    row.used_at = now
    row.save(update_fields=["used_at"])
    _record(actor_of_person(row.person.pk), "accounts.first_sign_in", row.person.uid, now)
    return int(row.person.pk)


def _introduce(person: Person, name: str, email: str) -> list[str]:
    """Call the first person as they say; the names of the columns that this changed."""
    if not is_opening(person.uid):
        return []
    person.name = name.strip() or person.name
    person.email = email.strip().lower() or person.email
    return ["name", "email"]


@transaction.atomic
def sign_out_everywhere(actor: Actor, *, now: datetime) -> None:
    """End every session of this person, the present one included."""
    person_rows(actor).update(session_round=F("session_round") + 1)
    _record(actor, "accounts.signed_out_everywhere", actor.uid, now)


@transaction.atomic
def note_entry(actor: Actor, *, verb: str, uid: uuid.UUID | None, now: datetime) -> None:
    """Record that somebody came in, failed to, left, or changed the way in."""
    _record(actor, verb, uid, now)


def _record(actor: Actor, verb: str, uid: uuid.UUID | None, now: datetime) -> None:
    record_entry(actor, change=Change(verb, "person", uid), now=now)
