"""Writing an edition, with its file, and issuing it; an issued edition never changes."""

from __future__ import annotations

import io
import re
import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from sekisho.adapters.intake import Accepted, Limits, inspect_upload
from sekisho.adapters.vault import write_stored
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.organisations.queries import seal_home
from sekisho.apps.rules.models import Edition, Rule
from sekisho.apps.rules.queries.rules import (
    EditionWords,
    content_place,
    edition_for,
    path_of,
    require_standing,
    rule_for,
    sealed_edition,
)
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.entropy import new_id, random_bytes
from sekisho.kernel.errors import Conflict, Invalid
from sekisho.kernel.text import Bilingual

_MIB = 1024 * 1024
_NAME_BYTES = 24
NUMBER = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6}){0,2}")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it arrives: its stream and the name that its sender gives it."""

    stream: BinaryIO
    declared_name: str


@dataclass(frozen=True, slots=True)
class EditionFacts:
    """What somebody writes of an edition. `upload` None leaves the file as it is."""

    number: str
    first_day: date
    text: Bilingual
    summary: Bilingual
    upload: Upload | None = None


@dataclass(frozen=True, slots=True)
class _Stored:
    """A file that lies encrypted on disk."""

    name: str
    facts: Accepted


def create_edition(
    actor: Actor, *, rule_uid: uuid.UUID, facts: EditionFacts, now: datetime
) -> uuid.UUID:
    """Begin an edition as a draft; returns its outside id.

    Raises NotFound, Invalid (rules.bad_number), Conflict (rules.number_taken), and as the intake
    does for a file.
    """
    today = timezone.localdate(now)
    rule = rule_for(actor, rule_uid, today=today, capability=Capability.RUN)
    require_standing(rule)
    row = Edition(uid=new_id(), rule_id=rule.id, by_uid=actor.uid or new_id(), at=now)
    _keep(actor, row, facts, EditionWords(), "rules.edition_created", now)
    return row.uid


def change_edition(
    actor: Actor, *, uid: uuid.UUID, revision: int, facts: EditionFacts, now: datetime
) -> None:
    """Change a draft. Raises as `create_edition` does, Conflict for an issued edition, or for one
    that changed meanwhile.
    """
    today = timezone.localdate(now)
    rule, edition = edition_for(actor, uid, today=today, capability=Capability.RUN)
    require_standing(rule)
    if not edition.is_draft:
        raise Conflict("rules.issued")
    row = Edition.objects.get(pk=edition.id)
    if row.revision != revision:
        raise Conflict("rules.changed_meanwhile")
    row.revision += 1
    before = row.stored_name
    _keep(actor, row, facts, edition.words, "rules.edition_changed", now)
    if before and before != row.stored_name:
        path_of(before).unlink(missing_ok=True)


@transaction.atomic
def issue_edition(actor: Actor, *, uid: uuid.UUID, seen_revision: int, now: datetime) -> None:
    """Fix an edition: from its first day on it holds, and the one before is superseded.

    Raises NotFound, Conflict when it is issued already (rules.issued) or was changed after it was
    looked at (rules.changed_meanwhile), Invalid (rules.nothing_written) when it holds neither a
    text in both languages nor a file.
    """
    today = timezone.localdate(now)
    rule, edition = edition_for(actor, uid, today=today, capability=Capability.RUN)
    require_standing(rule)
    row = Edition.objects.select_for_update().get(pk=edition.id)
    if row.issued_at is not None:
        raise Conflict("rules.issued")
    if row.revision != seen_revision:
        raise Conflict("rules.changed_meanwhile")
    if not edition.words.text.is_complete and not row.stored_name:
        raise Invalid("rules.nothing_written")
    row.issued_by_uid, row.issued_at = actor.uid or row.by_uid, now
    row.save()
    Rule.objects.filter(pk=row.rule_id).update(updated_at=now)
    _record(actor, "rules.edition_issued", row, now)


def _keep(
    actor: Actor, row: Edition, facts: EditionFacts, words: EditionWords, verb: str, now: datetime
) -> None:
    if NUMBER.fullmatch(facts.number) is None:
        raise Invalid("rules.bad_number")
    words = replace(words, text=facts.text, summary=facts.summary)
    if facts.upload is None:
        _save(actor, row, facts, words, verb, now)
        return
    # Encrypted and written before the transaction: a large file must not hold the one writer.
    stored = _stored(row.uid, facts.upload)
    row.stored_name, row.size_bytes = stored.name, stored.facts.size_bytes
    words = replace(words, file_name=stored.facts.safe_name, sha256=stored.facts.sha256)
    try:
        _save(actor, row, facts, words, verb, now)
    except BaseException:
        path_of(stored.name).unlink(missing_ok=True)
        raise


@transaction.atomic
def _save(
    actor: Actor, row: Edition, facts: EditionFacts, words: EditionWords, verb: str, now: datetime
) -> None:
    Rule.objects.select_for_update().get(pk=row.rule_id)
    held = Edition.objects.filter(pk=row.pk).first()
    if held is not None and (held.issued_at is not None or held.revision != row.revision - 1):
        raise Conflict("rules.changed_meanwhile")
    others = Edition.objects.filter(rule_id=row.rule_id, number=facts.number).exclude(pk=row.pk)
    if others.exists():
        raise Conflict("rules.number_taken", number=facts.number)
    row.number, row.first_day = facts.number, facts.first_day
    row.sealed = sealed_edition(row.uid, words)
    row.save()
    _record(actor, verb, row, now)


def _stored(uid: uuid.UUID, upload: Upload) -> _Stored:
    limit_bytes = int(settings.SEKISHO_UPLOAD_LIMIT_MB) * _MIB
    data = upload.stream.read(limit_bytes + 1)
    limits = Limits(size_bytes=limit_bytes)
    facts = inspect_upload(io.BytesIO(data), declared_name=upload.declared_name, limits=limits)
    name = random_bytes(_NAME_BYTES).hex()
    write_stored(path_of(name), seal_home(content_place(uid), data))
    return _Stored(name, facts)


def _record(actor: Actor, verb: str, row: Edition, now: datetime) -> None:
    payload = {"number": row.number, "revision": row.revision}
    record_entry(actor, change=Change(verb, "rule_edition", row.uid, payload=payload), now=now)
