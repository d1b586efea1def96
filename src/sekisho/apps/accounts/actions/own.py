"""What a person changes about the own account."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sekisho.apps.accounts.actions.people import person_rows
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.kernel.actor import Actor, ActorKind


@transaction.atomic
def set_language(actor: Actor, *, language: str, now: datetime) -> None:
    """Remember the language in which this person reads; nobody and links are left alone."""
    if actor.kind is not ActorKind.PERSON:
        return
    if person_rows(actor).exclude(language=language).update(language=language):
        payload = {"language": language}
        change = Change("accounts.language_set", "person", actor.uid, payload=payload)
        record_entry(actor, change=change, now=now)


@transaction.atomic
def set_name(actor: Actor, *, name: str, now: datetime) -> None:
    """Change how this person is called on pages and in records."""
    if person_rows(actor).exclude(name=name).update(name=name):
        payload = {"name": name}
        change = Change("accounts.name_set", "person", actor.uid, payload=payload)
        record_entry(actor, change=change, now=now)
