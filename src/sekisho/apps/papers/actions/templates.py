"""Keeping named first letters: each change is a version, and an older one can be brought back."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sekisho.apps.asks.actions.drafts import save_ask_letter
from sekisho.apps.asks.queries.drafts import ask_for
from sekisho.apps.asks.queries.profiles import faults_of, letter_as_dict, organisation_asking
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.papers.models import LetterTemplate, LetterTemplateVersion
from sekisho.apps.papers.queries.templates import template_for, templates_for_ask, versions_of
from sekisho.engines.letters import Letter
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Conflict, Invalid, NotFound


@dataclass(frozen=True, slots=True)
class TemplateWords:
    """A template as somebody wrote it; `note` says what changed and may be empty."""

    name: str
    letter: Letter
    note: str = ""


@transaction.atomic
def create_template(
    actor: Actor, *, organisation_uid: uuid.UUID, words: TemplateWords, now: datetime
) -> uuid.UUID:
    """Keep a new template of a company in whose name the actor may ask; returns its id.

    Raises NotFound, Invalid for a letter with faults.
    """
    organisation = organisation_asking(actor, organisation_uid)
    _require_sound(words.letter)
    row = LetterTemplate.objects.create(
        uid=new_id(), organisation_id=organisation.id, name=words.name, created_at=now
    )
    _keep_version(actor, row, words, now)
    _record(actor, "papers.template_created", row, now)
    return row.uid


@transaction.atomic
def save_template(
    actor: Actor, *, uid: uuid.UUID, seen: int, words: TemplateWords, now: datetime
) -> int:
    """Keep changed words as the next version; returns its number. Asks that used it stay as they
    are. Raises NotFound, Conflict when somebody else saved meanwhile, Invalid for faults.
    """
    row = _locked(actor, uid)
    if row.version != seen:
        raise Conflict("papers.template_changed")
    _require_sound(words.letter)
    row.version, row.name = row.version + 1, words.name
    row.save(update_fields=["version", "name"])
    _keep_version(actor, row, words, now)
    _record(actor, "papers.template_saved", row, now)
    return row.version


@transaction.atomic
def restore_version(actor: Actor, *, uid: uuid.UUID, number: int, now: datetime) -> int:
    """Bring back the words of an older version as the next one. Raises NotFound."""
    view = template_for(actor, uid)
    old = next((one for one in versions_of(view) if one.number == number), None)
    if old is None:
        raise NotFound("papers.no_template")
    words = TemplateWords(old.name, old.letter, f"← {number}")
    return save_template(actor, uid=uid, seen=view.version, words=words, now=now)


@transaction.atomic
def remove_template(actor: Actor, *, uid: uuid.UUID, now: datetime) -> None:
    """Offer a template no more; its versions stay. Raises NotFound."""
    row = _locked(actor, uid)
    row.is_removed = True
    row.save(update_fields=["is_removed"])
    _record(actor, "papers.template_removed", row, now)


@transaction.atomic
def use_template(
    actor: Actor, *, ask_uid: uuid.UUID, uid: uuid.UUID, revision: int, now: datetime
) -> None:
    """Give a draft the present words of a template as its own letter.

    Raises NotFound, Conflict when the draft was sent or changed meanwhile.
    """
    ask = ask_for(actor, ask_uid, Capability.RUN)
    found = next((one for one in templates_for_ask(ask) if one.uid == uid), None)
    if found is None:
        raise NotFound("papers.no_template")
    save_ask_letter(actor, uid=ask_uid, revision=revision, letter=found.letter, now=now)
    payload = {"template": str(uid), "version": found.version}
    change = Change("papers.template_used", "ask", ask_uid, payload=payload)
    record_entry(actor, change=change, now=now)


def _locked(actor: Actor, uid: uuid.UUID) -> LetterTemplate:
    template_for(actor, uid)
    return LetterTemplate.objects.select_for_update().get(uid=uid)


def _require_sound(letter: Letter) -> None:
    faults = faults_of(letter)
    if faults:
        raise Invalid(faults[0].code, found=faults[0].found)


def _keep_version(actor: Actor, row: LetterTemplate, words: TemplateWords, now: datetime) -> None:
    LetterTemplateVersion.objects.create(
        template=row,
        number=row.version,
        name=words.name,
        words=letter_as_dict(words.letter),
        note=words.note,
        by_uid=actor.uid,
        at=now,
    )


def _record(actor: Actor, verb: str, row: LetterTemplate, now: datetime) -> None:
    payload = {"version": row.version, "company": row.organisation_id}
    change = Change(verb, "letter_template", row.uid, payload=payload)
    record_entry(actor, change=change, now=now)
